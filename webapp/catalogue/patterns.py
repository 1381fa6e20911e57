"""Patterns that an official can write: `<长辈>…(走了|没了)`.

`<name>` is any word of the lexicon under that name, `…` up to eight characters of one clause (24 letters in English),
`～` anything at all, `(a|b)` either of the two, `^` and `$` the beginning and the end of all that was said; all else
stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Generic, TypeVar

from webapp.catalogue.wording import Wording, alternatives

PIECE = re.compile(r"<(?P<name>[^<>]+)>|(?P<mark>[…～^$])|\((?P<either>[^()]*)\)")
GAP = r"[^ ]{0,8}?"
LATIN_GAP = r".{0,24}?"
NO_NAMES: Mapping[str, frozenset[str]] = MappingProxyType({})
Owner = TypeVar("Owner")


class Pattern:
    """One pattern, tried against plain words (`Wording.plain`).

    `names` are further names beside the lexicon's. Error: ValueError for an unknown name or a lone bracket.
    """

    def __init__(self, written: str, wording: Wording, names: Mapping[str, frozenset[str]] = NO_NAMES) -> None:
        self._written = written
        self._wording = wording
        self._pieces: list[str | Collection[str]] = []
        at = 0
        for piece in PIECE.finditer(written):
            self._literal(written[at : piece.start()])
            at = piece.end()
            if piece["mark"]:
                self._pieces.append(piece["mark"])
            elif piece["either"]:
                self._pieces.append(frozenset(map(wording.plain, piece["either"].split("|"))))
            elif words := names.get(piece["name"]) or wording.lexicon.get(piece["name"]):
                self._pieces.append(words)
            else:
                raise ValueError(f"the pattern “{written}” speaks of <{piece['name']}>, which no lexicon holds")
        self._literal(written[at:])
        if all(isinstance(piece, str) for piece in self._pieces):
            raise ValueError(f"the pattern “{written}” names no word at all")

    def _literal(self, words: str) -> None:
        if re.search(r"[<>()|]", words):
            raise ValueError(f"the pattern “{self._written}” has a bracket too many or too few")
        if plain := self._wording.plain(words):
            self._pieces.append((plain,))

    @property
    def anchor(self) -> Collection[str]:
        """Words of which one must stand in what was said: those of the piece with the fewest."""
        return min((piece for piece in self._pieces if not isinstance(piece, str)), key=len)

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        """Made when first needed: most patterns are never tried, and making them all takes longer than all else."""
        marks = {"^": "^", "$": "$", "～": ".*?", "…": LATIN_GAP if re.search("[a-z]", self._written) else GAP}
        return re.compile(
            "".join(marks[piece] if isinstance(piece, str) else f"(?:{alternatives(piece)})" for piece in self._pieces)
        )

    def found_in(self, plain: str) -> bool:
        """Whether the pattern occurs in the words."""
        return self._regex.search(plain) is not None


class Patterns(Generic[Owner]):
    """Many patterns, each with an owner, kept by the first two characters of their anchors: few need be tried."""

    def __init__(self, patterns: Iterable[tuple[Owner, Pattern]]) -> None:
        self._by_start: dict[str, list[tuple[Owner, Pattern]]] = {}
        for owner, pattern in patterns:
            for start in {word[:2] for word in pattern.anchor}:
                self._by_start.setdefault(start, []).append((owner, pattern))

    def found_in(self, plain: str) -> Iterator[Owner]:
        """The owners of the patterns that occur; an owner of several may come several times."""
        starts = {*plain, *(plain[at : at + 2] for at in range(len(plain) - 1))}
        for start in starts & self._by_start.keys():
            for owner, pattern in self._by_start[start]:
                if pattern.found_in(plain):
                    yield owner
