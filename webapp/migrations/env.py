"""How Alembic reaches the database: through the engine that the program already has."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Engine

from webapp.applications import models as _applications  # noqa: F401  (their tables)
from webapp.db import Model
from webapp.drafts import models as _drafts  # noqa: F401

engine: Engine = context.config.attributes["engine"]

with engine.begin() as connection:
    context.configure(connection=connection, target_metadata=Model.metadata, render_as_batch=True)
    context.run_migrations()
