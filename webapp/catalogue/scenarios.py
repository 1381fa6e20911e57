"""Scenarios (典型情形): named answers with what must come out. Shown to citizens as examples, run as tests always."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from webapp.catalogue.problems import nearest_hint
from webapp.catalogue.sheets import Entry
from webapp.guide import UNKNOWN, Bundle, Edition, Guidance, Standing, Value, ValueProblem, guide

KEYS = ["name", "shown", "region", "as_of", "given", "chosen", "expect"]
EXPECT_KEYS = ["required", "optional", "undecided", "apply_now", "materials", "computed", "never-asked", "instead"]


@dataclass(frozen=True)
class Scenario:
    """One person's answers and what must come out of them."""

    name: str
    shown: bool
    region: str
    as_of: date
    given: Mapping[str, Value]
    chosen: tuple[str, ...] = ()
    expect: Mapping[str, Any] = field(default_factory=dict)
    line: int = 1

    def differences(self, edition: Edition) -> list[str]:
        """What comes out otherwise than expected, one sentence each; empty if all is well."""
        found = guide(edition, self.given, self.chosen)
        wrong = [
            f"{key}: expected {sorted(set(wanted) - set(came))} more, and not {sorted(set(came) - set(wanted))}"
            for key, came in _lists(found).items()
            for wanted in [self.expect.get(key, () if key != "materials" and "materials" else None)]
            if wanted is not None and set(wanted) != set(came)
        ]
        if "apply_now" in self.expect and self.expect["apply_now"] is not found.apply_now:
            wrong.append(f"apply_now: expected {self.expect['apply_now']}, came {found.apply_now}")
        for name, value in self.expect.get("computed", {}).items():
            came = found.computed.get(name)
            if str(came) != str(value) and came != value:
                wrong.append(f"computed {name}: expected {value}, came {came}")
        asked = set(found.path.asked) | ({found.next_question.id} if found.next_question else set())
        wrong += [f"“{name}” was asked" for name in self.expect.get("never-asked", ()) if name in asked]
        if self.expect.get("instead") and not any(
            self.expect["instead"] in one.entry.otherwise for one in found.instead
        ):
            wrong.append(f"instead: expected “{self.expect['instead']}”")
        return wrong


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
    keys = entry.table(KEYS, needed=("name", "given", "expect"))
    given: dict[str, Value] = {}
    for name, one in keys["given"].table(bundle.facts).items() if "given" in keys else ():
        if name in bundle.facts:
            value = one.value()
            try:
                given[name] = UNKNOWN if value == UNKNOWN else bundle.facts[name].read(value)
            except ValueProblem as fault:
                one.wrong(str(fault))
    expect = keys["expect"].table(EXPECT_KEYS) if "expect" in keys else {}
    for key in ("required", "optional", "undecided", "materials", "never-asked"):
        known: Collection[str] = bundle.matter
        if key in ("materials", "never-asked"):
            known = [m.id for m in bundle.materials] if key == "materials" else list(bundle.question)
        for one in expect[key].items() if key in expect else ():
            if one.text() not in known:
                one.wrong(f"“{one.text()}” is none of the bundle's", nearest_hint(one.text(), known))
    return Scenario(
        keys["name"].text() if "name" in keys else "",
        keys["shown"].truth() if "shown" in keys else False,
        keys["region"].text() if "region" in keys else "410000",
        _day(keys["as_of"]) if "as_of" in keys else date(2026, 12, 1),
        given,
        keys["chosen"].texts() if "chosen" in keys else (),
        {key: one.value() for key, one in expect.items()},
        entry.line,
    )


def _day(entry: Entry) -> date:
    try:
        return date.fromisoformat(entry.text())
    except ValueError:
        entry.wrong("a day is written 2026-12-01")
        return date(2026, 12, 1)
