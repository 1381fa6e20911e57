"""A list of places that is found by what somebody typed or said: characters, pinyin, initials, or all of them mixed."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.catalogue.readings import Readings

Rank = tuple[bool, int, bool, int, bool, int]
"""Begins inside the name; length of the code; not the exact whole; looseness; not the whole; line. Small wins."""

LONGEST = 40
"""Signs of a search that count; no place of Henan needs more."""

KIND = re.compile("(?:回族)?(?:市|县|区|镇|乡|村|街道|社区|居委会)?$")
STEP = re.compile("(?:市|县|区|镇|乡|街道)?/")


@dataclass(frozen=True)
class Entry:
    """A place as it can be called: the names above it, one of its own names, and its code."""

    above: tuple[str, ...]
    name: str
    code: str


class Gazetteer:
    """Entries in one text, a line each (`郑州市/金水区/经八路街道`), so that ten thousand are searched in a few ms.

    Entries come in the order in which equally good ones are shown.
    """

    def __init__(self, entries: Iterable[Entry], readings: Readings) -> None:
        self._readings = readings
        lines: list[str] = []
        self._codes: list[str] = []
        self._lines, self._owns, self._stems = array("I"), array("I"), array("I")
        at = 1
        for entry in entries:
            line = "/".join((*entry.above, entry.name))
            kind = KIND.search(entry.name)
            own = at + len(line) - len(entry.name)
            self._lines.append(at)
            self._owns.append(own)
            self._stems.append(own + (kind.start() if kind and kind.start() else len(entry.name)))
            self._codes.append(entry.code)
            lines.append(line)
            at += len(line) + 1
        self._text = "\n" + "\n".join(lines) + "\n"

    def find(self, typed: str, limit: int, by_sound: bool = True) -> tuple[str, ...]:
        """At most `limit` codes, the best first; `by_sound`: if nothing is spelt so, what sounds so."""
        signs = "".join(re.findall("[a-z\u3400-\u9fff]", typed.lower().replace("ü", "v")))[:LONGEST]
        if not signs:
            return ()
        found = self._ranked(signs, False) or (self._ranked(signs, True) if by_sound else ())
        return tuple(dict.fromkeys(code for _, code in found))[:limit]

    def _ranked(self, typed: str, loose: bool) -> Sequence[tuple[Rank, str]]:
        """The codes of what fits, with their ranks."""
        ranked = []
        for (start, end), looseness in self._trails(typed, loose).items():
            line = bisect_right(self._lines, start) - 1
            own = self._owns[line]
            if end <= own:
                continue  # it fits a place above, not this one
            inside = start > own
            at_end = end == self._stems[line] or self._text[end] == "\n"
            whole = at_end and not inside and (looseness == 0 or end - start > 1)  # "s" is not the whole of 嵩县
            code = self._codes[line]
            ranked.append(((inside, len(code), looseness > 0 or not whole, looseness, not whole, line), code))
        return sorted(ranked)

    def _trails(self, typed: str, loose: bool) -> dict[tuple[int, int], int]:
        """Every stretch of the text (start, end) that can be read as what was typed, with its least looseness.

        The stretches grow sign by sign. A stretch may leave out 市, 县, 区 and so on before the next place: 郑州金水.
        """
        text, reached = self._text, [dict[tuple[int, int], int]() for _ in range(len(typed) + 1)]
        for sign in self._readings.signs(typed, 0, loose):
            for first in self._beginnings(sign.characters):
                _lower(reached[sign.end], (first, first + 1), sign.looseness)
        for at in range(1, len(typed)):
            if not reached[at]:
                continue
            signs = [(sign, frozenset(sign.characters)) for sign in self._readings.signs(typed, at, loose)]
            for (start, end), so_far in reached[at].items():
                step = STEP.match(text, end)
                for place in (end, step.end()) if step else (end,):
                    for sign, characters in signs:
                        if text[place] in characters:
                            _lower(reached[sign.end], (start, place + 1), so_far + sign.looseness)
        return reached[-1]

    def _beginnings(self, characters: str) -> Iterable[int]:
        """Where a stretch may begin: with a place, or anywhere within the last place of a line."""
        one = f"[{re.escape(characters)}]"
        return (match.start() for match in re.finditer(f"(?<=[\n/]){one}|{one}(?=[^/\n]*\n)", self._text))


def _lower(trails: dict[tuple[int, int], int], stretch: tuple[int, int], looseness: int) -> None:
    trails[stretch] = min(looseness, trails.get(stretch, looseness))
