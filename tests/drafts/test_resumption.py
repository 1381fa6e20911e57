"""Coming back by number and code, and nobody else coming in."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask, session
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import Gone, NotFound

from tests.drafts.conftest import NOON
from webapp.db import db
from webapp.drafts.codes import TRIES, Waiting, WrongCode, code_of, renew_code
from webapp.drafts.models import Draft
from webapp.drafts.references import ALPHABET, fresh, grouped, understood
from webapp.drafts.resumption import Expired, held_draft, held_drafts, keep, let_go, resume
from webapp.site.clock import frozen

both = pytest.mark.both_databases


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@given(st.text(ALPHABET, min_size=10, max_size=10))
def test_a_number_is_understood_however_it_is_typed(reference: str) -> None:
    assert understood(grouped(reference)) == reference
    assert understood(grouped(reference).lower().replace("-", " ")) == reference
    assert understood("".join(chr(ord(sign) + 0xFEE0) for sign in reference)) == reference  # full width


@given(st.text())
def test_what_is_no_number_is_not_taken_for_one(words: str) -> None:
    number = understood(words)
    assert number is None or (len(number) == 10 and set(number) <= set(ALPHABET))


@both
def test_number_and_code_open_the_draft_elsewhere(draft: Draft) -> None:
    assert resume(grouped(draft.reference).lower(), f" {code_of(draft)[:3]} {code_of(draft)[3:]}", at=NOON) is draft


@both
def test_unknown_numbers_and_wrong_codes_sound_alike(draft: Draft) -> None:
    for number in (fresh(), "", "'; DROP TABLE drafts", "\0" * 10):
        assert resume(number, "123456", at=NOON) == WrongCode()
    assert resume(draft.reference, other_than(code_of(draft)), at=NOON) == WrongCode()
    assert resume(draft.reference, "", at=NOON) == WrongCode()
    assert resume(draft.reference, "六" * 5000, at=NOON) == WrongCode()


@both
def test_five_wrong_codes_make_a_pause_that_grows(draft: Draft) -> None:
    code = code_of(draft)
    for _ in range(TRIES):
        assert resume(draft.reference, other_than(code), at=NOON) == WrongCode()
        db.session.commit()
    assert resume(draft.reference, code, at=NOON) == Waiting(NOON + timedelta(minutes=1))
    later = NOON + timedelta(minutes=1)
    for _ in range(TRIES):
        assert resume(draft.reference, other_than(code), at=later) == WrongCode()
        db.session.commit()
    assert resume(draft.reference, code, at=later) == Waiting(later + timedelta(minutes=2))
    assert resume(draft.reference, code, at=later + timedelta(minutes=2)) is draft
    db.session.commit()
    assert draft.wrong_codes == 0


@both
def test_tries_at_the_same_moment_do_not_overtake_the_count(app: Flask, draft: Draft) -> None:
    wrong = other_than(code_of(draft))
    outcomes: list[object] = []
    gate = threading.Barrier(16)

    def guess() -> None:
        with app.app_context():
            gate.wait()
            outcomes.append(resume(draft.reference, wrong, at=NOON))
            db.session.commit()

    guesses = [threading.Thread(target=guess) for _ in range(16)]
    for one in guesses:
        one.start()
    for one in guesses:
        one.join()
    assert len(outcomes) == 16
    assert sum(isinstance(outcome, WrongCode) for outcome in outcomes) <= TRIES


@both
def test_new_digits_close_the_door_on_the_old_ones(draft: Draft) -> None:
    old = code_of(draft)
    while renew_code(draft) == old:
        pass
    db.session.commit()
    assert resume(draft.reference, old, at=NOON) == WrongCode()
    assert resume(draft.reference, code_of(draft), at=NOON) is draft


@both
def test_what_is_over_says_so(draft: Draft) -> None:
    assert resume(draft.reference, code_of(draft), at=draft.expires_at) == Expired(draft.expires_at)


def test_the_device_remembers_as_long_as_it_is_used(app: Flask, draft: Draft) -> None:
    @app.get("/hold")
    def hold() -> str:
        keep(draft)
        return ""

    @app.get("/look")
    def look() -> str:
        return held_draft(draft.reference)[0].reference

    client = app.test_client()
    with frozen(NOON):
        client.get("/hold")
        first = client.get("/look").headers.get("Set-Cookie", "")
        assert "Expires=" in first  # it stays when the browser is closed
        assert "Set-Cookie" not in client.get("/look").headers
    with frozen(NOON + timedelta(days=1)):
        assert "Expires=" in client.get("/look").headers["Set-Cookie"]


def test_a_device_opens_only_what_it_holds(app: Flask, draft: Draft) -> None:
    with app.test_request_context(), frozen(NOON):
        with pytest.raises(NotFound):
            held_draft(draft.reference)
        assert held_drafts() == []
        keep(draft)
        assert held_draft(draft.reference)[0].id == draft.id
        assert [one.id for one in held_drafts()] == [draft.id]
        assert session.permanent
        let_go(draft.reference)
        with pytest.raises(NotFound):
            held_draft(draft.reference)
    with app.test_request_context(), frozen(draft.expires_at):
        keep(draft)
        assert held_drafts() == []
        with pytest.raises(Gone):
            held_draft(draft.reference)
