"""How the characters of place names are read and typed: catalogue/regions/readings.tsv.

A line of the file is `syllable TAB characters TAB characters also read so`, for instance `yu TAB 禹于 TAB 尉`; or
several syllables and the words in which the first readings are wrong: `chang jiang TAB 长江`. Syllables carry no tone;
ü is written ü and typed v.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

KINDS = (  # the English of what a name ends in; the longest first where two fit
    ("街道", "Subdistrict"),
    ("社区", "Community"),
    ("居委会", "Neighborhood"),
    ("生活区", "Living Area"),
    ("风景区", "Scenic Area"),
    ("管理区", "Administrative Area"),
    ("开发区", "Development Zone"),
    ("林场", "Forest Farm"),
    ("农场", "Farm"),
    ("回族区", "Hui District"),
    ("回族镇", "Hui Town"),
    ("回族乡", "Hui Township"),
    ("市", "City"),
    ("县", "County"),
    ("区", "District"),
    ("镇", "Town"),
    ("乡", "Township"),
    ("村", "Village"),
)
INITIAL = re.compile("zh|ch|sh|[a-z]")
SLOPPY = {"zh": "z", "ch": "c", "sh": "s", "ing": "in", "eng": "en", "ang": "an", "l": "n", "hu": "f", "fei": "fi"}


def sloppy(letters: str) -> str:
    """Letters with the sounds that Henan's dialects mix up made one: zh and z, ing and in, l and n, hu and f."""
    for exact, loose in SLOPPY.items():
        letters = letters.replace(exact, loose)
    return letters


@dataclass(frozen=True)
class Sign:
    """One sign of what was typed: where the next begins, the characters it may stand for, and how loose that is."""

    end: int
    characters: str
    looseness: int


class Readings:
    """The readings of all characters in the names of places.

    Error: FileNotFoundError when `path` is missing, ValueError naming file and line when a line cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.first: dict[str, str] = {}
        self.syllables: dict[str, tuple[str, str]] = {}
        self.words: dict[str, list[str]] = {}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line and not line.startswith("#"):
                self._learn(line.split("\t"), f"{path.name}:{number}")
        self._word = re.compile("|".join(sorted(map(re.escape, self.words), key=len, reverse=True)) or "(?!)")
        self._signs = lru_cache(maxsize=512)(self._find_signs)

    def _learn(self, cells: list[str], where: str) -> None:
        syllables = cells[0].split(" ")
        if len(cells) not in (2, 3) or not all(re.fullmatch("[a-zü]+", syllable) for syllable in syllables):
            raise ValueError(f"{where}: expected “syllable TAB characters”, for instance “yu TAB 禹于”")
        if len(syllables) > 1:
            self.words |= dict.fromkeys(cells[1].split(" "), syllables)
            return
        self.first |= dict.fromkeys(cells[1], cells[0])
        self.syllables[cells[0].replace("ü", "v")] = (cells[1], "".join(cells[2:]))

    def spelt(self, name: str) -> list[str]:
        """The syllables of a name, one per character; a character without a reading stands for itself."""
        spelt = [self.first.get(character, character) for character in name]
        for word in self._word.finditer(name):
            spelt[word.start() : word.end()] = self.words[word.group()]
        return spelt

    def english(self, name: str) -> str:
        """The name in pinyin and its kind in English: 火龙镇 -> Huolong Town, 杞县 -> Qixian County."""
        ending, kind = next(((ending, kind) for ending, kind in KINDS if name.endswith(ending)), ("", ""))
        syllables = self.spelt(name)
        stem = len(name) - len(ending)
        if stem == 1 and len(ending) == 1:  # one syllable alone reads badly: Qixian County, Wangcun Village
            stem = 2
        latin = "".join("'" + part if at and part[0] in "aoe" else part for at, part in enumerate(syllables[:stem]))
        return f"{latin.capitalize()} {kind}".strip() if stem else kind

    def signs(self, typed: str, at: int, loose: bool) -> tuple[Sign, ...]:
        """What the typed text may mean at one place: a character, a syllable, an initial, an unfinished syllable.

        `loose` reads by sound only: characters that sound alike and letters that dialects mix up count as equal.
        """
        if typed[at] > "z":
            return (Sign(at + 1, self._alike(typed[at]) if loose else typed[at], 0),)
        letters = re.match("[a-z]{0,6}", typed[at:])
        run = letters.group() if letters else ""
        last = at + len(run) == len(typed)
        return tuple(Sign(at + sign.end, sign.characters, sign.looseness) for sign in self._signs(run, last, loose))

    def _alike(self, character: str) -> str:
        """The characters that sound like this one, itself among them."""
        whole, _ = self._sounding(self.first.get(character, "?").replace("ü", "v"), True)
        return character + "".join(whole)

    def _sounding(self, piece: str, loose: bool) -> tuple[list[str], list[str]]:
        """The characters whose reading is this piece, and those whose reading begins so: at first, or also."""
        piece = sloppy(piece) if loose else piece
        whole, begun = ["", ""], ["", ""]
        for syllable, characters in self.syllables.items():
            said = sloppy(syllable) if loose else syllable
            if said.startswith(piece):
                found = whole if said == piece else begun
                found[0] += characters[0]
                found[1] += characters[1]
        return whole, begun

    def _find_signs(self, run: str, last: bool, loose: bool) -> tuple[Sign, ...]:
        initial = INITIAL.match(run)
        found = []
        for length in range(1, len(run) + 1):
            whole, begun = self._sounding(run[:length], loose)
            found += [Sign(length, whole[0], 0), Sign(length, whole[1], 1)]
            if length == 1 or (initial and length == initial.end()) or (last and length == len(run)):
                found += [Sign(length, begun[0], 1), Sign(length, begun[1], 2)]
        return tuple(sign for sign in found if sign.characters)
