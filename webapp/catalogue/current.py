"""The catalogue of this process, for pages: read once at the start, and then only looked at."""

from __future__ import annotations

from flask import current_app

from webapp.catalogue.library import Catalogue


def catalogue() -> Catalogue:
    """The catalogue that this process has loaded."""
    found: Catalogue = current_app.extensions["catalogue"]
    return found
