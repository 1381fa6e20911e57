"""From overlays/<region>/<bundle>.yaml to an Overlay. What would drop a duty is refused at its line."""

from __future__ import annotations

from collections.abc import Collection

from webapp.catalogue.keys import CONFIDENCES, OVERLAY_KEYS
from webapp.catalogue.parts import PartsReader, supplied
from webapp.catalogue.problems import nearest_hint
from webapp.catalogue.references import check_trees
from webapp.catalogue.shared import Keys, Shared
from webapp.catalogue.sheets import Entry
from webapp.guide import Basis, Bundle, Overlay, Value, lay


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
    found = Overlay(
        bundle.id,
        region,
        _parameters(keys, bundle),
        {name: reader.some({name: one}, name) for name, one in _by_matter(keys, "departments", bundle).items()},
        {name: reader.tree(one) for name, one in _by_matter(keys, "also_when", bundle).items()},
        _not_offered(keys, bundle),
        tuple(reader.matter(one) for one in _new(keys, "matters", "id", bundle.matter)),
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
    refused = {}
    for name, entry in _by_matter(keys, "not_offered", bundle).items():
        refused[name] = entry.text()
        if not bundle.matter[name].optional:
            entry.wrong(
                f"“{name}” is due by the province's rules; a region can add and make stricter, never drop it",
                "only optional matters can be left out",
            )
        elif not refused[name]:
            entry.wrong(f"nothing says where “{name}” can be done instead", "write where people should go")
    return refused


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
