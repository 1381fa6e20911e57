"""One draft, one application, whatever is pressed how often from where."""

from __future__ import annotations

import re
import threading

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from tests.applications.conftest import CONTENT, LATER, NOON, SHARES
from webapp.applications.models import Application, Message, Task
from webapp.applications.submission import Changed, Over, application_of, content_of, hand_in
from webapp.db import db
from webapp.drafts.answers import KEPT, Closed, answers_of, save_answer, version_sum
from webapp.drafts.codes import code_of
from webapp.drafts.models import Draft

pytestmark = pytest.mark.both_databases


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_it_makes_the_application_its_tasks_and_the_message(application: Application, draft: Draft) -> None:
    assert re.fullmatch(r"20261201-[2-9A-HJKMNP-Z]{8}", application.reference)
    assert content_of(application) == CONTENT
    assert [(task.matter, task.department, task.standing, task.after) for task in application.tasks] == [
        ("retirement-approval", "human-resources", "required", []),
        ("pension-payment", "social-insurance", "required", ["retirement-approval"]),
        ("housing-fund", "housing-fund-centre", "optional", []),
    ]
    assert [task.reference for task in application.tasks] == [f"{application.reference}-0{n}" for n in (1, 2, 3)]
    assert db.session.scalars(select(Message)).one().payload == {"application": application.reference}
    assert draft.handed_in
    assert code_of(application) == code_of(draft)
    assert application_of(draft) is application
    assert not application.concluded


def test_nothing_personal_lies_open(application: Application) -> None:
    for table in ("applications", "tasks", "outbox"):
        rows = str(db.session.execute(text(f"SELECT * FROM {table}")).all())
        assert "张桂英" not in rows
        assert "410105196503011234" not in rows


def test_pressed_again_it_is_the_same_application(application: Application, draft: Draft) -> None:
    for key in ("press", "another window"):
        again = hand_in(draft, {"other": 1}, SHARES[:1], checked=None, key=key, by="applicant", at=LATER)
        db.session.commit()
        assert again.id == application.id
    assert (count(Application), count(Task), count(Message)) == (1, 3, 1)
    assert content_of(application) == CONTENT


def test_after_it_the_draft_takes_no_answer(application: Application, draft: Draft) -> None:
    with pytest.raises(Closed):
        save_answer(draft, "retire_kind", "提前退休", seen_version=1, key="b", by="applicant", at=LATER)
    db.session.rollback()
    assert answers_of(draft)["retire_kind"].value == "正常退休"


def test_what_was_changed_after_the_check_is_not_handed_in(draft: Draft) -> None:
    checked = version_sum(draft)
    save_answer(draft, "retire_kind", "提前退休", seen_version=1, key="b", by="daughter", at=NOON)
    db.session.commit()
    with pytest.raises(Changed):
        hand_in(draft, CONTENT, SHARES, checked=checked, key="press", by="applicant", at=LATER)
    assert (count(Application), count(Task), count(Message)) == (0, 0, 0)
    save_answer(draft, "retire_kind", "正常退休", seen_version=2, key="c", by="applicant", at=NOON)
    db.session.commit()


def test_a_draft_that_is_over_is_not_handed_in(draft: Draft) -> None:
    with pytest.raises(Over):
        hand_in(draft, CONTENT, SHARES, checked=None, key="press", by="applicant", at=NOON + KEPT)


def test_no_application_without_a_task(draft: Draft) -> None:
    with pytest.raises(ValueError, match="task"):
        hand_in(draft, CONTENT, (), checked=None, key="press", by="applicant", at=LATER)


def test_taken_back_by_the_caller_nothing_remains(draft: Draft) -> None:
    hand_in(draft, CONTENT, SHARES, checked=None, key="press", by="applicant", at=LATER)
    db.session.rollback()
    assert (count(Application), count(Task), count(Message)) == (0, 0, 0)
    assert not draft.handed_in


def test_one_task_for_a_matter_and_department(draft: Draft) -> None:
    with pytest.raises(IntegrityError):
        hand_in(draft, CONTENT, (SHARES[0], SHARES[0]), checked=None, key="press", by="applicant", at=LATER)
    db.session.rollback()


def test_sixteen_presses_at_once_make_one(app: Flask, draft: Draft) -> None:
    made: list[str] = []
    failures: list[BaseException] = []
    gate = threading.Barrier(16)

    def press(number: int) -> None:
        try:
            with app.app_context():
                mine = db.session.scalars(select(Draft)).one()
                gate.wait()
                one = hand_in(mine, CONTENT, SHARES, checked=2, key=f"{number % 4}", by="applicant", at=LATER)
                db.session.commit()
                made.append(one.reference)
        except BaseException as failure:
            failures.append(failure)

    presses = [threading.Thread(target=press, args=(number,)) for number in range(16)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert not failures
    assert len(made) == 16
    assert len(set(made)) == 1
    assert (count(Application), count(Task), count(Message)) == (1, 3, 1)


def test_saving_and_handing_in_at_once_lose_nothing(app: Flask, draft: Draft) -> None:
    """Each answer that was acknowledged before the application was made is counted in what was checked."""
    outcomes: list[str] = []
    gate = threading.Barrier(9)

    def save(number: int) -> None:
        with app.app_context():
            mine = db.session.scalars(select(Draft)).one()
            gate.wait()
            try:
                save_answer(mine, f"late_{number}", 1, seen_version=0, key="k", by="applicant", at=LATER)
                db.session.commit()
                outcomes.append("saved")
            except Closed:
                outcomes.append("closed")

    def press() -> None:
        with app.app_context():
            mine = db.session.scalars(select(Draft)).one()
            gate.wait()
            try:
                hand_in(mine, CONTENT, SHARES, checked=2, key="p", by="applicant", at=LATER)
                db.session.commit()
                outcomes.append("handed in")
            except Changed:
                outcomes.append("changed")

    hands = [threading.Thread(target=save, args=(number,)) for number in range(8)] + [threading.Thread(target=press)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    assert len(outcomes) == 9
    saved = outcomes.count("saved")
    assert ("handed in" in outcomes) == (saved == 0)
    assert len(answers_of(draft)) == 2 + saved
