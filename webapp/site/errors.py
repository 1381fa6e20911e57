"""What a person reads when something did not work: what happened, that nothing is lost, and what to do now."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from webapp.site.keys import KeyLost


class Unready(ServiceUnavailable):
    """Something this page stands on is not there now. `description` is a sentence for the person."""


def words(status: int) -> tuple[str, str]:
    """A title and a sentence for each way of not working."""
    known = {
        400: (
            _("That did not arrive whole"),
            _("Please go back and press once more. What you filled in is still there."),
        ),
        403: (_("This page is not open to you"), _("If it should be, ask at the window or call 12345.")),
        404: (
            _("There is no such page"),
            _("The address may be mistyped, or the page has moved. Start again from the home page."),
        ),
        405: (_("This page cannot be reached that way"), _("Please go back and use the button on the page.")),
        410: (_("This is no longer kept"), _("It was deleted after the day that was shown. You can start again.")),
        413: (_("That is too big"), _("A photo or file may have at most 10 MB. Please choose a smaller one.")),
        429: (_("That was very often"), _("Please wait a minute and try again. If it is urgent, call 12345.")),
        503: (
            _("Not possible right now"),
            _("What you saved is safe. Please try again in a few minutes, or call 12345."),
        ),
    }
    unknown = (_("Something went wrong on our side"), _("What you saved is safe. Please try again, or call 12345."))
    return known.get(status, unknown if status >= 500 else known[400])


def page(error: HTTPException, sentence: str | None = None) -> tuple[str, int, dict[str, str]]:
    """The page of an error, whole or as htmx's part."""
    status = error.code or 500
    title, usual = words(status)
    extra = dict(error.get_headers())
    headers: dict[str, str] = {name: extra[name] for name in ("Retry-After", "Allow") if name in extra}
    number = g.get("request_id", "") if status >= 500 else ""
    return (
        render_template("errors/error.html", title=title, sentence=sentence or usual, status=status, number=number),
        status,
        headers,
    )


def stale(error: CSRFError) -> tuple[str, int, dict[str, str]]:
    """The page stood open too long (or another window began anew): what was typed is kept, one press sends it again.

    Only where our own page sent it; what another site tries to send is shown no button.
    """
    if not _from_ourselves():
        return page(error)
    if request.form.get("again"):
        return page(error, _("Your browser keeps nothing from us. Please allow cookies for this site and try again."))
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    g.pop("csrf_token", None)
    return render_template("errors/again.html", address=_address(), typed=typed, token=generate_csrf()), 400, {}


def _address() -> str:
    """Where it was sent to: for htmx's part that is not the address of the page."""
    return request.full_path if request.query_string else request.path


def _from_ourselves() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def init_app(app: Flask) -> None:
    """Every error that can reach a person. Ours are logged by Flask with where they happened, never with values."""
    app.register_error_handler(HTTPException, page)
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(Unready, lambda error: page(error, error.description))

    @app.errorhandler(KeyLost)
    def unopened(error: KeyLost) -> tuple[str, int, dict[str, str]]:
        current_app.logger.error("a value does not open: %s", error)
        return page(
            ServiceUnavailable(), _("What you saved cannot be opened right now. It is not lost. Please call 12345.")
        )

    @app.errorhandler(OperationalError)
    @app.errorhandler(TimeoutError)
    @app.errorhandler(PoolTimeout)
    def unreachable(error: Exception) -> tuple[str, int, dict[str, str]]:
        current_app.logger.error("the database does not answer", exc_info=error)
        return page(ServiceUnavailable())
