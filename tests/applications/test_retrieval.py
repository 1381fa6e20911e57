"""Coming back to an application by number and code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from tests.applications.conftest import LATER
from webapp.applications.models import Application
from webapp.applications.retrieval import come_back, held_application, keep, let_go, understood
from webapp.db import db
from webapp.drafts.codes import TRIES, Waiting, WrongCode, code_of


@pytest.mark.both_databases
def test_number_and_code_open_it_and_nothing_else_does(application: Application) -> None:
    code = code_of(application)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    spaced = application.reference.lower().replace("-", " ")
    assert come_back(spaced, code, at=LATER) is application
    for number in ("", "20261201-AAAAAAAA", "\0", "1" * 5000):
        assert come_back(number, code, at=LATER) == WrongCode()
    for _ in range(TRIES):
        assert come_back(application.reference, wrong, at=LATER) == WrongCode()
        db.session.commit()
    assert come_back(application.reference, code, at=LATER) == Waiting(LATER + timedelta(minutes=1))
    assert come_back(application.reference, code, at=LATER + timedelta(minutes=1)) is application


@pytest.mark.parametrize("words", ["", "20261201", "20261201-K7QM2X9", "2026120A-K7QM2X9P", "20261201-K7QM2X90"])
def test_what_is_no_number_is_not_taken_for_one(words: str) -> None:
    assert understood(words) is None


def test_a_device_sees_only_what_it_holds(app: Flask, application: Application) -> None:
    with app.test_request_context():
        with pytest.raises(NotFound):
            held_application(application.reference)
        keep(application)
        assert held_application(application.reference).id == application.id
        let_go()
        with pytest.raises(NotFound):
            held_application(application.reference)
