"""SQLite's writers take turns in the order they came, and a turn never outlives its connection."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from webapp import db as database
from webapp.db import Turns, db
from webapp.drafts.models import Draft
from webapp.drafts.opening import open_draft

AT = datetime(2026, 12, 1, 4, tzinfo=UTC)


def test_first_come_first_served() -> None:
    turns, order = Turns(), []
    turns.begin()

    def write(number: int) -> None:
        turns.begin()
        order.append(number)
        turns.end()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for number, one in enumerate(writers, 1):
        one.start()
        while len(turns.waiting) < number:
            time.sleep(0.001)
    turns.end()
    for one in writers:
        one.join()
    assert order == list(range(12))
    assert not turns.taken


def test_who_waits_too_long_gives_up_and_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    turns = Turns()
    turns.begin()
    with pytest.raises(TimeoutError):
        turns.begin()
    turns.end()
    turns.begin()
    turns.end()


def begun() -> Draft:
    return open_draft("retirement", "410100", catalogue_version="1", at=AT)


def test_a_turn_ends_with_its_connection_however_it_ends(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    with app.app_context():
        begun()
        db.session.rollback()
    with app.app_context():
        begun()  # never committed
    with app.app_context():
        twice = begun()
        with pytest.raises(IntegrityError):
            db.session.execute(text("INSERT INTO drafts SELECT * FROM drafts WHERE id = :id"), {"id": twice.id})
    with app.app_context():
        begun()
        with app.app_context(), pytest.raises(TimeoutError):
            begun()  # another request, while the first still writes
        db.session.commit()
    with app.app_context():
        begun()
        db.session.commit()
        assert db.session.query(Draft).count() == 2


def test_a_moment_has_a_zone(app: Flask) -> None:
    with app.app_context():
        draft = begun()
        draft.changed_at = datetime(2026, 12, 1)  # noqa: DTZ001  the mistake that is looked for
        with pytest.raises(StatementError, match="time zone"):
            db.session.commit()
