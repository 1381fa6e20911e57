"""The two languages: Chinese unless the person chose English on this device."""

from __future__ import annotations

from flask import Flask, request
from flask_babel import Babel

from webapp.house import house

LANGUAGES = {"zh_Hans": "zh-Hans", "en": "en"}
"""Each language with how HTML names it. The first is the default."""

COOKIE = "language"


def chosen() -> str:
    """The language of this request."""
    words = request.cookies.get(COOKIE, "")
    return words if words in LANGUAGES else "zh_Hans"


def init_app(app: Flask) -> None:
    """Interface words from translations/, in the language chosen."""
    Babel().init_app(
        app,
        default_locale="zh_Hans",
        default_timezone="Asia/Shanghai",
        default_translation_directories=str(house() / "translations"),
        locale_selector=chosen,
    )
    app.jinja_env.globals |= {"language": chosen, "languages": LANGUAGES}
