"""The tree of regions (行政区划) of the province, five levels, read from catalogue/regions/.

Codes are strings of digits: six for the province, a city and a county (`410000`, `410100`, `410105`), nine for a town
or street, twelve for a village or community. 419001 济源市 stands directly under the province and has no counties: it
is a CITY, and its children are towns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path

from webapp.catalogue.gazetteer import LONGEST, Entry, Gazetteer
from webapp.catalogue.readings import Readings
from webapp.catalogue.settlements import Settlements

PROVINCE = "410000"
"""Henan: the top of the tree."""

EVERYTHING = 100_000
"""More than the regions of a county: a search that is narrowed afterwards."""


class Level(StrEnum):
    """How high a region stands."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Region:
    """A place in the tree. The parent is the code of the region above, None for the province."""

    code: str
    name: str
    english: str
    level: Level
    parent: str | None

    @property
    def functional_zone(self) -> bool:
        """A development zone that the statistics count like a county (…71 to …79); it is no county by law."""
        return self.level is Level.COUNTY and self.code[4] == "7"


class RegionsError(Exception):
    """A file of catalogue/regions/ is missing or cannot be read; says which and where."""


class Regions:
    """The tree. Province, cities and counties are read at once; towns, villages and readings when first asked for.

    `folder` is catalogue/regions. Safe for threads: what is read later is only ever added, never changed.
    Error: RegionsError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: dict[str, Region] = {}
        self._also: dict[str, tuple[str, ...]] = {}
        self._former: dict[str, tuple[str, ...]] = {}
        for number, line in enumerate(self._read("places.tsv").splitlines()[1:], 2):
            self._settle(line.split("\t"), f"catalogue/regions/places.tsv:{number}")
        self._settlements = Settlements(self._read)
        self._below = lru_cache(maxsize=64)(self._find_below)
        self._inside = lru_cache(maxsize=8)(self._county_gazetteer)

    def region(self, code: str) -> Region | None:
        """The region of that code, or None when there is none."""
        if len(code) == 6:
            return self._places.get(code)
        if not re.fullmatch(r"41[0-9]{7}([0-9]{3})?", code):
            return None
        parent = code[:9] if len(code) == 12 else code[:6]
        return next((region for region in self._below(parent) if region.code == code), None)

    def upper(self) -> tuple[Region, ...]:
        """The province, its cities and their counties, in the order of their codes."""
        return tuple(self._places[code] for code in sorted(self._places))

    def children(self, code: str) -> tuple[Region, ...]:
        """The regions directly below, in the order of their codes; none for a village or an unknown code."""
        return self._below(code)

    def path(self, code: str) -> tuple[Region, ...]:
        """The region with all above it, the province first; empty for an unknown code."""
        region = self.region(code)
        if region is None:
            return ()
        return (*self.path(region.parent), region) if region.parent else (region,)

    def within(self, code: str, ancestor: str) -> bool:
        """Whether a region is another or lies in it; never, when one of them is unknown."""
        return any(region.code == ancestor for region in self.path(code))

    def name(self, code: str) -> str:
        """The full name without the province's: 许昌市禹州市火龙镇.

        An unknown code is its own name, so that an old draft can still be shown after a place has gone.
        """
        path = self.path(code)
        return "".join(region.name for region in path[1:] or path) or code

    def english(self, code: str) -> str:
        """The full English name without the province's, smallest place first: Huolong Town, Yuzhou City, Xuchang."""
        path = self.path(code)
        return ", ".join(region.english for region in reversed(path[1:] or path)) or code

    def also(self, code: str) -> tuple[str, ...]:
        """Other names in use: 管城区 of 管城回族区."""
        return self._also.get(code, ())

    def former(self, code: str) -> tuple[str, ...]:
        """Names that the place, or a part of it, had before: 许昌县 of 建安区."""
        return self._former.get(code, ())

    def search(self, words: str, under: str | None = None, limit: int = 8) -> tuple[Region, ...]:
        """The regions that somebody may mean, the best first: by characters, part of a name, another or a former name,
        pinyin, initials, or all of them mixed, with or without 市, 县, 区; else by what sounds alike.

        Without `under`: cities and counties first, then towns of the whole province. Under a city: its counties and
        towns. Under a county: its towns, then its villages. Under a town: its villages. Under an unknown code: nothing.
        """
        top = self.region(under or "410000")
        words = re.sub("^(河南省|henan *sheng)", "", words.strip().lower())[:LONGEST]
        if top is None or top.level is Level.VILLAGE:
            return ()
        return self._found(words, top, limit) or self._address(words, top, limit)

    def _found(self, words: str, top: Region, limit: int, by_sound: bool = True) -> tuple[Region, ...]:
        county = next((region.code for region in self.path(top.code) if self._has_towns(region.code)), None)
        gazetteer = self._inside(county) if county else self._province
        codes = gazetteer.find(words, limit if top.level is Level.PROVINCE else EVERYTHING, by_sound)
        found = (self.region(code) for code in codes if code != top.code and self.within(code, top.code))
        return tuple(islice((region for region in found if region), limit))

    def _address(self, words: str, top: Region, limit: int) -> tuple[Region, ...]:
        """What a whole address leads to (禹州市火龙镇刘沟村三组): the region it begins with, then what lies in that."""
        for cut in range(len(words) - 1, 1, -1):
            if words[cut - 1] >= "\u3400" and (begun := self._found(words[:cut], top, limit, by_sound=False)):
                return self.search(words[cut:], begun[0].code, limit) or begun
        return ()

    # --- reading ---

    def _read(self, name: str) -> str:
        try:
            return (self._folder / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RegionsError(f"catalogue/regions/{name} cannot be read: {error}") from error

    def _settle(self, cells: list[str], where: str) -> None:
        if len(cells) != 5 or not re.fullmatch(r"41[0-9]{4}", cells[0]) or not all(cells[:3]):
            raise RegionsError(f"{where}: expected code, name, english, also, former, with tabs between")
        code, name, english, also, former = cells
        level, parent = Level.COUNTY, code[:4] + "00"
        if code == "410000":
            level, parent = Level.PROVINCE, ""
        elif code.endswith("00") or code.startswith("4190"):
            level, parent = Level.CITY, "410000"
        if parent and parent not in self._places:
            raise RegionsError(f"{where}: {name} lies in {parent}, which must stand before it")
        self._places[code] = Region(code, name, english, level, parent or None)
        self._also[code], self._former[code] = tuple(also.split()), tuple(former.split())

    @cached_property
    def _readings(self) -> Readings:
        try:
            return Readings(self._folder / "readings.tsv")
        except (OSError, ValueError) as error:
            raise RegionsError(f"catalogue/regions/{error}") from error

    # --- towns and villages ---

    def _has_towns(self, code: str) -> bool:
        place = self._places.get(code)
        return place is not None and (place.level is Level.COUNTY or code.startswith("4190"))

    def _city(self, code: str) -> str:
        """The city in whose file a town or village stands."""
        return code[:6] if code.startswith("4190") else code[:4] + "00"

    def _find_below(self, code: str) -> tuple[Region, ...]:
        if self._has_towns(code):
            level, named = Level.TOWN, self._settlements.towns(self._city(code), code)
        elif len(code) == 9 and self._has_towns(code[:6]):
            level, named = Level.VILLAGE, self._settlements.villages(self._city(code), code)
        else:
            return tuple(place for place in self._places.values() if place.parent == code)
        return tuple(Region(below, name, self._readings.english(name), level, code) for below, name in named)

    # --- search ---

    @cached_property
    def _province(self) -> Gazetteer:
        """Cities, counties with all their names, and towns."""
        return Gazetteer(self._province_entries(), self._readings)

    def _province_entries(self) -> Iterator[Entry]:
        places = sorted(self._places.values(), key=lambda place: (place.level is Level.COUNTY, place.code))
        for names in ({}, self._also, self._former):
            for place in places[1:]:
                above = tuple(region.name for region in self.path(place.code)[1:-1])
                for name in names.get(place.code, ()) if names else (place.name,):
                    yield Entry(above, name, place.code)
        for place in places:
            if self._has_towns(place.code):
                above = tuple(region.name for region in self.path(place.code)[1:])
                for code, name in self._settlements.towns(self._city(place.code), place.code):
                    yield Entry(above, name, code)

    def _county_gazetteer(self, county: str) -> Gazetteer:
        """The towns of a county, then its villages."""
        city, above = self._city(county), self._places[county].name
        towns = self._settlements.towns(city, county)
        entries = [Entry((above,), name, code) for code, name in towns]
        for code, town in towns:
            entries += [Entry((above, town), name, village) for village, name in self._settlements.villages(city, code)]
        return Gazetteer(entries, self._readings)
