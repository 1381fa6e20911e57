"""A draft to try things on, and somebody at the one form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Databases
from tests.drafts.filling import Filling, begun
from webapp import create_app
from webapp.config import Settings
from webapp.db import db
from webapp.drafts.models import Draft
from webapp.drafts.opening import open_draft
from webapp.site.keys import made_once

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
BORN = {"value-year": "1966", "value-month": "3", "value-day": "12"}


@pytest.fixture
def draft(app: Flask) -> Iterator[Draft]:
    """An empty draft, committed, in an application context of its own."""
    with app.app_context():
        draft = open_draft("retirement", "410100", catalogue_version="1", at=NOON)
        db.session.commit()
        yield draft


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Flask]:
    """One program for all: every test has a draft of its own."""
    instance = tmp_path_factory.mktemp("form")
    settings = Settings(instance=instance, database_url=databases.new("sqlite"), testing=True)
    made_once(settings.keys)
    made = create_app(settings)
    yield made
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def device(program: Flask) -> FlaskClient:
    """A phone that was never here; it reads English, so that the sentences are the msgids."""
    client = program.test_client()
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def woman(device: FlaskClient) -> Filling:
    """A woman who retires, at the first page of the form."""
    filling = begun(device, "retirement", sex="女", birth_date=BORN)
    filling.at("form")
    return filling
