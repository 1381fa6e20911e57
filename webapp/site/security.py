"""What a browser may do with our pages, and that a change comes from our own pages (CSRF)."""

from __future__ import annotations

from flask import Flask, Response
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Nothing is told to other sites. Not no-referrer: that also hides from ourselves where a form came from.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    """Every answer carries the headers; every page that does not say otherwise is kept nowhere."""
    csrf.init_app(app)
    headers = dict(HEADERS)
    if app.extensions["settings"].https:
        headers["Strict-Transport-Security"] = "max-age=31536000"

    @app.after_request
    def guarded(response: Response) -> Response:
        for name, words in headers.items():
            response.headers[name] = words
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
