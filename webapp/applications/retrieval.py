"""Finding an application again: on the device that handed it in, or by number and code."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from flask import abort, session
from sqlalchemy import select

from webapp.applications.models import Application
from webapp.db import db
from webapp.drafts.codes import Waiting, WrongCode, compare_code
from webapp.drafts.references import ALPHABET, LONGEST

HELD = "applications"
MOST = 12


def understood(words: str) -> str | None:
    """The number that a person typed (20261124-K7QM2X9P), however spaced; None where it cannot be one."""
    wide = unicodedata.normalize("NFKC", words[:LONGEST]).upper()
    signs = "".join(sign for sign in wide if sign.isalnum())
    day, rest = signs[:8], signs[8:]
    right = len(rest) == 8 and set(rest) <= set(ALPHABET) and set(day) <= set("0123456789")
    return f"{day}-{rest}" if right else None


def application_by_reference(reference: str) -> Application | None:
    """The application of this number, or None. Says nothing about who may see it."""
    return db.session.scalar(select(Application).where(Application.reference == reference))


def come_back(reference: str, code: str, *, at: datetime) -> Application | WrongCode | Waiting:
    """The application of number and code as typed. Commit, whatever the outcome: wrong codes are counted."""
    number = understood(reference)
    application = application_by_reference(number) if number else None
    return compare_code(application, code, at=at) or application or WrongCode()


def keep(application: Application) -> None:
    """This device may look at the application from now on."""
    others = [reference for reference in held() if reference != application.reference]
    session[HELD] = [application.reference, *others][:MOST]
    session.permanent = True


def held() -> tuple[str, ...]:
    """The numbers of the applications that this device may look at, the last first."""
    return tuple(session.get(HELD, ()))


def let_go(reference: str | None = None) -> None:
    """This device forgets one application, or all of them."""
    session[HELD] = [one for one in held() if reference is not None and one != reference]


def held_application(reference: str) -> Application:
    """The application, if this device holds it; else 404: what others hold does not exist for this device."""
    found = application_by_reference(reference) if reference in held() else None
    if found is None:
        abort(404)
    return found
