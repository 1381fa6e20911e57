"""How the pages look to this person: elder or standard, size of type, colours, language.

Kept on the device, never guessed. A mode never forks a page: it is an attribute of `<html>` that the style sheets read.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from webapp.site import language

MODES = ("standard", "elder")
THEMES = ("auto", "light", "dark", "contrast")
SIZES = (1, 2, 3, 4)
NAMES = {"zh_Hans": "中文", "en": "English"}
"""Each language by its own name."""

YEAR = 365 * 24 * 3600

bp = Blueprint("modes", __name__)


@dataclass(frozen=True)
class Look:
    """The look of one request. `here` is the address that a change of it comes back to."""

    mode: str
    size: int
    theme: str
    here: str


def look() -> Look:
    """What this device's cookies say; anything else than what we know counts as not said."""
    said = request.cookies
    size = said.get("size", "")
    return Look(
        mode=mode if (mode := said.get("mode", "")) in MODES else MODES[0],
        size=int(size) if size in map(str, SIZES) else SIZES[0],
        theme=theme if (theme := said.get("theme", "")) in THEMES else THEMES[0],
        here=same_site(request.url if request.method in ("GET", "HEAD") else request.referrer),
    )


def same_site(address: str | None) -> str:
    """The path (and query) of an address of ours, or the home page: nobody is sent elsewhere by a form."""
    said = urlsplit(address or "")
    path = said.path.replace("\\", "/")
    if not path.startswith("/") or path.startswith("//"):
        return "/"
    return f"{path}?{said.query}" if said.query else path


def changed(before: Look, asked: dict[str, str]) -> dict[str, str]:
    """The cookies that a change asks for, by name. What we do not know is left out."""
    steps = {"bigger": before.size + 1, "smaller": before.size - 1, **{str(size): size for size in SIZES}}
    size = min(max(steps.get(asked.get("size", ""), before.size), SIZES[0]), SIZES[-1])
    wanted = {"mode": MODES, "theme": THEMES, language.COOKIE: tuple(language.LANGUAGES)}
    known = {name: asked[name] for name, words in wanted.items() if asked.get(name) in words}
    return known | ({"size": str(size)} if "size" in asked else {})


@bp.post("/modes")
def change() -> Answer:
    """Keep another look and go back to where the person was. Our own script writes these cookies too."""
    here = same_site(request.form.get("next"))
    cookies = changed(look(), request.form.to_dict())
    at_look = {"size", "theme"} & cookies.keys()
    answer = redirect(here + ("#look" if at_look else ""), 303)
    for name, words in cookies.items():
        answer.set_cookie(name, words, max_age=YEAR, samesite="Lax", secure=request.is_secure)
    return answer


def init_app(app: Flask) -> None:
    """Every template knows the look; `part` is true when htmx asks for the part of the page that changes."""
    app.register_blueprint(bp)
    app.jinja_env.globals["language_names"] = NAMES

    @app.context_processor
    def seen() -> dict[str, object]:
        asked = request.headers
        part = asked.get("HX-Request") == "true" and asked.get("HX-History-Restore-Request") != "true"
        return {"part": part, "look": None if part else look()}

    @app.after_request
    def told_apart(response: Response) -> Response:
        """A part must never be kept as the page, nor one look as another."""
        if response.mimetype == "text/html":
            response.vary.update(("HX-Request", "Cookie"))
        return response
