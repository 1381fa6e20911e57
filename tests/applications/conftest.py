"""A draft with answers, ready to be handed in, and the same handed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from webapp.applications.models import Application
from webapp.applications.submission import Share, hand_in
from webapp.db import db
from webapp.drafts.answers import save_answers, version_sum
from webapp.drafts.models import Draft
from webapp.drafts.opening import open_draft

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
CONTENT = {
    "answers": {"retire_kind": "正常退休", "birth_date": "1965-03-01"},
    "fields": {"name": "张桂英", "id_number": "410105196503011234"},
}
SHARES = (
    Share("retirement-approval", "human-resources", "required"),
    Share("pension-payment", "social-insurance", "required", after=("retirement-approval",)),
    Share("housing-fund", "housing-fund-centre", "optional"),
)


@pytest.fixture
def draft(app: Flask) -> Iterator[Draft]:
    """A draft with two answers, committed, in an application context of its own."""
    with app.app_context():
        draft = open_draft("retirement", "410100", catalogue_version="1", at=NOON)
        given = {"retire_kind": ("正常退休", 0), "birth_date": ("1965-03-01", 0)}
        save_answers(draft, given, key="a", by="applicant", at=NOON)
        db.session.commit()
        yield draft


@pytest.fixture
def application(draft: Draft) -> Application:
    """The draft handed in."""
    made = hand_in(draft, CONTENT, SHARES, checked=version_sum(draft), key="press", by="applicant", at=LATER)
    db.session.commit()
    return made
