"""一件事: one thing to get done, from a person's own words to a receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The whole program, wired together. Imported late, so that the guide alone needs no web."""
    from webapp import applications, catalogue, drafts, site
    from webapp.config import Settings
    from webapp.db import db
    from webapp.house import house
    from webapp.site.program import Program

    settings = settings or Settings.from_environment()
    app = Program(
        __name__, template_folder=house() / "templates", static_folder=None, instance_path=str(settings.instance)
    )
    app.config.from_mapping(settings.mapping())
    app.extensions["settings"] = settings

    db.init_app(app)
    site.init_app(app)  # language, errors, headers, logs, static files
    for feature in (catalogue, drafts, applications):
        if hasattr(feature, "init_app"):
            feature.init_app(app)  # its pages
    return app
