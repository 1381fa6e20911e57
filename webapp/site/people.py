"""The page of the people who help: one tap away from every page, the same for everybody."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

bp = Blueprint("people", __name__)


@bp.get("/help")
def help_page() -> str:
    """Phone, window, family, emergency numbers."""
    return render_template("site/help.html")


def init_app(app: Flask) -> None:
    """Add the page."""
    app.register_blueprint(bp)
