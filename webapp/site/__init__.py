"""What every page stands on: keys, language, errors, headers, limits, logs, static files."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.site import (
    assets,
    compression,
    errors,
    health,
    keys,
    language,
    limits,
    logs,
    modes,
    people,
    security,
    sessions,
    templates,
)


def init_app(app: Flask) -> None:
    """In the order in which a request meets them; what answers last stands first."""
    proxies = app.extensions["settings"].proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]  # Flask's own way
    logs.init_app(app)
    compression.init_app(app)
    keys.init_app(app)
    sessions.init_app(app)
    for part in (assets, templates, security, limits, errors, health, language, modes, people):
        part.init_app(app)
