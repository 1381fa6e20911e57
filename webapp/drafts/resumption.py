"""Coming back: on the same device at once, on another by number and code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import abort, session

from webapp.db import db
from webapp.drafts.answers import Answer, draft_with_answers
from webapp.drafts.codes import Waiting, WrongCode, compare_code
from webapp.drafts.models import Draft
from webapp.drafts.opening import draft_by_reference
from webapp.drafts.references import understood
from webapp.site.clock import now, today

HELD = "drafts"
SEEN = "seen_on"
MOST = 12  # drafts a device remembers; the cookie stays small


@dataclass(frozen=True)
class Expired:
    """The draft's days are over."""

    on: datetime


def resume(reference: str, code: str, *, at: datetime) -> Draft | WrongCode | Waiting | Expired:
    """The draft of number and code as typed. Commit, whatever the outcome: wrong codes are counted."""
    number = understood(reference)
    draft = draft_by_reference(number) if number else None
    refused = compare_code(draft, code, at=at)
    if refused or draft is None:
        return refused or WrongCode()
    return Expired(draft.expires_at) if draft.expired(at) else draft


def keep(draft: Draft) -> None:
    """This device may open the draft from now on, without number or code."""
    others = [reference for reference in held() if reference != draft.reference]
    session[HELD] = [draft.reference, *others][:MOST]
    session.permanent = True


def held() -> tuple[str, ...]:
    """The numbers of the drafts that this device may open, the last opened first."""
    return tuple(session.get(HELD, ()))


def let_go(reference: str | None = None) -> None:
    """This device forgets one draft, or all of them (the next person at a kiosk finds nothing)."""
    session[HELD] = [one for one in held() if reference is not None and one != reference]


def held_draft(reference: str) -> tuple[Draft, dict[str, Answer]]:
    """The draft with what stands in it, if this device holds it; else 404, and 410 where its days are over.

    Two queries. What others hold does not exist for this device.
    """
    found = draft_with_answers(reference) if reference in held() else None
    if found is None:
        abort(404)
    if found[0].expired(now()):
        abort(410)
    if session.get(SEEN) != str(today()):
        session[SEEN] = str(today())  # once a day, so that the cookie outlives what it opens
    return found


def held_drafts() -> list[Draft]:
    """The open drafts of this device, the last changed first."""
    if not held():
        return []
    mine = db.session.query(Draft).where(Draft.reference.in_(held()), Draft.handed_in_at.is_(None))
    return sorted(
        (draft for draft in mine if not draft.expired(now())), key=lambda draft: draft.changed_at, reverse=True
    )
