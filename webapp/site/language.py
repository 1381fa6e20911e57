"""The two languages: Chinese unless the person chose English on this device."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from babel.support import NullTranslations, Translations
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


@lru_cache(maxsize=8)
def translations(language: str, domain: str) -> NullTranslations:
    """The words of a language in a domain (`messages`, `catalogue`), read once in a process."""
    return Translations.load(house() / "translations", [language], domain)


def words_in(language: str) -> Callable[..., str]:
    """How interface texts are said in a language of `LANGUAGES`: a message, and what stands in it by name, in words.

    For texts that are made outside of a request too, at a terminal or in a sheet.
    """
    gettext = translations(language, "messages").gettext

    def said(message: str, **values: object) -> str:
        found = str(gettext(message))
        return found % values if values else found

    return said


def words(message: str) -> str:
    """An interface text in the language of this request. Templates call it some twenty times a page, so it is short."""
    return str(translations(chosen(), "messages").gettext(message))


def plural_words(one: str, many: str, number: int) -> str:
    """The same for a text that depends on a number."""
    return str(translations(chosen(), "messages").ngettext(one, many, number))


def init_app(app: Flask) -> None:
    """Interface words from translations/, in the language chosen."""
    Babel().init_app(
        app,
        default_locale="zh_Hans",
        default_timezone="Asia/Shanghai",
        default_translation_directories=str(house() / "translations"),
        locale_selector=chosen,
    )
    app.jinja_env.install_gettext_callables(words, plural_words, newstyle=True)  # type: ignore[attr-defined]  # of its i18n extension
    app.jinja_env.globals |= {"language": chosen, "languages": LANGUAGES}
