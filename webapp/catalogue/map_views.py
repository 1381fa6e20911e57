"""The map of a bundle as a page: for policy staff who check it against the notice on the wall."""

from __future__ import annotations

import hashlib
import re

from flask import Blueprint, Flask, Response, abort, make_response, render_template, request, url_for
from flask_babel import gettext as _

from webapp.catalogue.current import catalogue
from webapp.catalogue.maps import Chart, Drawing, Target, chart, drawing
from webapp.catalogue.regions import PROVINCE
from webapp.catalogue.translation import told
from webapp.site.clock import today
from webapp.site.language import chosen

bp = Blueprint("maps", __name__)

WIDTHS = {"narrow": 360, "wide": 768}
"""A phone's drawing, and a desk's and a printer's, in units of the drawing."""

TOKEN = re.compile(r'<input[^>]*name="csrf_token"[^>]*>')


@bp.get("/bundles/<string:bundle>/map", endpoint="map")
def bundle_map(bundle: str) -> Response:
    """The province's rules of a bundle, drawn and in words."""
    found = catalogue().bundles.get(bundle) or abort(404)
    known = chart(catalogue().edition(bundle, PROVINCE, today()), chosen())
    page = render_template(
        "catalogue/map.html",
        name=told(found.name),
        back=url_for("catalogue.bundle", bundle=bundle),
        differences_url=url_for("duties.differences", bundle=bundle),
        chart=known,
        groups=[(kind, words, known.of(kind)) for kind, words in _groups().items() if known.of(kind)],
        drawings={size: _drawn(known, width) for size, width in WIDTHS.items()},
    )
    return _kept(make_response(page))


def _groups() -> dict[str, str]:
    return {
        "required": _("Everybody has to do"),
        "conditional": _("Depends on the situation"),
        "optional": _("By one's own choice"),
        "eligible": _("Can it be applied for"),
        "papers": _("Papers"),
    }


def _drawn(known: Chart, width: int) -> Drawing:
    left = [[(f"{number}. {ask}", False)] for number, ask in enumerate(known.questions, 1)]
    right: list[tuple[str, list[tuple[str, bool]], tuple[int, ...]]] = []
    for kind, words in _groups().items():
        targets = known.of(kind)
        if targets:
            right.append(("heading", [(words, True)], ()))
        right.extend((kind, _paragraphs(target), target.numbers) for target in targets)
    return drawing(left, right, width)


def _paragraphs(target: Target) -> list[tuple[str, bool]]:
    name = target.name if target.certain else _("(%(words)s)", words=_("To be checked")) + target.name
    found = [(name, True), (target.rule, False)]
    if target.done_if:
        found.append((_("Done already if: %(rule)s", rule=target.done_if), False))
    if target.numbers:
        found.append((_("Questions: %(numbers)s", numbers=_(", ").join(str(n) for n in target.numbers)), False))
    return found


def _kept(page: Response) -> Response:
    """A device keeps the page and asks whether it still holds: nothing personal is in it, but the look is one's own.

    The form's token differs each time without the page being another.
    """
    said = TOKEN.sub("", page.get_data(as_text=True)) + request.headers.get("Cookie", "")
    page.headers["Cache-Control"] = "private, no-cache"
    page.vary.update(("Cookie", "HX-Request"))
    page.set_etag(hashlib.sha256(said.encode()).hexdigest()[:20], weak=True)
    page.make_conditional(request)
    return page


def init_app(app: Flask) -> None:
    """Add the page."""
    app.register_blueprint(bp)
