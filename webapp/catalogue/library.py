"""The catalogue as a whole: every bundle, department, overlay and scenario, read once and then only looked at."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock

from webapp.catalogue.overlays import overlay
from webapp.catalogue.problems import CatalogueError, Problem
from webapp.catalogue.reader import BundleReader
from webapp.catalogue.regions import Regions
from webapp.catalogue.scenarios import Scenario, scenarios
from webapp.catalogue.sheets import sheet
from webapp.guide import Bundle, Edition, Overlay, lay, supply
from webapp.guide.regional import changes_with_the_day, looks_at_the_region

_EDITIONS = 512
_GROWTH = 60_000
"""Nodes that answers may add to an edition's store before it is compiled afresh."""


@dataclass(frozen=True)
class Department:
    """Who decides a matter (部门). `official` is the name on the notice."""

    id: str
    name: str
    official: str
    english: str


@dataclass(frozen=True)
class Stage:
    """A life stage: what the first page shows with a picture. `holds` are the words that bundles use for it."""

    id: str
    name: str
    picture: str
    holds: tuple[str, ...]

    def has(self, bundle: Bundle) -> bool:
        """Whether the bundle belongs here; it may belong to several stages (出行/准入准营)."""
        return any(re.split("[（(]", word)[0].strip() in self.holds for word in bundle.stage.split("/"))


@dataclass
class Catalogue:
    """All bundles, by id, in the order of their folders' names."""

    bundles: Mapping[str, Bundle]
    departments: Mapping[str, Department]
    stages: tuple[Stage, ...]
    overlays: Mapping[str, tuple[Overlay, ...]]
    scenarios: Mapping[str, tuple[Scenario, ...]]
    regions: Regions
    version: str
    _editions: dict[tuple[object, ...], Edition] = field(default_factory=dict)
    _daily: dict[str, bool] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def edition(self, bundle: str, region: str, today: date) -> Edition:
        """The bundle as it holds in a region on a day; compiled at the first asking, then kept."""
        region = region[:6]
        key = (bundle, self._place(bundle, region), today if self._changes_daily(bundle) else None)
        found = self._editions.get(key)
        if found is None or len(found.diagrams.variable) > found.compiled_size + _GROWTH:
            found = Edition(lay(self.bundles[bundle], self.overlays.get(bundle, ()), region), region, today)
            with self._lock:
                while len(self._editions) >= _EDITIONS:
                    self._editions.pop(next(iter(self._editions)))
                self._editions[key] = found
        return found

    def _changes_daily(self, bundle: str) -> bool:
        if bundle not in self._daily:
            self._daily[bundle] = changes_with_the_day(self.bundles[bundle])
        return self._daily[bundle]

    def _place(self, bundle: str, region: str) -> str:
        """The region itself where rules look at it or overlays touch it, else the province: editions are shared."""
        return region if bundle in self._local else "410000"

    @cached_property
    def _local(self) -> frozenset[str]:
        return frozenset(
            name for name, bundle in self.bundles.items() if self.overlays.get(name) or looks_at_the_region(bundle)
        )

    def of_stage(self, stage: Stage) -> tuple[Bundle, ...]:
        """The bundles of a life stage."""
        return tuple(bundle for bundle in self.bundles.values() if stage.has(bundle))


def load(folder: Path) -> Catalogue:
    """The catalogue of a folder. CatalogueError with every problem if there is one."""
    catalogue, problems = read(folder)
    if problems:
        raise CatalogueError(problems)
    return catalogue


def read(folder: Path) -> tuple[Catalogue, list[Problem]]:
    """The catalogue as far as it can be read, and all that is wrong with it."""
    problems: list[Problem] = []
    departments = _departments(folder, problems)
    found = sorted(path.parent for path in (folder / "bundles").glob("*/bundle.yaml"))
    known = {path.name for path in found} | {path.stem for path in (folder / "finding").glob("*.yaml")}
    bundles: dict[str, Bundle] = {}
    examples: dict[str, tuple[Scenario, ...]] = {}
    for path in found:
        name = path.name
        top = sheet(path / "bundle.yaml", f"catalogue/bundles/{name}/bundle.yaml", problems)
        before = len(problems)
        bundle = BundleReader(name, departments, known).read(top)
        if len(problems) > before:
            continue
        bundles[name] = bundle
        if (path / "scenarios.yaml").exists():
            examples[name] = scenarios(
                sheet(path / "scenarios.yaml", f"catalogue/bundles/{name}/scenarios.yaml", problems), bundle
            )
    overlays = _overlays(folder, bundles, departments, known, problems)
    bundles = {name: supply(bundle, overlays.get(name, ())) for name, bundle in bundles.items()}
    regions = Regions(folder / "regions")
    return Catalogue(
        bundles, departments, _stages(folder, problems), overlays, examples, regions, _version(folder)
    ), problems


def _departments(folder: Path, problems: list[Problem]) -> dict[str, Department]:
    found: dict[str, Department] = {}
    for entry in sheet(folder / "departments.yaml", "catalogue/departments.yaml", problems).items():
        keys = entry.table(("id", "name", "official", "english"), needed=("id", "name", "official", "english"))
        if len(keys) == 4:
            one = Department(*(keys[key].text() for key in ("id", "name", "official", "english")))
            if one.id in found:
                entry.wrong(f"“{one.id}” stands twice among the departments")
            found[one.id] = one
    return found


def _stages(folder: Path, problems: list[Problem]) -> tuple[Stage, ...]:
    found = []
    for entry in sheet(folder / "stages.yaml", "catalogue/stages.yaml", problems).items():
        keys = entry.table(("id", "name", "picture", "holds"), needed=("id", "name", "picture", "holds"))
        if len(keys) == 4:
            name, words, picture = (keys[key].text() for key in ("id", "name", "picture"))
            found.append(Stage(name, words, picture, keys["holds"].texts()))
    return tuple(found)


def _overlays(
    folder: Path,
    bundles: Mapping[str, Bundle],
    departments: Mapping[str, Department],
    known: set[str],
    problems: list[Problem],
) -> dict[str, tuple[Overlay, ...]]:
    found: dict[str, list[Overlay]] = {}
    for path in sorted((folder / "overlays").glob("*/*.yaml")):
        name, region = path.stem, path.parent.name
        label = f"catalogue/overlays/{region}/{path.name}"
        if name not in bundles:
            if name not in known:
                problems.append(Problem(label, 1, f"no bundle is called “{name}”"))
            continue
        found.setdefault(name, []).append(
            overlay(sheet(path, label, problems), bundles[name], region, departments, known)
        )
    return {name: tuple(each) for name, each in found.items()}


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(
        (*folder.glob("bundles/*/bundle.yaml"), *folder.glob("overlays/*/*.yaml"), folder / "departments.yaml")
    ):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
