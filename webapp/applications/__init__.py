"""Applications (办件): drafts handed in, each with one task per matter and department."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """The pages of applications."""
    from webapp.applications import views

    app.register_blueprint(views.bp)
