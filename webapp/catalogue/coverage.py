"""How far the typical situations (典型情形) reach: each matter due for somebody, and not needed for somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.catalogue.library import Catalogue
from webapp.catalogue.problems import Problem
from webapp.catalogue.regions import PROVINCE
from webapp.catalogue.scenarios import AS_OF, Scenario
from webapp.guide.diagrams import NO, YES

FEWEST = 6
"""Typical situations that a bundle has at least."""

DUE = ("required", "optional")
NEITHER = ("required", "optional", "undecided")


@dataclass(frozen=True)
class Coverage:
    """One bundle's: how many situations it has, how many are shown, and the matters that none of them reaches.

    Only what can come out is counted: a matter that everybody must do is never not needed, and one that hangs on a
    parameter no region has supplied is never due.
    """

    bundle: str
    situations: int
    shown: int
    matters: int
    never_due: tuple[str, ...]
    never_spared: tuple[str, ...]

    def problems(self) -> Iterator[Problem]:
        """What is missing, at the bundle's file of situations."""
        file = f"catalogue/bundles/{self.bundle}/scenarios.yaml"
        if self.situations < FEWEST:
            yield Problem(file, 1, f"only {self.situations} situations", f"write at least {FEWEST}")
        if not self.shown:
            yield Problem(file, 1, "no situation is shown to people", "put `shown: true` to the two or three commonest")
        for name in self.never_due:
            yield Problem(file, 1, f"“{name}” is due for nobody", "write somebody who must or may do it")
        for name in self.never_spared:
            yield Problem(file, 1, f"“{name}” is spared nobody", "write somebody who need not do it")


def coverage(catalogue: Catalogue, bundle: str) -> Coverage:
    """How far the situations of one bundle reach."""
    several = catalogue.scenarios.get(bundle, ())
    matters = catalogue.bundles[bundle].matters
    due, spared = _possible(catalogue, bundle)
    return Coverage(
        bundle,
        len(several),
        sum(one.shown for one in several),
        len(matters),
        tuple(m.id for m in matters if m.id in due and not any(_among(one, m.id, DUE) for one in several)),
        tuple(m.id for m in matters if m.id in spared and all(_among(one, m.id, NEITHER) for one in several)),
    )


def _among(scenario: Scenario, matter: str, keys: tuple[str, ...]) -> bool:
    return any(matter in scenario.expect.get(key, ()) for key in keys)


def _possible(catalogue: Catalogue, bundle: str) -> tuple[set[str], set[str]]:
    """The matters that can be due, and those that can be not needed, for somebody in the province."""
    places = [PROVINCE, *(one.region for one in catalogue.overlays.get(bundle, ()))]
    due: set[str] = set()
    spared: set[str] = set()
    for place in places:
        edition = catalogue.edition(bundle, place, AS_OF)
        for name, node in edition.matters.items():
            leaves = edition.diagrams.leaves(edition.askable(node, 0))
            if YES in leaves:
                due.add(name)
            if NO in leaves:
                spared.add(name)
    return due, spared
