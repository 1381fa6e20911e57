"""From overlays/<region>/<bundle>.yaml to an Overlay. What would drop a duty is refused at its line."""

from __future__ import annotations

from collections.abc import Collection

from webapp.catalogue.problems import nearest_hint
from webapp.catalogue.reader import BundleReader, supplied
from webapp.catalogue.sheets import Entry
from webapp.guide.bundles import Basis, Bundle
from webapp.guide.overlays import Overlay

KEYS = [
    "parameters",
    "departments",
    "also_when",
    "not_offered",
    "matters",
    "materials",
    "questions",
    "basis",
    "confidence",
    "note",
]


def overlay(top: Entry, bundle: Bundle, region: str, departments: Collection[str], bundles: Collection[str]) -> Overlay:
    """The region's differences, as far as they can be read; what is wrong stands in the sheet's problems."""
    keys = top.table(KEYS)
    reader = BundleReader(bundle.id, departments, bundles)
    values = {}
    for name, entry in keys["parameters"].table().items() if "parameters" in keys else ():
        parameter = bundle.parameter.get(name)
        if parameter is None:
            entry.wrong(f"“{bundle.id}” asks regions for no parameter “{name}”", nearest_hint(name, bundle.parameter))
            continue
        value = supplied(parameter, entry.value(), entry)
        if value is not None:
            values[name] = value
    named = {}
    for name, entry in keys["departments"].table(bundle.matter).items() if "departments" in keys else ():
        named[name] = tuple(reader.department(one) for one in entry.items())
    also = {}
    for name, entry in keys["also_when"].table(bundle.matter).items() if "also_when" in keys else ():
        also[name] = reader.tree(entry)
    refused = {}
    for name, entry in keys["not_offered"].table(bundle.matter).items() if "not_offered" in keys else ():
        if name in bundle.matter and not bundle.matter[name].optional:
            entry.wrong(
                f"“{name}” is due by the province's rules; a region can add and make stricter, never drop it",
                "only optional matters can be left out",
            )
        refused[name] = entry.text()
    matters = tuple(reader.matter(one) for one in keys["matters"].items()) if "matters" in keys else ()
    for one, entry in zip(matters, keys["matters"].items() if "matters" in keys else (), strict=True):
        if one.id in bundle.matter:
            entry.wrong(f"“{one.id}” is the province's matter already", "a region's own matter needs an id of its own")
    return Overlay(
        bundle.id,
        region,
        values,
        named,
        also,
        refused,
        matters,
        tuple(reader.material(one) for one in keys["materials"].items()) if "materials" in keys else (),
        tuple(reader.question(one) for one in keys["questions"].items()) if "questions" in keys else (),
        Basis(keys["basis"].one_of([one.value for one in Basis], "basis") or "unverified")
        if "basis" in keys
        else Basis.UNVERIFIED,
        keys["confidence"].text() if "confidence" in keys else "low",
        keys["note"].text() if "note" in keys else "",
    )
