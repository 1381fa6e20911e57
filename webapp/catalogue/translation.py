"""The catalogue's words in the person's language. They are Chinese in the catalogue and are themselves the msgids."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.catalogue.terms import Term
from webapp.site.language import LANGUAGES, chosen, translations

DEFAULT = next(iter(LANGUAGES))


def told(text: str) -> str:
    """The text in the language of this request; a text without translation as it stands."""
    language = chosen()
    return text if language == DEFAULT or not text else str(translations(language, "catalogue").gettext(text))


def told_terms(terms: Iterable[Term]) -> tuple[tuple[str, str], ...]:
    """Official words and what they mean, in the language of this request."""
    return tuple((told(term.word), told(term.means)) for term in terms)
