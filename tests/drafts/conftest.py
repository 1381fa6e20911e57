"""A draft to try things on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from webapp.db import db
from webapp.drafts.models import Draft
from webapp.drafts.opening import open_draft

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)


@pytest.fixture
def draft(app: Flask) -> Iterator[Draft]:
    """An empty draft, committed, in an application context of its own."""
    with app.app_context():
        draft = open_draft("retirement", "410100", catalogue_version="1", at=NOON)
        db.session.commit()
        yield draft
