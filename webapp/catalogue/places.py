"""The steps of picking a place, down to the level that a question needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_babel import gettext as _

from webapp.catalogue.regions import PROVINCE, Level, Region, Regions
from webapp.site.language import LANGUAGES, chosen

ELSEWHERE = "100000"
"""The code for a place outside the province: six digits that lie in no province."""

DEPTH = {Level.PROVINCE: 0, Level.CITY: 1, Level.COUNTY: 2, Level.TOWN: 3, Level.VILLAGE: 4}


@dataclass(frozen=True)
class Step:
    """What was picked so far, what can be picked next, and what a search found. `done`: the place is deep enough."""

    path: list[dict[str, str]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    found: list[dict[str, str]] | None = None
    search: str = ""
    done: str | None = None

    @property
    def at(self) -> str:
        """The code of the place picked so far."""
        return self.path[-1]["code"] if self.path else ""


def place_name(region: Region) -> str:
    """A place's own name in the person's language."""
    return region.name if chosen() == next(iter(LANGUAGES)) else region.english


def full_name(regions: Regions, code: str) -> str:
    """A place's whole name, or that it lies outside the province."""
    if code == ELSEWHERE:
        return _("Outside Henan")
    return named(regions, code, chosen())


def named(regions: Regions, code: str, language: str) -> str:
    """A place's whole name in a language of `LANGUAGES`; an unknown code as it stands."""
    return regions.name(code) if language == next(iter(LANGUAGES)) else regions.english(code)


def nearest_place(regions: Regions, given: str) -> str:
    """Which place somebody may mean who wrote a name, or a code that no place has; empty if nothing is near."""
    if given and not (given.isascii() and given.isdigit()):
        hits = regions.search(given, limit=1)
        return f"did you mean “{hits[0].code}” ({regions.name(hits[0].code)})?" if hits else ""
    codes = [one.code for one in regions.upper() if one.code != PROVINCE]
    near = next((code for length in (6, 5, 4) for code in codes if code[:length] == given[:length]), None)
    return f"did you mean “{near}” ({regions.name(near)})?" if near else "a place has six digits, like 410105"


def step(regions: Regions, code: str | None, until: Level, elsewhere: bool = False, look: str | None = None) -> Step:
    """The step after `code` was picked. An unknown code is like none."""
    if code == ELSEWHERE and elsewhere:
        return Step(done=ELSEWHERE)
    region = regions.region(code) if code else None
    path = [one for one in regions.path(region.code) if one.level is not Level.PROVINCE] if region else []
    children = regions.children(region.code if region else PROVINCE)
    if region and (DEPTH[region.level] >= DEPTH[until] or not children) and look is None:
        return Step([_row(one) for one in path], done=region.code)
    if region and region.level is Level.CITY and until is Level.COUNTY and children[0].level is Level.TOWN:
        return Step([_row(one) for one in path], done=region.code)
    found = None
    if look is not None:
        hits = regions.search(look, under=region.code if region else None)
        found = [_row(one, line=_above(regions, one)) for one in hits if DEPTH[one.level] <= DEPTH[until]]
    choices = [_row(one) for one in children]
    if elsewhere and not region:
        choices.append({"code": ELSEWHERE, "name": _("Outside Henan")})
    return Step([_row(one) for one in path], choices, found, look or "")


def _row(region: Region, line: str = "") -> dict[str, str]:
    return {"code": region.code, "name": place_name(region), **({"line": line} if line else {})}


def _above(regions: Regions, region: Region) -> str:
    above = [one for one in regions.path(region.code)[:-1] if one.level is not Level.PROVINCE]
    return " ".join(place_name(one) for one in above)
