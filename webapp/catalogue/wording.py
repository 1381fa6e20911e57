"""A person's own words made plain: width and case, dialect, and the words that mean the same to us.

dialect.yaml   {a turn of speech: its plain words}
lexicon.yaml   {a name: words that mean the same, one space between}
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from webapp.catalogue.pinyin import Sounds

LONGEST = 1000
"""Characters of one saying that are looked at: its beginning and its end, where the point often stands."""

MARKS = re.compile(r"[^\w'-]+|_+")


def sheet(path: Path) -> dict[str, Any]:
    """The mapping that a YAML file holds.

    Errors: FileNotFoundError; ValueError naming the file when it holds no mapping.
    """
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
    """How sayings are made plain, how they sound, and which words of them mean the same."""

    def __init__(self, dialect: Mapping[str, str], lexicon: Mapping[str, str], sounds: Sounds) -> None:
        self._dialect = dict(dialect)
        self._turn = re.compile(alternatives(self._dialect))
        self.sounds = sounds
        self.lexicon: dict[str, frozenset[str]] = {
            name: frozenset(self.plain(word.replace("_", " ")) for word in words.split())
            for name, words in lexicon.items()
        }
        self._names: dict[str, list[str]] = {}
        for name, alike in self.lexicon.items():
            for word in alike:
                self._names.setdefault(word, []).append(name)
        self._words: dict[str, list[str]] = {}
        for word in sorted(self._names, key=len, reverse=True):
            self._words.setdefault(word[0], []).append(word)

    @classmethod
    def read(cls, folder: Path) -> Wording:
        """The wording written in a folder's dialect.yaml, lexicon.yaml and syllables.txt."""
        return cls(sheet(folder / "dialect.yaml"), sheet(folder / "lexicon.yaml"), Sounds(folder / "syllables.txt"))

    def plain(self, words: str) -> str:
        """The words in one width, small letters and plain speech; each run of marks and spaces becomes one space."""
        words = unicodedata.normalize("NFKC", words).lower().replace("’", "'")
        if len(words) > LONGEST:
            words = f"{words[: LONGEST // 2]} {words[-LONGEST // 2 :]}"
        return self._turn.sub(lambda turn: self._dialect[turn.group()], MARKS.sub(" ", words).strip())

    def names(self, plain: str) -> set[str]:
        """The lexicon's names for the words found, the longest word at each place."""
        found: set[str] = set()
        at = 0
        while at < len(plain):
            word = next((word for word in self._words.get(plain[at], ()) if _stands_at(word, plain, at)), None)
            if word:
                found.update(self._names[word])
            at += len(word) if word else 1
        return found


def _stands_at(word: str, plain: str, at: int) -> bool:
    """Whether the word stands there; one of letters or digits not as part of a longer one."""
    if not plain.startswith(word, at):
        return False
    before, after = plain[at - 1 : at], plain[at + len(word) : at + len(word) + 1]
    return not (_joined(before, word[0]) or _joined(word[-1], after))


def _joined(left: str, right: str) -> bool:
    """Whether two characters belong to one English word or one number."""
    if not (left.isascii() and right.isascii()):
        return False
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


def bounded(word: str) -> str:
    """A regular expression for the word; Latin letters and digits only where no further ones follow or go before."""
    first = r"(?<![a-z0-9])" if re.match("[a-z0-9]", word) else ""
    last = r"(?![a-z])" if re.search("[a-z]$", word) else r"(?![0-9])" if re.search("[0-9]$", word) else ""
    return first + re.escape(word) + last
