"""The catalogue: the law as data, read into objects of the guide, with its pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Load the catalogue, and offer its pages."""
    from webapp.catalogue import duty_views, map_views, views
    from webapp.catalogue.compiled import compiled
    from webapp.house import house

    app.extensions["catalogue"], app.extensions["finder"] = compiled(house() / "catalogue", Path(app.instance_path))
    views.init_app(app)
    map_views.init_app(app)
    duty_views.init_app(app)
