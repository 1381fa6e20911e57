"""The catalogue: the law as data, read into objects of the guide, with its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Load the catalogue, and offer its pages."""
    from webapp.catalogue import map_views, views
    from webapp.catalogue.library import load
    from webapp.house import house

    app.extensions["catalogue"] = load(house() / "catalogue")
    views.init_app(app)
    map_views.init_app(app)
