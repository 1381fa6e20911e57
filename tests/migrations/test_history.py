"""The migrations make exactly the tables that the records describe, on both databases, and can be taken back."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from webapp.db import REVISION, Model, current, db
from webapp.migrations import history, upgrade

pytestmark = pytest.mark.both_databases


def test_tables_and_records_agree(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []


def test_the_program_knows_its_newest_change(app: Flask) -> None:
    with app.app_context():
        assert ScriptDirectory.from_config(history(db.engine)).get_heads() == [REVISION]
        assert current(db.engine)


def test_again_changes_nothing_and_back_leaves_nothing(app: Flask) -> None:
    with app.app_context():
        upgrade(db.engine)
        command.downgrade(history(db.engine), "base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        assert not current(db.engine)
        upgrade(db.engine)
        assert current(db.engine)


def test_sqlite_keeps_what_it_acknowledges(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
            assert found == ["wal", 2, 1, 15000]
        else:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
