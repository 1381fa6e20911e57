"""How often one address may ask for what is dear or could be guessed. Redis keeps the count for several machines."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address)
"""Views say their own limit: `@limiter.limit("20/minute")`."""


def init_app(app: Flask) -> None:
    """Where the counts are kept is a setting."""
    limiter.init_app(app)
