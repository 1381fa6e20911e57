"""A person's own words made plain: width and case, dialect, and the words that mean the same to us.

    dialect.yaml   {a turn of speech: its plain words}
    lexicon.yaml   {a name: words that mean the same, one space between}
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

LONGEST = 1000
"""Characters of one saying that are looked at: its beginning and its end, where the point often stands."""

CLAUSE = re.compile(r"[^\w'-]+|_+")


def sheet(path: Path) -> dict[str, Any]:
    """The mapping that a YAML file holds. Errors: FileNotFoundError; ValueError naming the file when it holds no mapping."""
    try:
        found = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except yaml.YAMLError as fault:
        raise ValueError(f"{path.name} is not good YAML: {fault}") from fault
    if not isinstance(found, dict):
        raise ValueError(f"{path.name}: expected a mapping, “name: …” on each line")
    return found


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first; one that never matches when there are none."""
    return "|".join(bounded(word) for word in sorted(words, key=len, reverse=True) if word) or "(?!)"


class Wording:
    """How sayings are made plain, and which words of them mean the same."""

    def __init__(self, dialect: Mapping[str, str], lexicon: Mapping[str, str]) -> None:
        self._dialect = dict(dialect)
        self._turn = re.compile(alternatives(self._dialect))
        self.lexicon: dict[str, frozenset[str]] = {
            name: frozenset(self.plain(word.replace("_", " ")) for word in words.split()) for name, words in lexicon.items()
        }
        self._names: dict[str, list[str]] = {}
        for name, words in self.lexicon.items():
            for word in words:
                self._names.setdefault(word, []).append(name)
        self._word = re.compile(alternatives(self._names))

    @classmethod
    def read(cls, folder: Path) -> Wording:
        """The wording written in a folder's dialect.yaml and lexicon.yaml."""
        return cls(sheet(folder / "dialect.yaml"), sheet(folder / "lexicon.yaml"))

    def plain(self, words: str) -> str:
        """The words in one width, small letters and plain speech; each run of marks and spaces becomes one space."""
        words = unicodedata.normalize("NFKC", words).lower().replace("’", "'")
        if len(words) > LONGEST:
            words = f"{words[: LONGEST // 2]} {words[-LONGEST // 2 :]}"
        return self._turn.sub(lambda turn: self._dialect[turn.group()], CLAUSE.sub(" ", words).strip())

    def names(self, plain: str) -> Iterator[tuple[str, int]]:
        """The lexicon's names for the words found, each with the place where it begins."""
        for found in self._word.finditer(plain):
            for name in self._names[found.group()]:
                yield name, found.start()


def bounded(word: str) -> str:
    """A regular expression for the word; Latin letters and digits only where no further ones follow or go before."""
    first = r"(?<![a-z0-9])" if re.match("[a-z0-9]", word) else ""
    last = r"(?![a-z])" if re.search("[a-z]$", word) else r"(?![0-9])" if re.search("[0-9]$", word) else ""
    return first + re.escape(word) + last
