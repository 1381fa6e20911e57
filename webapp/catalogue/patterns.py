"""Patterns that an official can write: `<长辈>…(走了|没了)`.

`<name>` is any word of the lexicon under that name, `…` up to eight characters of one clause, `(a|b)` either of the two,
`^` and `$` the beginning and the end of all that was said; everything else stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from webapp.catalogue.wording import Wording, alternatives, bounded

PIECE = re.compile(r"<(?P<name>[^<>]+)>|(?P<gap>…)|(?P<edge>[\^$])|\((?P<either>[^()]*)\)")
GAP = r"[^ ]{0,8}?"
LATIN_GAP = r".{0,24}?"


class Pattern:
    """One pattern, tried against plain words (`Wording.plain`). Error: ValueError for an unknown name or a bad bracket."""

    __slots__ = ("_literals", "_regex", "written")

    def __init__(self, written: str, wording: Wording, names: Mapping[str, frozenset[str]]) -> None:
        self.written = written
        self._literals: list[str] = []
        gap = LATIN_GAP if re.search("[a-z]", written) else GAP
        pieces: list[str] = []
        at = 0
        for piece in PIECE.finditer(written):
            pieces.append(self._literal(wording, written[at : piece.start()]))
            at = piece.end()
            if piece["name"]:
                if piece["name"] not in names:
                    raise ValueError(f"the pattern “{written}” speaks of <{piece['name']}>, which the lexicon does not hold")
                pieces.append(f"(?:{alternatives(names[piece['name']])})")
            elif piece["gap"]:
                pieces.append(gap)
            elif piece["edge"]:
                pieces.append(piece["edge"])
            else:
                pieces.append(f"(?:{alternatives(map(wording.plain, piece['either'].split('|')))})")
        pieces.append(self._literal(wording, written[at:]))
        try:
            self._regex = re.compile("".join(pieces))
        except re.error as fault:
            raise ValueError(f"the pattern “{written}” cannot be read: {fault}") from fault

    def _literal(self, wording: Wording, words: str) -> str:
        plain = wording.plain(words)
        if not plain:
            return ""
        self._literals.append(plain)
        return bounded(plain)

    def found_in(self, plain: str) -> bool:
        """Whether the pattern occurs. Its plain pieces are looked for first, since that is quick."""
        return all(literal in plain for literal in self._literals) and self._regex.search(plain) is not None
