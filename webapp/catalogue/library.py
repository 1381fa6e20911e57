"""The catalogue as a whole: every bundle, department, overlay and scenario, read once and then only looked at."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock

from webapp.catalogue import directory
from webapp.catalogue.directory import Audience, Department, Stage
from webapp.catalogue.keys import FINDING_KEYS, NEEDED
from webapp.catalogue.overlays import overlay
from webapp.catalogue.problems import CatalogueError, Problem, nearest_hint
from webapp.catalogue.reader import BundleReader
from webapp.catalogue.regions import Regions, RegionsError
from webapp.catalogue.scenarios import Scenario, scenarios
from webapp.catalogue.shared import Shared, Sharing, shared_parts
from webapp.catalogue.sheets import sheet
from webapp.catalogue.terms import Terms, read_terms
from webapp.guide import Bundle, Edition, Overlay, Tier, lay, outside, supply
from webapp.guide.functions import region_prefix, within
from webapp.guide.regional import changes_with_the_day, regions_told_apart

CODES = "the codes stand in catalogue/regions/places.tsv"
_EDITIONS = 512
_GROWTH = 200_000
"""Nodes and remembered joins that answers may add to an edition's store before it is compiled afresh."""


@dataclass
class Catalogue:
    """All bundles, by id, in the order of their folders' names. `folder` is where they were read from."""

    bundles: Mapping[str, Bundle]
    departments: Mapping[str, Department]
    stages: tuple[Stage, ...]
    audiences: tuple[Audience, ...]
    overlays: Mapping[str, tuple[Overlay, ...]]
    scenarios: Mapping[str, tuple[Scenario, ...]]
    sharing: Sharing
    regions: Regions
    version: str
    terms: Terms
    folder: Path
    _editions: dict[tuple[object, ...], Edition] = field(default_factory=dict)
    _daily: dict[str, bool] = field(default_factory=dict)
    _apart: dict[str, frozenset[str] | None] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def edition(self, bundle: str, region: str, today: date) -> Edition:
        """The bundle as it holds in a region on a day; compiled at the first asking, then kept."""
        region = self._place(bundle, region[:6])
        key = (bundle, region, today if self._changes_daily(bundle) else None)
        found = self._editions.get(key)
        if found is None or len(found.diagrams) > found.compiled_size + _GROWTH:
            found = Edition(lay(self.bundles[bundle], self.overlays.get(bundle, ()), region), region, today)
            with self._lock:
                while len(self._editions) >= _EDITIONS:
                    self._editions.pop(next(iter(self._editions)))
                self._editions[key] = found
        return found

    def _changes_daily(self, bundle: str) -> bool:
        if bundle not in self._daily:
            everywhere = [lay(self.bundles[bundle], [one], one.region) for one in self.overlays.get(bundle, ())]
            self._daily[bundle] = any(map(changes_with_the_day, [self.bundles[bundle], *everywhere]))
        return self._daily[bundle]

    def _place(self, bundle: str, region: str) -> str:
        """The nearest region upwards that the rules or an overlay tell apart: places judged alike share an edition."""
        if outside(self.bundles[bundle], region):
            return region
        if bundle not in self._apart:
            self._apart[bundle] = self._regions_apart(bundle)
        apart = self._apart[bundle]
        if apart is None:
            return region
        return max(
            (code for code in apart if within(region, code)),
            key=lambda code: len(region_prefix(code)),
            default="410000",
        )

    def _regions_apart(self, bundle: str) -> frozenset[str] | None:
        overlays = self.overlays.get(bundle, ())
        found = {one.region for one in overlays}
        for laid in (self.bundles[bundle], *(lay(self.bundles[bundle], [one], one.region) for one in overlays)):
            told = regions_told_apart(laid)
            if told is None:
                return None
            found |= told
        return frozenset(found)

    def of_stage(self, stage: Stage) -> tuple[Bundle, ...]:
        """The bundles of a life stage."""
        return self._by_stage[stage]

    def of_audience(self, audience: Audience) -> tuple[Bundle, ...]:
        """The bundles for these people, the commonest first."""
        return tuple(self.bundles[name] for name in audience.holds if name in self.bundles)

    def of_department(self, department: str) -> tuple[Bundle, ...]:
        """The bundles that a department leads, then those that it helps with or decides a matter of."""
        return self._by_department.get(department, ())

    @cached_property
    def _by_stage(self) -> Mapping[Stage, tuple[Bundle, ...]]:
        return {stage: tuple(one for one in self.bundles.values() if stage.has(one)) for stage in self.stages}

    @cached_property
    def _by_department(self) -> Mapping[str, tuple[Bundle, ...]]:
        led: dict[str, list[Bundle]] = {}
        helped: dict[str, list[Bundle]] = {}
        for bundle in self.bundles.values():
            led.setdefault(bundle.lead, []).append(bundle)
            busy = {*bundle.departments, *(one for matter in bundle.matters for one in matter.departments)}
            for department in busy - {bundle.lead}:
                helped.setdefault(department, []).append(bundle)
        return {name: (*led.get(name, ()), *helped.get(name, ())) for name in led.keys() | helped.keys()}


