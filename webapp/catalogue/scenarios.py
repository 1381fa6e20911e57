"""Scenarios (典型情形): named answers with what must come out. Shown to citizens as examples, run as tests always."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from webapp.catalogue.keys import EXPECT_KEYS, NEEDED, SCENARIO_KEYS
from webapp.catalogue.problems import nearest_hint
from webapp.catalogue.shared import Keys
from webapp.catalogue.sheets import Entry
from webapp.guide import (
    UNKNOWN,
    Bundle,
    Edition,
    Fact,
    Guidance,
    Kind,
    Standing,
    Value,
    ValueProblem,
    guide,
)

AS_OF = date(2026, 12, 1)
"""The day on which a scenario plays that names none."""


@dataclass(frozen=True)
class Scenario:
    """One person's answers and what must come out of them. `line`: where it stands in its file."""

    name: str
    shown: bool
    region: str
    as_of: date
    given: Mapping[str, Value]
    chosen: tuple[str, ...] = ()
    expect: Mapping[str, Any] = field(default_factory=dict)
    line: int = 1

    def differences(self, edition: Edition) -> list[str]:
        """What comes out otherwise than expected, one sentence each; empty if all is well.

        The lists of matters are whole: what is not named must not come out. Materials are compared only if named.
        """
        found = guide(edition, self.given, self.chosen)
        wrong = []
        for key, came in _lists(found).items():
            wanted = self.expect.get(key, None if key == "materials" else ())
            if wanted is not None and set(wanted) != set(came):
                parts = (("missing", set(wanted) - set(came)), ("too many", set(came) - set(wanted)))
                wrong.append(
                    f"{key}: " + "; ".join(f"{what} {'、'.join(sorted(some))}" for what, some in parts if some)
                )
        if "apply_now" in self.expect and self.expect["apply_now"] is not found.apply_now:
            wrong.append(f"apply_now: expected {_plain(self.expect['apply_now'])}, came {_plain(found.apply_now)}")
        for name, value in (self.expect.get("computed") or {}).items():
            came_out = found.computed.get(name)
            if str(came_out) != str(value) and came_out != value:
                wrong.append(f"computed {name}: expected {_plain(value)}, came {_plain(came_out)}")
        asked = set(found.path.asked) | ({found.next_question.id} if found.next_question else set())
        wrong += [f"“{name}” was asked" for name in self.expect.get("never-asked") or () if name in asked]
        said = [one.entry.otherwise for one in found.instead]
        if self.expect.get("instead") and not any(self.expect["instead"] in text for text in said):
            wrong.append(f"instead: expected “{self.expect['instead']}”, came {'、'.join(said) or 'nothing'}")
        return wrong


def _plain(value: object) -> str:
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _lists(found: Guidance) -> dict[str, list[str]]:
    return {
        "required": [v.matter.id for v in found.standing(Standing.REQUIRED)],
        "optional": [v.matter.id for v in found.standing(Standing.OPTIONAL)],
        "undecided": [v.matter.id for v in found.standing(Standing.UNDECIDED)],
        "materials": [material.id for material in found.materials],
    }


def scenarios(top: Entry, bundle: Bundle) -> tuple[Scenario, ...]:
    """The bundle's scenarios; what is wrong stands in the sheet's problems."""
    return tuple(_scenario(entry, bundle) for entry in top.items())


def _scenario(entry: Entry, bundle: Bundle) -> Scenario:
    keys = entry.table(SCENARIO_KEYS, needed=NEEDED["scenario"])
    optional = [matter.id for matter in bundle.matters if matter.optional]
    _known(keys, "chosen", optional, "optional matter")
    return Scenario(
        keys["name"].text() if "name" in keys else "",
        keys["shown"].truth() if "shown" in keys else False,
        _region(keys["region"]) if "region" in keys else "410000",
        _day(keys["as_of"]) if "as_of" in keys else AS_OF,
        _given(keys, bundle),
        keys["chosen"].texts() if "chosen" in keys else (),
        _expectation(keys["expect"], bundle) if "expect" in keys else {},
        entry.line,
    )


def _given(keys: Keys, bundle: Bundle) -> dict[str, Value]:
    given: dict[str, Value] = {}
    for name, one in keys["given"].table(bundle.facts).items() if "given" in keys else ():
        if name in bundle.facts:
            value = one.value()
            try:
                given[name] = UNKNOWN if value == UNKNOWN else bundle.facts[name].read(value)
            except ValueProblem as fault:
                one.wrong(str(fault), "put it in quotes" if bundle.facts[name].kind is Kind.REGION else "")
    return given


def _expectation(entry: Entry, bundle: Bundle) -> dict[str, Any]:
    expect = entry.table(EXPECT_KEYS)
    for key in ("required", "optional", "undecided"):
        _known(expect, key, bundle.matter, "matter")
    _known(expect, "materials", [one.id for one in bundle.materials], "material")
    _known(expect, "never-asked", bundle.question, "question")
    for name, one in expect["computed"].table().items() if "computed" in expect else ():
        if name not in bundle.derived_fact:
            one.wrong(f"no derived fact is called “{name}”", nearest_hint(name, bundle.derived_fact))
    found = {key: one.value() for key, one in expect.items()}
    if not isinstance(found.get("apply_now"), bool | None):
        expect["apply_now"].wrong("apply_now is true, false or null")
    if not isinstance(found.get("instead"), str | None):
        expect["instead"].wrong("instead is a part of what is said")
    return {key: value for key, value in found.items() if key in EXPECT_KEYS and isinstance(value, _SHAPES[key])}


_SHAPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("required", "optional", "undecided", "materials", "never-asked"), (list,)),
    "apply_now": (bool, type(None)),
    "computed": (dict,),
    "instead": (str,),
}


def _known(keys: Keys, key: str, known: Collection[str], what: str) -> None:
    for one in keys[key].items() if key in keys else ():
        if one.text() not in known:
            one.wrong(f"no {what} is called “{one.text()}”", nearest_hint(one.text(), known))


def _region(entry: Entry) -> str:
    try:
        Fact("region", Kind.REGION).read(entry.text())
    except ValueProblem as fault:
        entry.wrong(str(fault))
    return entry.text()


def _day(entry: Entry) -> date:
    try:
        return date.fromisoformat(entry.text())
    except ValueError:
        entry.wrong(f"a day is written 2026-12-01, not {entry.text()}")
        return AS_OF
