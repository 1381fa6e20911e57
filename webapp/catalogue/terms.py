"""Official words (官方用语) and what they mean in plain ones: what catalogue/terms.yaml holds, and where they stand.

An official word may be unavoidable: it is the name of the matter. Then whoever meets it is told what it means. What a
text explains by itself, in the same breath, is not explained a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from webapp.catalogue.keys import NEEDED, TERM_KEYS, TERMS_KEYS
from webapp.catalogue.problems import Problem
from webapp.catalogue.sheets import Entry, sheet
from webapp.catalogue.wording import alternatives

FILE = "terms.yaml"


@dataclass(frozen=True)
class Term:
    """An official word. `also`: its other forms; `say`: the plain words that a question or an answer uses instead."""

    word: str
    means: str
    also: tuple[str, ...] = ()
    say: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """How it may stand in a text."""
        return (self.word, *self.also)


class Terms:
    """All official words. `official`: those that nobody has explained yet; `instead`: plain words for stiff ones."""

    def __init__(self, terms: Iterable[Term], official: Iterable[str] = (), instead: Mapping[str, str] | None = None):
        self.all = tuple(terms)
        self.official = tuple(official)
        self.instead = dict(instead or {})
        self._named = {form: term for term in self.all for form in term.forms}
        self.forms = re.compile(alternatives(self._named))

    def among(self, texts: Iterable[str], explained_in: str = "") -> tuple[Term, ...]:
        """The terms that stand in the texts, in their order, each once; without those that `explained_in` explains."""
        found = dict.fromkeys(self._named[one.group()] for text in texts for one in self.forms.finditer(text))
        return tuple(term for term in found if not explained(term, explained_in))

    def unexplained(self, text: str) -> tuple[str, ...]:
        """The official words in a text that have no explanation, the longest at each place."""
        return tuple(dict.fromkeys(re.findall(alternatives(self.official), self.forms.sub("　", text))))


def explained(term: Term, text: str) -> bool:
    """Whether a text says what the term means: 查封就是…, 低保、特困是…, 这叫“告知承诺”, 房子还押着（抵押）."""
    if not any(form in text for form in term.forms):
        return False
    word = f"[“（]?(?:{alternatives(term.forms)})[”]?"
    said = rf"{word}(?:、[^，。；：、]{{1,8}})*(?:（[^）]*）)?(?:，?(?:就是|也叫|指|说的是)|是|：)|{word}（"
    named = rf"(?:叫做?|俗称|全名[是叫]|官方叫){word}|（{word}）"
    return re.search(f"{said}|{named}", text) is not None


def read_terms(folder: Path, problems: list[Problem]) -> Terms:
    """What a folder's terms.yaml holds. What is wrong with it is told at its line."""
    keys = sheet(folder / FILE, f"catalogue/{FILE}", problems).table(TERMS_KEYS, needed=NEEDED["terms"])
    found: dict[str, Term] = {}
    for entry in keys["terms"].items() if "terms" in keys else ():
        term = _term(entry)
        for form in term.forms if term else ():
            if form in found:
                entry.wrong(f"“{form}” stands twice among the terms", "keep one of them")
            elif term:
                found[form] = term
    official = keys["official"].items() if "official" in keys else ()
    instead = keys["instead"].table() if "instead" in keys else {}
    return Terms(
        dict.fromkeys(found.values()),
        [entry.text() for entry in official if not _known(entry, found)],
        {word: entry.text() for word, entry in instead.items() if not _blank(entry)},
    )


def _term(entry: Entry) -> Term | None:
    keys = entry.table(TERM_KEYS, needed=NEEDED["term"])
    if not {"term", "means"} <= set(keys):
        return None
    also = keys["also"].texts() if "also" in keys else ()
    say = keys["say"].text() if "say" in keys else ""
    return Term(keys["term"].text(), keys["means"].text(), also, say)


def _known(entry: Entry, found: Mapping[str, Term]) -> bool:
    if entry.text() not in found:
        return False
    entry.wrong(f"“{entry.text()}” is explained among the terms", "take it out of `official`")
    return True


def _blank(entry: Entry) -> bool:
    if entry.blank:
        entry.wrong("here the plain word is missing", "write what to say instead")
    return entry.blank
