"""Drafts (暂存件): answers that are not handed in yet, each kept from the moment it is given."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """The pages of drafts."""
