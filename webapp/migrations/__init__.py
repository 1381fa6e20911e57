"""The history of the tables, one file a change in versions/."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine


def history(engine: Engine) -> Config:
    """Alembic's own settings for this database."""
    config = Config()
    config.set_main_option("script_location", "webapp:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> None:
    """Bring the tables to what this program needs. Safe to run again."""
    command.upgrade(history(engine), "head")
