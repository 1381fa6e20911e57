"""The device's cookie: signed, read by nobody but us, and opened with a signer that is made once, not per request."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface


def init_app(app: Flask) -> None:
    """After the keys, which hold the secrets: those change with a restart only, so one signer serves all requests.

    Making it anew for every request, as Flask does, costs more than checking a signature.
    """
    sessions = SecureCookieSessionInterface()
    signer = sessions.get_signing_serializer(app)
    vars(sessions)["get_signing_serializer"] = lambda _app: signer
    app.session_interface = sessions
