"""Drafts (暂存件): answers that are not handed in yet, each kept from the moment it is given."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """The pages of drafts."""
    from webapp.drafts import attachment_views, form_views, guidance_views, resumption_views, review_views, views
    from webapp.drafts.shelf import shelf

    app.extensions["question parts"] = {}  # see pages.py: at most two a question and language
    app.jinja_env.globals["shelf"] = shelf  # the first page, a floor below, lists the drafts of the device
    for part in (views, guidance_views, form_views, attachment_views, review_views, resumption_views):
        app.register_blueprint(part.bp)
