"""A turn of the key ring reaches everything that lies sealed, while people go on writing."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select

from tests.applications.conftest import CONTENT, LATER, NOON, SHARES
from webapp.applications.models import Application, Conclusion, Correction, Refusal
from webapp.applications.resealing import PLACES, WORDS, reseal, used_keys
from webapp.applications.submission import content_of as content_handed_in
from webapp.applications.submission import hand_in
from webapp.db import Model, db
from webapp.drafts.answers import Saved, answers_of, history_of, save_answer
from webapp.drafts.attachments import attach, attachments_of, content_of
from webapp.drafts.codes import code_of
from webapp.drafts.models import Draft
from webapp.drafts.opening import open_draft
from webapp.drafts.resumption import resume
from webapp.site import keys

both = pytest.mark.both_databases
PDF = b"%PDF-1.7\n" + b"x" * 600_000 + b"\n%%EOF\n"


def test_every_sealed_column_is_known() -> None:
    sealed = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert sealed == {f"{place.kind.__tablename__}.{place.value.key}" for place in PLACES}


@both
def test_everything_opens_afterwards_and_the_old_key_can_go(app: Flask, draft: Draft) -> None:
    save_answer(draft, "name", "张桂英", seen_version=0, key="a", by="applicant", at=NOON)
    save_answer(draft, "name", "张桂兰", seen_version=1, key="b", by="applicant", at=NOON)
    photo = attach(draft, "id_card", title="证.pdf", content=PDF, by="applicant", at=NOON)
    application = hand_in(draft, CONTENT, SHARES, checked=None, key="p", by="applicant", at=LATER)
    told = [keys.ring().box(task.reference).seal(WORDS, "补一张照片") for task in application.tasks]
    db.session.add_all(
        [
            Correction(task_id=application.tasks[0].id, words=told[0], by="officer", at=LATER),
            Refusal(task_id=application.tasks[1].id, words=told[1], by="officer", at=LATER),
            Conclusion(task_id=application.tasks[2].id, words=told[2], by="officer", at=LATER),
        ]
    )
    db.session.commit()
    code, file = code_of(draft), app.extensions["settings"].keys
    (old,) = used_keys()
    assert keys.pruned(file, used_keys()) == []
    new = keys.turned(file)
    app.extensions["keys"].looked = 0.0
    assert sum(reseal()) >= 13
    assert used_keys() == {new}
    assert sum(reseal()) == 0
    assert keys.pruned(file, used_keys()) == [old]
    app.extensions["keys"].looked = 0.0
    db.session.expire_all()
    assert [answer.value for answer in history_of(draft, "name")] == ["张桂英", "张桂兰"]
    assert (content_of(photo), attachments_of(draft)[0].title) == (PDF, "证.pdf")
    assert content_handed_in(application) == CONTENT
    assert code_of(draft) == code_of(application) == code
    box = keys.ring().box(application.tasks[0].reference)
    assert box.open(WORDS, application.tasks[0].corrections[0].words) == "补一张照片"


@both
def test_nothing_is_lost_while_people_write(app: Flask, draft: Draft) -> None:
    """Writers go on through the turn; every answer that was acknowledged stands afterwards."""
    drafts = [open_draft("retirement", "410100", catalogue_version="1", at=NOON).reference for _ in range(4)]
    db.session.commit()
    over = threading.Event()
    last: dict[str, Any] = {}
    failures: list[BaseException] = []

    def write(reference: str) -> None:
        version = 0
        try:
            while not over.is_set() or version < 10:
                with app.app_context():
                    mine = db.session.scalars(select(Draft).where(Draft.reference == reference)).one()
                    outcome = save_answer(
                        mine, "name", version, seen_version=version, key=f"{version}", by="applicant", at=NOON
                    )
                    db.session.commit()
                assert isinstance(outcome, Saved)
                assert outcome.answer.version == version + 1
                last[reference] = version
                version += 1
        except BaseException as failure:
            failures.append(failure)

    writers = [threading.Thread(target=write, args=(reference,)) for reference in drafts]
    for one in writers:
        one.start()
    keys.turned(app.extensions["settings"].keys)
    app.extensions["keys"].looked = 0.0
    for _ in range(3):
        sum(reseal())
    over.set()
    for one in writers:
        one.join()
    assert not failures
    sum(reseal())
    assert len(used_keys()) == 1
    for reference in drafts:
        mine = db.session.scalars(select(Draft).where(Draft.reference == reference)).one()
        assert answers_of(mine)["name"].value == last[reference]
        assert [answer.value for answer in history_of(mine, "name")] == list(range(last[reference] + 1))


def test_a_lost_key_is_a_clear_failure(app: Flask, draft: Draft, application: Application) -> None:
    file = app.extensions["settings"].keys
    code = code_of(draft)
    file.unlink()
    keys.made_once(file)
    app.extensions["keys"].looked = app.extensions["keys"].stamp = 0
    app.extensions["keys"].held.clear()
    for opened in (lambda: content_handed_in(application), lambda: answers_of(draft), lambda: sum(reseal())):
        with pytest.raises(keys.KeyLost, match="not in the ring"):
            opened()
    with pytest.raises(keys.KeyLost):
        resume(draft.reference, code, at=LATER)
