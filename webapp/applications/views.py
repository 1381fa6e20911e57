"""The pages of applications: handing in, the receipt with its progress, and coming back by number and code."""

from __future__ import annotations

from secrets import token_urlsafe

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.applications.content import content, shares
from webapp.applications.models import Application
from webapp.applications.progress import Progress, Step, progress
from webapp.applications.receipts import Receipt, ReceiptLine, qr, receipt_pdf
from webapp.applications.retrieval import come_back, held, held_application, keep
from webapp.applications.submission import Changed, Over, application_of, hand_in
from webapp.catalogue.current import catalogue
from webapp.catalogue.translation import told
from webapp.db import db
from webapp.drafts.access import actor, own_draft
from webapp.drafts.codes import Waiting, WrongCode, code_of
from webapp.drafts.form_sheet import sheet_of
from webapp.drafts.review_views import missing, promises, review_page
from webapp.drafts.telling import told_day
from webapp.site.clock import local, now
from webapp.site.limits import limiter

bp = Blueprint("applications", __name__)

Page = str | Response | tuple[str, int]


@bp.post("/drafts/<string:reference>/application")
@limiter.limit("30/minute;600/hour")
def submit(reference: str) -> Page:
    """Hand in what was checked. Pressed twice, from two pages or again after a lost answer: one application."""
    draft, answers = own_draft(reference)
    made = application_of(draft) if draft.handed_in else None
    if made is not None:
        return _received(made)
    sheet = sheet_of(draft, answers)
    asked = promises(sheet)
    agreed = [name for name, _words in asked if request.form.get(name)]
    unagreed = [name for name, _words in asked if name not in agreed]
    if unagreed or missing(sheet) or not sheet.guidance.may_hand_in or not sheet.matters:
        return review_page(sheet, agreed=agreed, unagreed=unagreed), 422
    try:
        application = hand_in(
            draft,
            content(sheet, [words for _name, words in asked]),
            shares(sheet),
            checked=request.form.get("checked", type=int) or 0,
            key=request.form.get("key") or token_urlsafe(12),
            by=actor(answers),
            at=now(),
        )
    except Changed:
        return review_page(sheet_of(*own_draft(reference)), agreed=agreed, changed=True), 409
    except Over:
        db.session.rollback()
        abort(410)
    db.session.commit()
    return _received(application)


@bp.get("/drafts/<string:reference>/application")
def of_draft(reference: str) -> Response:
    """What became of a draft: its receipt, or the review if it was not handed in yet."""
    draft, _answers = own_draft(reference)
    found = application_of(draft) if draft.handed_in else None
    if found is None:
        return _to(url_for("review.review", reference=reference))
    keep(found)
    return _to(url_for("applications.receipt", reference=found.reference))


@bp.get("/applications")
def look_up() -> str:
    """Come back with number and code."""
    return render_template("applications/look_up.html", problem=None, number="", mine=_mine())


@bp.post("/applications")
@limiter.limit("10/minute;60/hour")
def open_again() -> Page:
    """Number and code: this device may look at it from now on. Neither is ever in an address."""
    number = request.form.get("number", "")[:64]
    found = come_back(number, request.form.get("code", "")[:32], at=now())
    db.session.commit()
    if isinstance(found, Application):
        keep(found)
        return _to(url_for("applications.receipt", reference=found.reference))
    return render_template("applications/look_up.html", problem=_problem(found), number=number, mine=_mine()), 422


@bp.get("/applications/<string:reference>")
def receipt(reference: str) -> Page:
    """The receipt with its progress. A device that does not hold it is asked for the code."""
    if reference not in held():
        return render_template("applications/look_up.html", problem=None, number=reference[:17], mine=[])
    return _page(held_application(reference))


@bp.get("/applications/<string:reference>/receipt.pdf")
@limiter.limit("20/minute;600/hour")
def printed(reference: str) -> Response:
    """The receipt as a file: A4, or for the 80 mm roll of a kiosk (`?size=roll`).

    The code stands on it only where the person asked for that (`?with=code`): paper lies about.
    """
    application = held_application(reference)
    code = code_of(application) if request.args.get("with") == "code" else None
    roll = request.args.get("size") in ("roll", "80", "80mm")
    response = make_response(receipt_pdf(_receipt(application, progress(application), code), "roll" if roll else "a4"))
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{application.reference}.pdf"'
    return response


def _received(application: Application) -> Page:
    """The receipt at once for htmx, with its address; a redirect otherwise."""
    keep(application)
    url = url_for("applications.receipt", reference=application.reference)
    if request.headers.get("HX-Request") != "true":
        return _to(url)
    response = make_response(_page(application))
    response.headers["HX-Push-Url"] = url
    return response


def _page(application: Application) -> str:
    seen = progress(application)
    return render_template(
        "applications/receipt.html",
        application=application,
        seen=seen,
        code=code_of(application),
        qr=qr(_receipt(application, seen)),
        day=f"{told_day(local(application.submitted_at).date())} {local(application.submitted_at):%H:%M}",
        fresh=not any(task.accepted or task.refused for task in application.tasks),
    )


def _receipt(application: Application, seen: Progress, code: str | None = None) -> Receipt:
    """What stands on paper: only part of the name, and no code unless it is given."""
    return Receipt(
        application.reference,
        seen.bundle,
        seen.applicant or _("not given"),
        application.submitted_at,
        [ReceiptLine(step.name, _departments(step), _state(step)) for step in seen.steps],
        _next_steps(seen),
        code,
    )


def _departments(step: Step) -> str:
    return _(", ").join(share.department for share in step.shares)


def _state(step: Step) -> str:
    return _("To be verified first") if step.open else step.shares[0].standing if step.shares else ""


def _next_steps(seen: Progress) -> list[str]:
    steps = [_("The departments look at it and tell you if something is missing. You need not ask.")]
    if seen.brought:
        steps.append(_("Please bring to the window: %(papers)s", papers=_(", ").join(seen.brought)))
    if seen.onsite:
        steps.append(_("To be done at the window: %(what)s", what=_(", ").join(seen.onsite)))
    return [*steps, _("How long it takes and what it costs: what the window in your place says counts.")]


def _mine() -> list[dict[str, str]]:
    """The applications that this device holds."""
    if not held():
        return []
    mine = db.session.query(Application).where(Application.reference.in_(held()))
    return [
        {
            "words": told(_bundle_name(one)),
            "line": _("Handed in on %(day)s", day=told_day(local(one.submitted_at).date())),
            "url": url_for("applications.receipt", reference=one.reference),
        }
        for one in sorted(mine, key=lambda one: one.submitted_at, reverse=True)
    ]


def _bundle_name(application: Application) -> str:
    found = catalogue().bundles.get(application.bundle)
    return found.name if found else application.bundle


def _problem(found: WrongCode | Waiting) -> str:
    if isinstance(found, Waiting):
        minutes = max(1, round((found.until - now()).total_seconds() / 60))
        return _(
            "There were too many wrong codes. Please try again in %(minutes)s minutes, or call 12345.", minutes=minutes
        )
    return _("Number and code do not fit together. Please look at both once more; a person at 12345 helps you.")


def _to(url: str) -> Response:
    return redirect(url, 303)
