"""The ways of looking through the catalogue: by department, by life stage, by audience."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from webapp.catalogue.problems import Problem, nearest_hint
from webapp.catalogue.sheets import Entry, sheet
from webapp.guide import Bundle


@dataclass(frozen=True)
class Department:
    """Who decides a matter (部门). `official` is the name on the notice."""

    id: str
    name: str
    official: str
    english: str


@dataclass(frozen=True)
class Stage:
    """A life stage: what the first page shows with a picture. `holds`: the words that bundles use for it, and single
    bundles by id that the official stages keep elsewhere (结婚 stands under 生活)."""

    id: str
    name: str
    picture: str
    holds: tuple[str, ...]

    def has(self, bundle: Bundle) -> bool:
        """Whether the bundle belongs here; it may belong to several stages (出行/准入准营)."""
        words = (re.split("[（(]", word)[0].strip() for word in bundle.stage.split("/"))
        return bundle.id in self.holds or any(word in self.holds for word in words)


@dataclass(frozen=True)
class Audience:
    """For whom bundles are: the second way of looking through them. `holds` are their ids, the commonest first."""

    id: str
    name: str
    picture: str
    holds: tuple[str, ...]


def departments(folder: Path, problems: list[Problem]) -> dict[str, Department]:
    """The departments by id; what is wrong with them goes to the problems."""
    found: dict[str, Department] = {}
    for entry in sheet(folder / "departments.yaml", "catalogue/departments.yaml", problems).items():
        keys = entry.table(("id", "name", "official", "english"), needed=("id", "name", "official", "english"))
        if "id" in keys:
            one = Department(
                *(keys[key].text() if key in keys else "" for key in ("id", "name", "official", "english"))
            )
            if one.id in found:
                entry.wrong(f"“{one.id}” stands twice among the departments")
            found[one.id] = one
    return found


def stages(folder: Path, problems: list[Problem]) -> tuple[Stage, ...]:
    """The life stages, in the order of the file."""
    return tuple(Stage(*row, tuple(one.text() for one in holds)) for row, holds in _rows(folder, "stages", problems))


def audiences(folder: Path, known: Collection[str], problems: list[Problem]) -> tuple[Audience, ...]:
    """The audiences, in the order of the file. `known`: the ids that a bundle may have."""
    found = []
    for row, holds in _rows(folder, "audiences", problems):
        for one in holds:
            if one.text() not in known:
                one.wrong(f"no bundle is called “{one.text()}”", nearest_hint(one.text(), known))
        found.append(Audience(*row, tuple(one.text() for one in holds)))
    return tuple(found)


def _rows(folder: Path, name: str, problems: list[Problem]) -> Iterator[tuple[tuple[str, str, str], list[Entry]]]:
    """The rows of a page to look through: id, name and picture, and what each holds."""
    for entry in sheet(folder / f"{name}.yaml", f"catalogue/{name}.yaml", problems).items():
        keys = entry.table(("id", "name", "picture", "holds"), needed=("id", "name", "picture", "holds"))
        if len(keys) == 4:
            row = (keys["id"].text(), keys["name"].text(), keys["picture"].text())
            yield row, list(keys["holds"].items())
