"""One clock, on Henan's time."""

from __future__ import annotations

from datetime import UTC, datetime

from webapp.site.clock import frozen, local, now, today


def test_a_day_begins_in_henan() -> None:
    with frozen(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)):
        assert str(today()) == "2027-01-01"
        assert f"{local(now()):%H:%M}" == "00:00"
    assert now().tzinfo is UTC
