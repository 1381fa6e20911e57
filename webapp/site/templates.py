"""Templates at the speed of a step: one page is made of a dozen component files, each imported at every rendering."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment


class OneOfGlobals(Environment):
    """Templates that share the environment's globals themselves.

    Jinja lays a chain of maps before them and, at every `{% from … import %}`, takes the difference of the names on
    both sides, each looked up through the chain. With one dictionary on both sides that is one step in C. Measured:
    a question's part takes 336 instead of 474 microseconds.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own globals, unless a template brings some of its own."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Before anything asks for the templates; then the address of the pictures, which every page names many times."""
    if "jinja_env" in vars(app):
        raise RuntimeError("the templates were asked for before the site was wired")
    app.jinja_environment = OneOfGlobals
    app.jinja_env.globals["pictures"] = f"/static/{app.extensions['assets'].build}/pictures/pictures.svg"
