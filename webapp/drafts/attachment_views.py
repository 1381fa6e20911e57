"""Photos and files on their way: announced, sent in pieces, taken back. Without script they come with the form."""

from __future__ import annotations

from typing import NoReturn

from flask import Blueprint, abort, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.db import db
from webapp.drafts.access import actor, own_draft
from webapp.drafts.answers import Answer, Closed
from webapp.drafts.attachments import (
    LARGEST,
    LARGEST_PIECE,
    append,
    attach,
    attachment_by_reference,
    begin,
    content_of,
    finish,
    remove,
)
from webapp.drafts.form_sheet import Sheet, sheet_of
from webapp.drafts.models import Attachment, Draft
from webapp.drafts.photographs import Unusable
from webapp.site.clock import now
from webapp.site.limits import limiter

bp = Blueprint("attachments", __name__)

Answered = Response | tuple[Response, int]


def sorry(why: str) -> str:
    """The sentence for a file that cannot be taken."""
    known = {
        "empty": _("This file is empty. Please choose another one."),
        "too-big": _("This file is too big: at most 10 MB. Please take a photo instead."),
        "too-many": _("There are enough files already. Please remove one first."),
        "heic": _("This kind of photo cannot be read here. Please take it again, or send a screenshot of it."),
        "unknown-kind": _("Only photos and PDF files can be taken."),
        "too-many-pixels": _("This picture is too large. Please take the photo again."),
    }
    return known.get(why, _("This file did not arrive whole. Please choose it once more."))


@bp.post("/drafts/<string:reference>/papers/<string:name>")
@limiter.limit("120/minute;3000/hour")
def announce(reference: str, name: str) -> Answered:
    """A file is announced; the answer says where its pieces go and from which byte on."""
    draft, answers = _open(reference)
    if name not in {paper.name for paper in sheet_of(draft, answers).papers() if not paper.fetched}:
        abort(404)
    form = request.form
    size = form.get("size", type=int) or 0
    try:
        found = begin(draft, name, title=_title(form.get("name", "")), size=size, sha256=form.get("sha256", ""),
                      by=actor(answers), at=now())  # fmt: skip
    except Unusable as fault:
        db.session.rollback()
        return jsonify(error=sorry(fault.why)), 422
    except Closed:
        db.session.rollback()
        _too_late()
    db.session.commit()
    return jsonify(**_state(draft, found)), 201


@bp.route("/drafts/<string:reference>/attachments/<string:file>", methods=["POST", "PATCH"])
def piece(reference: str, file: str) -> Answered:
    """The next bytes of a file. A piece that does not fit is answered with where to go on."""
    draft, _answers = _open(reference)
    found = _file(draft, file)
    content = request.get_data(cache=False) if (request.content_length or 0) <= LARGEST_PIECE else b""
    begins = request.args.get("offset", type=int)
    if begins is None or not content:
        abort(400)
    try:
        append(found, begins, content)
        if found.received == found.size:
            finish(found, at=now())
    except Unusable as fault:
        db.session.rollback()
        remove(_file(draft, file))
        db.session.commit()
        return jsonify(error=sorry(fault.why)), 422
    db.session.commit()
    return jsonify(**_state(draft, found))


@bp.get("/drafts/<string:reference>/attachments/<string:file>")
def attachment(reference: str, file: str) -> Response:
    """The file itself, for those who may open the draft."""
    draft, _answers = own_draft(reference)
    found = _file(draft, file)
    if not found.finished:
        abort(404)
    response = make_response(content_of(found))
    response.content_type = found.kind or "application/octet-stream"
    response.headers["Content-Disposition"] = "inline" if response.content_type.startswith("image/") else "attachment"
    return response


@bp.post("/drafts/<string:reference>/attachments/<string:file>/removal")
def take_back(reference: str, file: str) -> Response:
    """Take a file out of the draft, and show the materials again."""
    draft, _answers = _open(reference)
    remove(_file(draft, file))
    db.session.commit()
    url = url_for("blanks.section", reference=reference, section="materials")
    return redirect(url, 303)


def taken(sheet: Sheet) -> dict[str, str]:
    """Files that came with the form, without script. By name what could not be taken, and why."""
    refused: dict[str, str] = {}
    for paper in sheet.papers():
        sent = request.files.get(paper.name)
        if paper.fetched or sent is None or not sent.filename:
            continue
        content = sent.stream.read(LARGEST + 1)
        try:
            attach(sheet.draft, paper.name, title=_title(sent.filename), content=content, by=actor(sheet.answers),
                   at=now())  # fmt: skip
            db.session.commit()
        except Unusable as fault:
            db.session.rollback()
            refused[paper.name] = sorry(fault.why)
        except Closed:
            db.session.rollback()
            abort(410)
    return refused


def _open(reference: str) -> tuple[Draft, dict[str, Answer]]:
    draft, answers = own_draft(reference)
    if draft.handed_in:
        _too_late()
    return draft, answers


def _too_late() -> NoReturn:
    """Said in a way that the script on the page can show: it stops sending."""
    abort(make_response(jsonify(error=_("It is handed in already. Please take this paper to the window.")), 410))


def _file(draft: Draft, reference: str) -> Attachment:
    return attachment_by_reference(draft, reference) or abort(404)


def _title(name: str) -> str:
    """A file's own name, as far as it can be read."""
    return "".join(sign for sign in name if sign.isprintable()).rsplit("/", 1)[-1].strip()[-80:] or _("Photo")


def _state(draft: Draft, found: Attachment) -> dict[str, object]:
    address = url_for("attachments.piece", reference=draft.reference, file=found.reference)
    return {"address": address, "offset": found.size if found.finished else found.received, "done": found.finished}
