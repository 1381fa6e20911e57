"""The components and the pages of finding, shown with made-up content by a real server: only tests see them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from flask import Flask, make_response, redirect, render_template, request
from jinja2 import FileSystemLoader
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from webapp import site
from webapp.config import Settings
from webapp.house import house
from webapp.site import keys

STAGES = [
    ("出生", "stage-birth"), ("上学", "stage-school"), ("就业", "stage-work"), ("婚育", "stage-marriage"),
    ("看病", "stage-health"), ("住房", "stage-home"), ("养老", "stage-old-age"), ("身后", "stage-after-death"),
    ("救助", "stage-assistance"), ("退役", "stage-veteran"), ("交通", "stage-travel"), ("证件", "stage-papers"),
    ("开店", "stage-shop"), ("经营", "stage-business"), ("项目", "stage-project"), ("注销", "stage-closing"),
    ("涉农", "stage-farm"),
]  # fmt: skip
BUNDLES = [
    ("退休一件事", "到了年纪，办退休、领养老金", "/gallery/bundle", "retirement"),
    ("个人身后一件事", "家里人走了，户口、社保、公积金一起办", "/gallery/bundle", "after-death"),
    ("老年人福利补贴一件事", "高龄津贴、老年人优待", "/gallery/bundle", "elderly-welfare"),
    ("残疾人服务一件事", "残疾人证和两项补贴", "/gallery/bundle", "disabled-persons"),
    ("社会保障卡一件事", "新办、补办、激活社保卡", "/gallery/bundle", "social-security-card"),
    ("新生儿出生一件事", "出生证、上户口、上医保", "/gallery/bundle", "newborn"),
    ("身份证一件事", "丢了、到期了、第一次办", "/gallery/bundle", "id-card"),
    ("城乡居民养老一件事", "60 岁领居民养老金", "/gallery/bundle", "resident-pension"),
    ("开办餐饮店一件事", "开饭店、面馆、小吃店", "/gallery/bundle", "restaurant-start"),
    ("企业注销一件事", "公司、个体户不干了", "/gallery/bundle", "enterprise-deregister"),
]
BUNDLE = {
    "name": "退休一件事",
    "picture": "retirement",
    "for_whom": "到了退休年纪、交过职工养老保险的人，和替他们办的家里人。",
    "brings": ["每月领养老金", "接着享受医保", "一次取出公积金"],
    "at_hand": ["身份证", "社保卡", "银行卡号"],
    "scenarios": ["在厂里干到 60 岁，社保交了 30 年", "自己交社保，今年 55 岁", "给在老家的母亲办"],
    "start_url": "/gallery/question",
    "map_url": "/gallery/bundle",
    "responsibilities_url": "/gallery/bundle",
    "tier": ("选做项", "办不办，各地自己定。先打12345问一问。"),
    "everywhere": False,
    "lead": "人力资源社会保障",
    "departments": ["医疗保障", "住房公积金", "公安"],
    "basis_note": "依据国家规定，本地做法还在核对。",
}
PAGES = {
    "components": ("gallery.html", {}),
    "question": ("gallery-question.html", {}),
    "wrong": ("gallery-question.html", {"wrong": True}),
    "home": (
        "catalogue/home.html",
        {
            "stages": [(name, picture, "/gallery/stage", []) for name, picture in STAGES],
            "popular": BUNDLES,
            "shelf": lambda: [("退休一件事", "昨天下午 3 点填过", "/gallery/question")],
            "resume_url": "/gallery/stage",
        },
    ),
    "found": (
        "catalogue/found.html",
        {"words": "俺爹走了户口咋销", "sure": True, "emergency": None, "matches": BUNDLES[:3], "elsewhere": None},
    ),
    "unsure": (
        "catalogue/found.html",
        {
            "words": "不想活了",
            "sure": False,
            "emergency": ("12356", "您心里难受，有人愿意听您说。"),
            "matches": [],
            "elsewhere": "婚育一件事",
        },
    ),
    "stage": ("catalogue/stage.html", {"stage": "养老", "bundles": BUNDLES[:3]}),
    "bundle": ("catalogue/bundle.html", {"bundle": BUNDLE}),
}


def frame(settings: Settings) -> Flask:
    """The frame alone, without the catalogue and the records, and the gallery in it."""
    keys.made_once(settings.keys)
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(settings.mapping())
    app.extensions["settings"] = settings
    app.jinja_loader = FileSystemLoader([house() / "templates", Path(__file__).parent])
    site.init_app(app)
    hang(app)
    return app


def hang(app: Flask) -> None:
    """The gallery's addresses."""

    @app.get("/gallery/<name>")
    def gallery(name: str) -> str:
        template, content = PAGES[name]
        return render_template(template, **content)

    @app.post("/gallery/<name>")
    def answered(name: str) -> Response:
        """As the journey answers: the next page's part for htmx, a redirect without."""
        app.extensions.setdefault("answers", []).append(request.form.to_dict(flat=False))
        if request.headers.get("HX-Request") != "true":
            return redirect(f"/gallery/{name}", 303)
        answer = make_response(gallery(name))
        answer.headers["HX-Push-Url"] = f"/gallery/{name}"
        return answer

    received = app.extensions["received"] = bytearray()
    asked = app.extensions["asked"] = []

    def state() -> dict[str, object]:
        size = app.extensions["announced"]
        return {"address": "/gallery-files/1", "offset": len(received), "done": len(received) == size}

    @app.post("/gallery-files")
    def announced() -> dict[str, object]:
        app.extensions["announced"] = request.form.get("size", type=int)
        received.clear()
        return state()

    @app.post("/gallery-files/1")
    def piece() -> tuple[dict[str, object], int]:
        """The second piece breaks off once, as a weak network does."""
        asked.append(request.args.get("offset", type=int))
        if len(asked) == 2:
            return {}, 503
        received.extend(request.get_data())
        return state(), 200

    @app.post("/gallery-files/1/removal")
    def removed() -> dict[str, object]:
        received.clear()
        return {}


@contextmanager
def open_gallery(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve the gallery on a free port; its address."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
