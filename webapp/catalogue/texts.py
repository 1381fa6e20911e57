"""Every text of the catalogue that a person may read: the msgids of the `catalogue` domain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from webapp.catalogue.library import Catalogue
from webapp.guide import Bundle, Overlay


def texts(catalogue: Catalogue, folder: Path) -> frozenset[str]:
    """The texts of all bundles, departments, terms, shown scenarios, lines that tell apart; without empty ones."""
    found: set[str] = set()
    for bundle in catalogue.bundles.values():
        found.update(_of_bundle(bundle))
        found.update(scenario.name for scenario in catalogue.scenarios.get(bundle.id, ()) if scenario.shown)
        for overlay in catalogue.overlays.get(bundle.id, ()):
            found.update(overlay.not_offered.values())
            found.update(_of_overlay(overlay))
    for department in catalogue.departments.values():
        found.update((department.name, department.official))
    found.update(stage.name for stage in catalogue.stages)
    found.update(text for term in catalogue.terms.all for text in (term.word, term.means))
    found.update(audience.name for audience in catalogue.audiences)
    for path in folder.glob("finding/*.yaml"):
        found.add(str((yaml.safe_load(path.read_text("utf-8")) or {}).get("tell_apart", "")))
    for asked in (yaml.safe_load((folder / "finding/speech/neighbours.yaml").read_text("utf-8")) or {}).values():
        found.update((asked["ask"], *asked["choices"].values()))
    return frozenset(found - {""})


def _of_overlay(overlay: Overlay) -> Iterator[str]:
    """What a region adds: its notes, and the texts of its own parts, which are a bundle's."""
    yield overlay.note
    own = Bundle(overlay.bundle, "", overlay.questions, overlay.matters, materials=overlay.materials)
    yield from _of_bundle(own)


def _of_bundle(bundle: Bundle) -> Iterator[str]:
    yield from (bundle.name, bundle.audience, bundle.for_whom, bundle.brings, bundle.at_hand, bundle.origin)
    yield bundle.elsewhere
    yield from (*bundle.notes, *bundle.mistakes, *(title for title, _url, _basis in bundle.sources))
    for question in bundle.questions:
        yield from (question.ask, question.why, question.help, question.unit, question.fact.source or "")
        yield from (*question.fact.choices, *question.labels.values(), *question.mistakes)
    for derived in bundle.derived:
        yield from (derived.name, *(choice for choice in derived.choices if not choice.isascii()))
    for parameter in bundle.parameters:
        yield parameter.says
    for matter in bundle.matters:
        yield from (
            matter.name,
            matter.says,
            matter.brings,
            matter.result,
            matter.where,
            matter.law,
            matter.note,
            matter.fee,
        )
        yield from (matter.days.text, matter.days.note, *(name for _when, name in matter.variants))
    for material in bundle.materials:
        yield from (material.name, material.says, material.shared_from, material.note)
    for blank in bundle.fields:
        yield from (blank.label, blank.help, blank.source or "", *blank.choices)
    for entry in bundle.eligible:
        yield entry.otherwise
    for hint in bundle.hints:
        yield hint.tell
