"""The device's cookie: signed, read by nobody but us, and opened with a signer that is made once, not per request."""

from __future__ import annotations

from functools import cached_property

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class DeviceSessions(SecureCookieSessionInterface):
    """Flask's own sessions. Making their signer anew for every request costs more than checking a signature."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    @cached_property
    def _signer(self) -> URLSafeTimedSerializer | None:
        return super().get_signing_serializer(self.app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The one signer; its secrets change with a restart only."""
        return self._signer


def init_app(app: Flask) -> None:
    """After the keys, which hold the secrets."""
    app.session_interface = DeviceSessions(app)
