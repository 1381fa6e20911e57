"""A rehearsal: every proof on one bundle in one region as of one day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from webapp.catalogue.library import Catalogue
from webapp.guide import Bundle, Edition
from webapp.rehearsal import asking, endings, matters, papers, rules
from webapp.rehearsal.counting import Count, better_order, counted
from webapp.rehearsal.findings import Finding, Severity, Story
from webapp.rehearsal.flaws import NOTE, Flaw, Flaws, Stage, whole
from webapp.rehearsal.lines import Lines, lines_in

PROOFS = (*rules.PROOFS, *matters.PROOFS, *papers.PROOFS, *asking.PROOFS, *endings.PROOFS)
WORTH = 0.5
"""By how many questions another order must be shorter to be spoken of."""


@dataclass(frozen=True)
class Rehearsal:
    """All findings of one bundle in one region, the gravest first; how many questions are asked; how long it took."""

    bundle: str
    region: str
    as_of: date
    findings: tuple[Finding, ...]
    count: Count
    seconds: float

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings with which nothing may open."""
        return tuple(one for one in self.findings if one.severity is Severity.BLOCKING)

    def elsewhere(self, region: str) -> Rehearsal:
        """The same for another region that is judged alike; it takes no time."""
        findings = tuple(
            replace(one, region=region, story=replace(one.story, region=region) if one.story else None)
            for one in self.findings
        )
        return replace(self, region=region, findings=findings, seconds=0.0)


def rehearse(catalogue: Catalogue, bundle: str, region: str, as_of: date) -> Rehearsal:
    """All proofs on a bundle of the catalogue. KeyError if there is no such bundle."""
    began = perf_counter()
    shared, base = catalogue.edition(bundle, region, as_of), catalogue.bundles[bundle]
    edition, lines = whole(shared.bundle, shared.region, as_of), lines_in(catalogue, bundle, region)
    return _rehearsed(edition, base, lines, catalogue.departments, region, as_of, began)


def rehearsals(
    catalogue: Catalogue, bundles: Collection[str], regions: Collection[str], as_of: date
) -> Iterator[Rehearsal]:
    """Every bundle in every region that offers it; places that the rules judge alike are proved once."""
    for bundle in bundles:
        proved: dict[int, Rehearsal] = {}
        for region in regions:
            edition = catalogue.edition(bundle, region, as_of)
            if edition.closed:
                continue
            found = proved.get(id(edition))
            proved[id(edition)] = found = found or rehearse(catalogue, bundle, region, as_of)
            yield found if found.region == region else found.elsewhere(region)


def rehearse_alone(
    bundle: Bundle, lines: Lines, region: str, as_of: date, departments: Collection[str] = ()
) -> Rehearsal:
    """All proofs on a bundle that is part of no catalogue; without departments any may be named."""
    began = perf_counter()
    return _rehearsed(whole(bundle, region, as_of), bundle, lines, departments, region, as_of, began)


def _rehearsed(
    edition: Edition,
    base: Bundle,
    lines: Lines,
    departments: Collection[str],
    region: str,
    as_of: date,
    began: float,
) -> Rehearsal:
    stage, count = Stage(edition, base, departments), counted(edition)
    flaws = dict.fromkeys(_placed(flaw, stage, lines, region, as_of) for flaw in _all(stage, count))
    order = list(Severity)
    findings = sorted(flaws, key=lambda one: (order.index(one.severity), one.file, one.line, one.kind))
    return Rehearsal(base.id, region, as_of, tuple(findings), count, perf_counter() - began)


def _all(stage: Stage, count: Count) -> Iterator[Flaw]:
    for proof in PROOFS:
        yield from proof(stage)
    yield from _order(stage, count)


def _order(stage: Stage, count: Count) -> Flaws:
    found = better_order(stage.edition, count)
    if found is not None and count.expected - found[1] >= WORTH:
        order = tuple(fact.id for fact in found[0])
        moved = next(fact for fact, now in zip(order, stage.edition.order, strict=True) if fact != now.id)
        what = f"in another order {found[1]:.1f} questions are to be expected instead of {count.expected:.1f}"
        hint = "ask in this order: " + ", ".join(order)
        yield Flaw("better-order", NOTE, ("questions", moved), what, hint, None, order)


def _placed(flaw: Flaw, stage: Stage, lines: Lines, region: str, as_of: date) -> Finding:
    file, line = lines.at(*flaw.path)
    story = None if flaw.given is None else Story(flaw.given, region, as_of, stage.bundle)
    what, name = flaw.what[:1].upper() + flaw.what[1:], stage.bundle.id
    return Finding(flaw.kind, flaw.severity, name, region, as_of, file, line, what, flaw.hint, story, flaw.subjects)
