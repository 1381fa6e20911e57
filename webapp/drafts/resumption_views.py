"""Coming back to a draft: by number and code on another device; and the page that shows them."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from webapp.catalogue.current import catalogue
from webapp.catalogue.translation import told
from webapp.db import db
from webapp.drafts.access import own_draft
from webapp.drafts.codes import Waiting, WrongCode, code_of, renew_code
from webapp.drafts.models import Draft
from webapp.drafts.references import grouped
from webapp.drafts.resumption import Expired, keep, resume
from webapp.drafts.telling import told_day
from webapp.site.clock import local, now
from webapp.site.limits import limiter

bp = Blueprint("resumption", __name__)


@bp.get("/drafts")
def look_up() -> str:
    """Go on with a draft that was begun elsewhere."""
    return render_template("drafts/resume.html", problem=None, number="")


@bp.post("/drafts")
@limiter.limit("10/minute;60/hour")
def open_again() -> str | Response | tuple[str, int]:
    """Number and code: this device may open the draft from now on."""
    number, code = request.form.get("number", "")[:64], request.form.get("code", "")[:32]
    found = resume(number, code, at=now())
    db.session.commit()
    if isinstance(found, Draft):
        keep(found)
        return make_response(redirect(url_for("drafts.draft", reference=found.reference), 303))
    return render_template("drafts/resume.html", problem=_problem(found), number=number), 422


def _problem(found: WrongCode | Waiting | Expired) -> str:
    if isinstance(found, Waiting):
        minutes = max(1, round((found.until - now()).total_seconds() / 60))
        return _(
            "There were too many wrong codes. Please try again in %(minutes)s minutes, or call 12345.", minutes=minutes
        )
    if isinstance(found, Expired):
        day = told_day(local(found.on).date())
        return _(
            "This draft was kept until %(day)s and is gone. Please begin again; a person at 12345 helps you.", day=day
        )
    return _("Number and code do not fit together. Please look at both once more; a person at 12345 helps you.")


@bp.get("/drafts/<string:reference>/code")
def code(reference: str) -> str:
    """The number and the code to go on elsewhere, and how long the draft is kept."""
    found, _answers = own_draft(reference)
    return render_template(
        "drafts/code.html",
        draft=found,
        bundle=told(catalogue().bundles[found.bundle].name) if found.bundle in catalogue().bundles else "",
        number=grouped(found.reference),
        code=code_of(found),
        until=told_day(local(found.expires_at).date()),
    )


@bp.post("/drafts/<string:reference>/code")
@limiter.limit("20/hour")
def new_code(reference: str) -> Response:
    """Other digits: the old ones open nothing any more."""
    found, _answers = own_draft(reference)
    renew_code(found)
    db.session.commit()
    return make_response(redirect(url_for("resumption.code", reference=reference), 303))