def load(folder: Path) -> Catalogue:
    """The catalogue of a folder. CatalogueError with every problem if there is one."""
    catalogue, problems = read(folder)
    if problems:
        raise CatalogueError(problems)
    return catalogue


def read(folder: Path) -> tuple[Catalogue, list[Problem]]:
    """The catalogue as far as it can be read, and all that is wrong with it. CatalogueError if there are no regions."""
    problems: list[Problem] = []
    departments = directory.departments(folder, problems)
    rooms = sorted(path for path in (folder / "bundles").glob("*") if path.is_dir())
    known = {path.name for path in rooms} | {path.stem for path in (folder / "finding").glob("*.yaml")}
    shared = shared_parts(folder, known, problems)
    bundles: dict[str, Bundle] = {}
    examples: dict[str, tuple[Scenario, ...]] = {}
    for path in rooms:
        label = f"catalogue/bundles/{path.name}"
        if not (path / "bundle.yaml").exists():
            problems.append(Problem(label, 1, "this folder has no bundle.yaml", "write one, or take the folder away"))
            continue
        before = len(problems)
        top = sheet(path / "bundle.yaml", f"{label}/bundle.yaml", problems)
        bundle = BundleReader(path.name, departments, known, shared).read(top)
        if len(problems) > before or path.name in shared.missed:
            continue
        bundles[path.name] = bundle
        if (path / "scenarios.yaml").exists():
            shown = scenarios(sheet(path / "scenarios.yaml", f"{label}/scenarios.yaml", problems), bundle)
            if len(problems) == before:
                examples[path.name] = shown
    overlays, spoilt = _overlays(folder, bundles, departments, known, shared, problems)
    if not problems:
        shared.look_for_idle(bundles)
    examples = {name: each for name, each in examples.items() if name not in spoilt}
    bundles = {name: supply(bundle, overlays.get(name, ())) for name, bundle in bundles.items()}
    stages, terms = directory.stages(folder, problems), read_terms(folder, problems)
    try:
        regions = Regions(folder / "regions")
    except RegionsError as fault:
        raise CatalogueError([*problems, Problem("catalogue/regions", 1, str(fault))]) from fault
    audiences = directory.audiences(folder, known, problems)
    problems += [*_misplaced(bundles.values(), regions), *_misplaced_overlays(overlays, regions)]
    bundles = {name: _at_home(bundle, regions) for name, bundle in bundles.items()}
    problems = list(dict.fromkeys(problems))
    version = _version(folder)
    found = Catalogue(
        bundles, departments, stages, audiences, overlays, examples, shared.sharing, regions, version, terms, folder
    )
    return found, problems


def _at_home(bundle: Bundle, regions: Regions) -> Bundle:
    """A local bundle with what people elsewhere are told. A region that there is not counts as none."""
    if bundle.region is None or regions.region(bundle.region) is None:
        return replace(bundle, region=None)
    home = regions.name(bundle.region)
    return replace(bundle, elsewhere=f"这件事只在{home}办。您选的地方不在{home}。请打12345，问那里能不能办类似的事。")


