"""The one clock. Nothing else asks the machine for the time, so that a test can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone

HENAN = timezone(timedelta(hours=8))  # no summer time since 1991; needs no time zone database on the machine

_frozen: list[datetime] = []


def now() -> datetime:
    """This moment, in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def today() -> date:
    """The day it is in Henan."""
    return local(now()).date()


def local(at: datetime) -> datetime:
    """The same moment on Henan's clocks."""
    return at.astimezone(HENAN)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """For tests: time stands still at `at` inside the block, in all threads."""
    _frozen.append(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()
