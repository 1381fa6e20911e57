"""A draft ends thirty days after its last change, and not a moment before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.drafts.conftest import NOON
from webapp.db import db
from webapp.drafts.answers import KEPT, save_answer
from webapp.drafts.expiry import expire
from webapp.drafts.models import Draft, SealedAnswer, SealedVersion
from webapp.drafts.opening import open_draft

pytestmark = pytest.mark.both_databases


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_what_is_over_goes_with_all_that_was_in_it(draft: Draft) -> None:
    save_answer(draft, "age", 61, seen_version=0, key="a", by="applicant", at=NOON)
    save_answer(draft, "age", 62, seen_version=1, key="b", by="applicant", at=NOON)
    db.session.commit()
    assert expire(NOON + KEPT - timedelta(microseconds=1)) == 0
    assert expire(NOON + KEPT) == 1
    db.session.commit()
    assert (count(Draft), count(SealedAnswer), count(SealedVersion)) == (0, 0, 0)


def test_what_was_handed_in_stays(draft: Draft) -> None:
    draft.handed_in_at = NOON
    db.session.commit()
    assert expire(NOON + 10 * KEPT) == 0


def test_many_go_in_portions(draft: Draft) -> None:
    for _ in range(6):
        open_draft("retirement", "410100", catalogue_version="1", at=NOON)
    db.session.commit()
    assert [expire(NOON + KEPT, most=5), expire(NOON + KEPT, most=5), expire(NOON + KEPT, most=5)] == [5, 2, 0]
