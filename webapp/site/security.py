"""What a browser may do with our pages, and that a change comes from our own pages (CSRF)."""

from __future__ import annotations

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}

DOCUMENTS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'"
    ),
    # Nothing is told to other sites. Not no-referrer: that also hides from ourselves where a form came from.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What a browser heeds when it shows an answer as a page of its own. A part that htmx fetched lives in a page that has
them already, and a style or script is no page: there they would be a third of the bytes on a weak network."""

NO_PAGES = ("text/css", "text/javascript")


def init_app(app: Flask) -> None:
    """Every answer carries the headers; every page that does not say otherwise is kept nowhere."""
    csrf.init_app(app)
    documents = dict(DOCUMENTS)
    if app.extensions["settings"].https:
        documents["Strict-Transport-Security"] = "max-age=31536000"

    @app.before_request
    def same_token() -> None:
        """The token that was just found good stands in the answer again: it never runs out, so none is made anew."""
        if g.get("csrf_valid") and "csrf_token" in request.form:
            g.csrf_token = request.form["csrf_token"]

    @app.after_request
    def guarded(response: Response) -> Response:
        response.headers.extend(EVERYWHERE)
        if "HX-Request" not in request.headers and response.mimetype not in NO_PAGES:
            response.headers.extend(documents)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