def _misplaced(bundles: Iterable[Bundle], regions: Regions) -> Iterator[Problem]:
    """Local bundles that lie nowhere, and bundles that lie somewhere without being local."""
    for one in bundles:
        file = f"catalogue/bundles/{one.id}/bundle.yaml"
        if one.region is not None and regions.region(one.region) is None:
            yield Problem(file, 1, f"no region of the province has the code “{one.region}”", CODES)
        if (one.tier is Tier.LOCAL) is not (one.region is not None):
            yield Problem(file, 1, "`tier: local` and `region` go together", "write both or neither")


def _misplaced_overlays(overlays: Mapping[str, Iterable[Overlay]], regions: Regions) -> Iterator[Problem]:
    for name, each in overlays.items():
        for one in each:
            if regions.region(one.region) is None:
                file = f"catalogue/overlays/{one.region}/{name}.yaml"
                yield Problem(file, 1, f"no region of the province has the code “{one.region}”", CODES)


def sayings(folder: Path, bundles: Iterable[str]) -> list[Problem]:
    """What is wrong with the words that bundles are found by."""
    problems: list[Problem] = []
    for path in sorted((folder / "finding").glob("*.yaml")):
        top = sheet(path, f"catalogue/finding/{path.name}", problems)
        for key, entry in top.table(FINDING_KEYS, needed=NEEDED["finding"] if top else ()).items():
            if key in ("surely", "never"):
                entry.texts()
            elif key in FINDING_KEYS:
                entry.text()
    for name in bundles:
        if not (folder / "finding" / f"{name}.yaml").exists():
            label, hint = f"catalogue/bundles/{name}/bundle.yaml", f"write catalogue/finding/{name}.yaml"
            problems.append(Problem(label, 1, "nobody can find it: there are no words for it", hint))
    return problems


def strays(catalogue: Catalogue) -> list[Problem]:
    """The bundles that no life stage or no audience holds, so that nobody comes upon them by looking through."""
    words = [word for stage in catalogue.stages for word in stage.holds]
    held = {name for audience in catalogue.audiences for name in audience.holds}
    problems = []
    for bundle in catalogue.bundles.values():
        file = f"catalogue/bundles/{bundle.id}/bundle.yaml"
        if not any(stage.has(bundle) for stage in catalogue.stages):
            fault = f"no life stage of catalogue/stages.yaml holds “{bundle.stage}”"
            problems.append(Problem(file, 1, fault, nearest_hint(bundle.stage, words)))
        if bundle.id not in held:
            hint = "put its id under those it is for"
            problems.append(Problem(file, 1, "nobody of catalogue/audiences.yaml holds it", hint))
    return problems


def _overlays(
    folder: Path,
    bundles: Mapping[str, Bundle],
    departments: Mapping[str, Department],
    known: set[str],
    shared: Shared,
    problems: list[Problem],
) -> tuple[dict[str, tuple[Overlay, ...]], set[str]]:
    """The sound overlays by bundle, and the bundles that have an unsound one."""
    found: dict[str, list[Overlay]] = {}
    spoilt: set[str] = set()
    for path in sorted((folder / "overlays").glob("*/*.yaml")):
        name, region = path.stem, path.parent.name
        label = f"catalogue/overlays/{region}/{path.name}"
        if name not in bundles:
            if name not in known:
                problems.append(Problem(label, 1, f"no bundle is called “{name}”", nearest_hint(name, known)))
            continue
        if not re.fullmatch(r"41[0-9]{4}", region):
            problems.append(
                Problem(label, 1, f"no region of the province has the code “{region}”", "six digits, like 410100")
            )
            continue
        before = len(problems)
        changes = overlay(sheet(path, label, problems), bundles[name], region, departments, known, shared)
        if len(problems) == before:
            found.setdefault(name, []).append(changes)
        else:
            spoilt.add(name)
    return {name: tuple(each) for name, each in found.items()}, spoilt


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    alone = (folder / "departments.yaml", folder / "shared.yaml")
    for path in sorted((*folder.glob("bundles/*/bundle.yaml"), *folder.glob("overlays/*/*.yaml"), *alone)):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:12]
