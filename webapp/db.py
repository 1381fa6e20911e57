"""The database: one session a request, the base of all records, and how SQLite is kept safe."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from typing import Any

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Executable,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    event,
    inspect,
    text,
)
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeEngine

PATIENCE = 15.0
"""Seconds that a writer waits for others, in SQLite and before it."""

WRITES = {"INSERT", "UPDATE", "DELETE", "REPLAC"}
TURN = "turn"


class Turns:
    """Writers of one process take turns, first come first served.

    SQLite lets one write at a time and has the others look again after growing pauses, in which latecomers overtake
    them: on a slow disk the unlucky one waited twenty times as long. A turn begins with the first write of a
    transaction and ends when its connection goes back. Other processes still meet at SQLite's own lock.
    """

    def __init__(self) -> None:
        self.gate = threading.Lock()
        self.taken = False
        self.waiting: deque[threading.Lock] = deque()

    def begin(self) -> None:
        """Wait for our turn. Raises TimeoutError."""
        with self.gate:
            if not self.taken:
                self.taken = True
                return
            bell = threading.Lock()
            bell.acquire()
            self.waiting.append(bell)
        if bell.acquire(timeout=PATIENCE):
            return
        with self.gate:
            if bell in self.waiting:
                self.waiting.remove(bell)
                raise TimeoutError("other writers took too long")
        # It rang at the very last moment: the turn is ours after all.

    def end(self) -> None:
        """The next one's turn."""
        with self.gate:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self.taken = False

    def hold(self, engine: Engine) -> None:
        """Have all writers of this engine take turns."""

        @event.listens_for(engine, "before_cursor_execute")
        def writing(connection: Connection, _: Any, statement: str, *__: Any) -> None:
            if statement[:6].upper() in WRITES and TURN not in connection.info:
                self.begin()
                connection.info[TURN] = True

        @event.listens_for(engine, "checkin")
        def returned(_: Any, record: ConnectionPoolEntry) -> None:
            if record.info.pop(TURN, False):
                self.end()


class Database(SQLAlchemy):
    """`db.session`: one session a request or command."""

    def init_app(self, app: Any) -> None:
        """Without the extension's closing of sessions for async: it starts a thread for every request."""
        super().init_app(app)
        app.teardown_appcontext_funcs[:] = [
            closing for closing in app.teardown_appcontext_funcs if not iscoroutinefunction(closing)
        ]
        with app.app_context():
            if self.engine.dialect.name == "sqlite":
                Turns().hold(self.engine)


db = Database(session_options={"expire_on_commit": False})


class Model(DeclarativeBase):
    """The base of every record. Constraints have names, so that a migration can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Moment(TypeDecorator[datetime]):
    """A point in time with its zone. SQLite, which knows no times, holds it as ISO words in UTC, which sort rightly."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Words for SQLite, the database's own kind elsewhere."""
        return dialect.type_descriptor(String(32) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """In UTC; a time without a zone is a mistake of ours and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        utc = value.astimezone(UTC)
        return utc.isoformat(timespec="microseconds") if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Always with a zone."""
        return datetime.fromisoformat(value) if isinstance(value, str) else value


Number = BigInteger().with_variant(Integer(), "sqlite")
"""The kind of a record's own number: SQLite counts up only what is called INTEGER."""


@event.listens_for(Engine, "connect")
def _sqlite_kept_safe(connection: Any, _: Any) -> None:
    """An acknowledged answer survives a power cut (FULL), and readers never wait for a writer (WAL).

    Python's own transactions are left as they are: a transaction begins with the first write, so it waits its
    turn for the lock instead of failing on a snapshot that grew old; reading sees what is committed, as in PostgreSQL.
    """
    if isinstance(connection, sqlite3.Connection):
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={PATIENCE * 1000:.0f}",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()


def rows_changed(change: Executable) -> int:
    """How many rows a change written in SQL touched. Records that are loaded already do not hear of it."""
    return db.session.connection().execute(change).rowcount


REVISION = "0001"
"""The newest change in webapp/migrations, which this program's records stand on (a test holds the two together)."""


def current(engine: Engine) -> bool:
    """Whether the database has the tables that this program needs. Raises DBAPIError where it does not answer."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == REVISION)
