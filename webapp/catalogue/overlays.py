"""From overlays/<region>/<bundle>.yaml to an Overlay. What would drop a duty is refused at its line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from webapp.catalogue.keys import CONFIDENCES, OVERLAY_KEYS
from webapp.catalogue.parts import PartsReader, supplied
from webapp.catalogue.problems import nearest_hint
from webapp.catalogue.references import check_trees
from webapp.catalogue.shared import Keys, Shared
from webapp.catalogue.sheets import Entry
from webapp.guide import WHOLE, Basis, Bundle, Overlay, Tier, Value, lay


def overlay(
    top: Entry,
    bundle: Bundle,
    region: str,
    departments: Collection[str],
    bundles: Collection[str],
    shared: Shared,
) -> Overlay:
    """The region's differences, as far as they can be read; what is wrong stands in the sheet's problems."""
    keys = top.table(OVERLAY_KEYS)
    if not keys:
        top.wrong("the overlay changes nothing", "write what the region changes, or take the file away")
    reader = PartsReader(bundle.id, departments, bundles, shared)
    refused = _not_offered(keys, bundle)
    found = Overlay(
        bundle.id,
        region,
        _parameters(keys, bundle),
        {name: reader.some({name: one}, name) for name, one in _by_matter(keys, "departments", bundle).items()},
        {name: reader.tree(one) for name, one in _by_matter(keys, "also_when", bundle).items()},
        refused,
        "offered" in keys and _offered(keys["offered"], bundle, refused),
        tuple(replace(reader.matter(one), tier=Tier.LOCAL) for one in _new(keys, "matters", "id", bundle.matter)),
        tuple(reader.material(one) for one in _new(keys, "materials", "id", [one.id for one in bundle.materials])),
        tuple(reader.question(one) for one in _new(keys, "questions", "fact", bundle.facts)),
        reader.choice(keys, "basis", Basis, Basis.UNVERIFIED),
        (keys["confidence"].one_of(CONFIDENCES, "confidence") if "confidence" in keys else None) or "low",
        reader.text(keys, "note"),
    )
    for one in _by_matter(keys, "departments", bundle).values():
        for department in one.items():
            reader.department(department)
    _check_groups(keys, bundle)
    check_trees(lay(bundle, [found], region), reader.trees, reader.unsure)
    return found


def _by_matter(keys: Keys, key: str, bundle: Bundle) -> Keys:
    if key not in keys:
        return {}
    return {name: one for name, one in keys[key].table(bundle.matter).items() if name in bundle.matter}


def _parameters(keys: Keys, bundle: Bundle) -> dict[str, Value]:
    values = {}
    for name, entry in keys["parameters"].table().items() if "parameters" in keys else ():
        parameter = bundle.parameter.get(name)
        if parameter is None:
            entry.wrong(f"“{bundle.id}” asks regions for no parameter “{name}”", nearest_hint(name, bundle.parameter))
            continue
        value = supplied(parameter, entry.value(), entry)
        if value is not None:
            values[name] = value
    return values


def _not_offered(keys: Keys, bundle: Bundle) -> dict[str, str]:
    """Where each of them can be done instead. Only what the province leaves open can be left out."""
    refused = {}
    entries = keys["not_offered"].table((*bundle.matter, WHOLE)) if "not_offered" in keys else {}
    for name, entry in entries.items():
        matter = bundle.matter.get(name)
        if matter is None and name != WHOLE:
            continue
        refused[name] = entry.text()
        if matter is None and bundle.tier is not Tier.ELECTIVE:
            entry.wrong(
                f"“{bundle.id}” is no elective bundle; a region cannot leave it out",
                "only a bundle with `tier: elective` can be left out as a whole",
            )
        elif matter is not None and (not matter.optional or matter.tier is Tier.MANDATORY):
            entry.wrong(
                f"“{name}” is due by the province's rules; a region can add and make stricter, never drop it",
                "only optional matters can be left out, and none with `tier: mandatory`",
            )
        elif not refused[name]:
            entry.wrong(f"nothing says where “{name}” can be done instead", "write where people should go")
    return refused


def _offered(entry: Entry, bundle: Bundle, refused: Collection[str]) -> bool:
    """Whether the region says that it offers an elective bundle; until it does, nobody knows."""
    if not entry.truth():
        entry.wrong("“offered” is only ever true", f"write not_offered: {{'{WHOLE}': where people should go}}")
    elif bundle.tier is not Tier.ELECTIVE:
        entry.wrong(f"“{bundle.id}” is no elective bundle: nobody doubts that it is offered", "take the line away")
    elif WHOLE in refused:
        entry.wrong("the bundle is offered and not offered", "keep one of the two")
    return True


def _check_groups(keys: Keys, bundle: Bundle) -> None:
    """A matter that comes due more often pushes those behind it out of their group, and so would drop a duty."""
    for name, entry in _by_matter(keys, "also_when", bundle).items():
        for group in bundle.one_of.values():
            behind = (
                [one for one in group[group.index(name) + 1 :] if not bundle.matter[one].optional]
                if name in group
                else []
            )
            if behind:
                entry.wrong(
                    f"of a group only one is done: “{name}” would push out “{behind[0]}”, which the province demands",
                    "a region can add and make stricter, never drop a duty",
                )


def _new(keys: Keys, key: str, name: str, known: Collection[str]) -> list[Entry]:
    found = list(keys[key].items()) if key in keys else []
    for entry in found:
        own = entry.table().get(name)
        if own is not None and own.text() in known:
            own.wrong(f"“{own.text()}” is the province's already", "what a region adds needs a name of its own")
    return found
