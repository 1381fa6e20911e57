"""The catalogue's words in the person's language. They are Chinese in the catalogue and are themselves the msgids."""

from __future__ import annotations

from functools import lru_cache

from babel.support import NullTranslations, Translations

from webapp.house import house
from webapp.site.language import LANGUAGES, chosen

DEFAULT = next(iter(LANGUAGES))


@lru_cache(maxsize=8)
def _translations(language: str) -> NullTranslations:
    return Translations.load(house() / "translations", [language], "catalogue")


def told(text: str) -> str:
    """The text in the language of this request; a text without translation as it stands."""
    language = chosen()
    return text if language == DEFAULT or not text else str(_translations(language).gettext(text))
