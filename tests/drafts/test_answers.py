"""Nothing acknowledged is lost, nothing is silently overwritten."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from tests.drafts.conftest import NOON
from webapp.db import db
from webapp.drafts.answers import (
    KEPT,
    Closed,
    Conflict,
    Saved,
    answers_of,
    draft_with_answers,
    history_of,
    save_answer,
    save_answers,
    values_of,
    version_sum,
)
from webapp.drafts.models import Draft, SealedAnswer

pytestmark = pytest.mark.both_databases

anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def put(draft: Draft, name: str, value: Any, seen: int, key: str, by: str = "applicant") -> Saved | Conflict:
    outcome = save_answer(draft, name, value, seen_version=seen, key=key, by=by, at=NOON + timedelta(hours=1))
    db.session.commit()
    return outcome


def test_an_answer_is_there_afterwards_with_who_and_when(draft: Draft) -> None:
    assert put(draft, "birth_date", "1965-03-01", 0, "a") == Saved(answers_of(draft)["birth_date"])
    answer = answers_of(draft)["birth_date"]
    assert (answer.value, answer.version, answer.by, answer.at) == (
        "1965-03-01",
        1,
        "applicant",
        NOON + timedelta(hours=1),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=anything, other=anything)
def test_any_value_comes_back_as_it_was(app: Flask, draft: Draft, value: Any, other: Any) -> None:
    seen = answers_of(draft)["any"].version if "any" in answers_of(draft) else 0
    put(draft, "any", value, seen, f"{seen}a")
    assert answers_of(draft)["any"].value == value
    put(draft, "any", other, seen + 1, f"{seen}b")
    assert [answer.value for answer in history_of(draft, "any")][-2:] == [value, other]


def test_another_version_is_a_conflict_and_both_values_are_told(draft: Draft) -> None:
    put(draft, "hukou_type", "农村", 0, "a", by="applicant")
    outcome = put(draft, "hukou_type", "城镇", 0, "b", by="clerk 7")
    assert isinstance(outcome, Conflict)
    assert (outcome.theirs.value, outcome.theirs.by, outcome.ours) == ("农村", "applicant", "城镇")
    assert answers_of(draft)["hukou_type"].value == "农村"
    chosen = put(draft, "hukou_type", "城镇", outcome.theirs.version, "c", by="clerk 7")
    assert isinstance(chosen, Saved)
    assert [(answer.value, answer.version, answer.by) for answer in history_of(draft, "hukou_type")] == [
        ("农村", 1, "applicant"),
        ("城镇", 2, "clerk 7"),
    ]


def test_the_same_value_from_two_windows_is_no_conflict(draft: Draft) -> None:
    put(draft, "pensioner", True, 0, "a")
    assert isinstance(put(draft, "pensioner", True, 0, "b"), Saved)
    assert isinstance(put(draft, "pensioner", 1, 0, "c"), Conflict)  # 1 is not true
    assert answers_of(draft)["pensioner"].version == 1


def test_the_same_press_again_has_the_same_outcome(draft: Draft) -> None:
    first = put(draft, "age", 61, 0, "a")
    assert isinstance(first, Saved)
    again = put(draft, "age", 61, 0, "a")
    assert again == Saved(first.answer, again=True)
    put(draft, "age", 62, 1, "b")
    assert put(draft, "age", 61, 0, "a") == Saved(first.answer, again=True)  # long after it was overtaken
    assert answers_of(draft)["age"].value == 62
    assert version_sum(draft) == 2


@pytest.mark.parametrize("seen", [-5, 7, 2**31, 2**80])
def test_a_forged_version_writes_nothing(draft: Draft, seen: int) -> None:
    put(draft, "age", 61, 0, "a")
    assert isinstance(put(draft, "age", 99, seen, "b" * 5000), Conflict)
    assert answers_of(draft)["age"].value == 61
    assert isinstance(put(draft, "never_given", 1, seen, "\0c"), Conflict)


def test_taken_back_it_is_no_answer_but_still_known(draft: Draft) -> None:
    put(draft, "age", 61, 0, "a")
    put(draft, "age", None, 1, "b")
    standing = answers_of(draft)
    assert standing["age"].version == 2
    assert values_of(standing) == {}


def test_a_page_of_fields_is_saved_field_by_field(draft: Draft) -> None:
    put(draft, "phone", "13800000000", 0, "a")
    fields = {"name": ("张桂英", 0), "phone": ("13900000000", 0), "address": ("禹州市", 0)}
    outcomes = save_answers(draft, fields, key="page", by="applicant", at=NOON)
    db.session.commit()
    assert [type(outcomes[name]) for name in fields] == [Saved, Conflict, Saved]
    assert values_of(answers_of(draft)) == {"phone": "13800000000", "name": "张桂英", "address": "禹州市"}


def test_every_save_moves_the_last_day_on(draft: Draft) -> None:
    before = draft.expires_at
    put(draft, "age", 61, 0, "a")
    assert draft.expires_at - before == timedelta(hours=1)
    db.session.expire_all()
    assert draft.expires_at == NOON + timedelta(hours=1) + KEPT


def test_a_closed_draft_takes_nothing(draft: Draft) -> None:
    with pytest.raises(Closed):
        save_answer(draft, "age", 61, seen_version=0, key="a", by="applicant", at=draft.expires_at)
    draft.handed_in_at = NOON
    db.session.commit()
    with pytest.raises(Closed):
        save_answer(draft, "age", 61, seen_version=0, key="a", by="applicant", at=NOON)
    assert answers_of(draft) == {}


def test_values_lie_sealed(draft: Draft) -> None:
    put(draft, "name", "张桂英", 0, "a")
    put(draft, "name", "张桂兰", 1, "b")
    for table in ("answers", "answer_versions"):
        value = bytes(db.session.scalar(text(f"SELECT value FROM {table}")))
        assert "张桂".encode() not in value
    for table in ("drafts", "answers", "answer_versions"):
        assert "张桂" not in str(db.session.execute(text(f"SELECT * FROM {table}")).all())


def test_a_value_moved_to_another_place_does_not_open(app: Flask, draft: Draft) -> None:
    from webapp.site.keys import KeyLost

    put(draft, "mother", "张桂英", 0, "a")
    put(draft, "father", "李大山", 0, "b")
    mother, father = (db.session.get_one(SealedAnswer, (draft.id, name)) for name in ("mother", "father"))
    mother.value = father.value
    db.session.commit()
    with pytest.raises(KeyLost):
        answers_of(draft)


def test_reading_all_of_a_draft_is_two_queries_and_saving_two_writes(app: Flask, draft: Draft) -> None:
    from sqlalchemy import event

    for number in range(30):
        put(draft, f"fact_{number}", number, 0, f"k{number}")
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *parts: seen.append(parts[2]))
    with app.app_context():
        found = draft_with_answers(draft.reference)
        assert found is not None
        assert len(found[1]) == 30
        assert len(seen) == 2
        save_answer(found[0], "new", "x", seen_version=0, key="n", by="applicant", at=NOON)
        assert len(seen) == 4
        db.session.commit()


def test_sixteen_hands_on_one_answer_write_it_once(app: Flask, draft: Draft) -> None:
    outcomes: list[Saved | Conflict] = []
    gate = threading.Barrier(16)

    def hand(number: int) -> None:
        with app.app_context():
            found = draft_with_answers(draft.reference)
            assert found is not None
            gate.wait()
            outcomes.append(put(found[0], "hukou_type", f"value {number}", 0, f"key {number}"))

    hands = [threading.Thread(target=hand, args=(number,)) for number in range(16)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    saved = [outcome for outcome in outcomes if isinstance(outcome, Saved)]
    assert len(outcomes) == 16
    assert len(saved) == 1
    assert answers_of(draft)["hukou_type"].value == saved[0].answer.value
    assert all(outcome.theirs == saved[0].answer for outcome in outcomes if isinstance(outcome, Conflict))


def test_sixteen_pages_in_different_order_do_not_block_each_other(app: Flask, draft: Draft) -> None:
    names = [f"field_{number}" for number in range(8)]
    failures: list[BaseException] = []

    def hand(number: int) -> None:
        turned = names[number % 8 :] + names[: number % 8]
        try:
            with app.app_context():
                mine = db.session.scalars(select(Draft)).one()
                save_answers(mine, dict.fromkeys(turned, (number, 0)), key=f"{number}", by="applicant", at=NOON)
                db.session.commit()
        except BaseException as failure:
            failures.append(failure)

    hands = [threading.Thread(target=hand, args=(number,)) for number in range(16)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    assert not failures
    assert len({answer.value for answer in answers_of(draft).values()}) == 1  # the first page, whole
