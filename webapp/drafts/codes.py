"""The six digits that, with the number, open a draft or an application on another device.

They lie sealed, so a copy of the database does not tell them. Guessing is held back by the record itself, whatever
address or machine it comes from: after every fifth wrong code there is a pause, one minute first, then twice as long.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from webapp.db import db, rows_changed
from webapp.drafts.models import Coded
from webapp.site.keys import ring

PLACE = "#code"
TRIES = 5
PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True)
class WrongCode:
    """Number and code do not belong together, or there is no such number: we do not say which."""


@dataclass(frozen=True)
class Waiting:
    """Too many wrong codes; the next one is looked at from `until` on."""

    until: datetime


def six_digits() -> str:
    """A fresh code."""
    return f"{secrets.randbelow(10**6):06d}"


def sealed(reference: str, code: str) -> bytes:
    """A code, sealed for the record of this number."""
    return ring().box(reference).seal(PLACE, code)


def code_of(record: Coded) -> str:
    """The six digits of a draft or an application, to be shown on the device that holds it. Raises KeyLost."""
    return str(ring().box(record.reference).open(PLACE, record.code))


def renew_code(record: Coded) -> str:
    """Give the record other digits: the old ones, perhaps seen by others, open nothing any more."""
    record.code = sealed(record.reference, six_digits())
    record.wrong_codes = 0
    return code_of(record)


def compare_code(record: Coded | None, code: str, *, at: datetime) -> WrongCode | Waiting | None:
    """None where the code is right. Every wrong one is counted: commit, whatever the outcome.

    Counting comes before comparing and only one of several simultaneous tries can count, so tries cannot overtake it.
    """
    given = unicodedata.normalize("NFKC", code[:32]).replace(" ", "").encode()
    if record is None:
        hmac.compare_digest(given, b"000000")
        return WrongCode()
    until = _pause_ends(record)
    if until and at < until:
        return Waiting(until)
    if not _counted(record, at):
        return Waiting(at + timedelta(seconds=1))
    if not hmac.compare_digest(given, code_of(record).encode()):
        return WrongCode()
    record.wrong_codes = 0
    return None


def _pause_ends(record: Coded) -> datetime | None:
    rounds, rest = divmod(record.wrong_codes, TRIES)
    if rest or not rounds or record.wrong_code_at is None:
        return None
    pause: timedelta = min(PAUSE * 2 ** min(rounds - 1, 20), LONGEST_PAUSE)
    return record.wrong_code_at + pause


def _counted(record: Coded, at: datetime) -> bool:
    """One more try written down, unless another try was quicker."""
    kind, before = type(record), record.wrong_codes
    mine = update(kind).where(kind.id == record.id, kind.wrong_codes == before)
    counted = rows_changed(mine.values(wrong_codes=before + 1, wrong_code_at=at)) == 1
    db.session.refresh(record)
    return counted
