"""A scenario tells what came out otherwise, one sentence a difference."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from webapp.catalogue.library import load
from webapp.catalogue.scenarios import AS_OF, Scenario
from webapp.house import house

CATALOGUE = load(house() / "catalogue")
SOUND = next(one for one in CATALOGUE.scenarios["newborn"] if "materials" in one.expect and one.expect["apply_now"])


def differences(**expect: Any) -> list[str]:
    """What the scenario says when it expects something else."""
    scenario: Scenario = replace(SOUND, expect={**SOUND.expect, **expect})
    return scenario.differences(CATALOGUE.edition("newborn", scenario.region, scenario.as_of))


def test_a_sound_one_is_silent() -> None:
    assert differences() == []
    assert SOUND.line > 0


@pytest.mark.parametrize(
    ("expect", "sentence"),
    [
        ({"required": []}, "required: too many nb.birth_cert、"),
        ({"undecided": ["nb.hukou"]}, "undecided: missing nb.hukou"),
        ({"materials": ["dna"]}, "materials: missing dna; too many "),
        ({"apply_now": False}, "apply_now: expected false, came true"),
        ({"apply_now": None}, "apply_now: expected null, came true"),
        ({"computed": {"days_old": 5}}, "computed days_old: expected 5, came null"),
        ({"never-asked": ["child_birth"]}, "“child_birth” was asked"),
        ({"instead": "明年再来"}, "instead: expected “明年再来”, came nothing"),
    ],
)
def test_a_difference_is_one_sentence(expect: dict[str, Any], sentence: str) -> None:
    (told,) = differences(**expect)
    assert told.startswith(sentence)


def test_materials_are_compared_only_if_named() -> None:
    scenario = replace(SOUND, expect={key: value for key, value in SOUND.expect.items() if key != "materials"})
    assert scenario.differences(CATALOGUE.edition("newborn", scenario.region, scenario.as_of)) == []


def test_what_the_province_must_do_is_named_in_full() -> None:
    """A matter that nobody expects is as wrong as one that is missing."""
    (told,) = differences(required=[*SOUND.expect["required"], "nb.child_subsidy"])
    assert told == "required: missing nb.child_subsidy"


def test_the_day_of_a_scenario_without_a_day_is_fixed() -> None:
    assert AS_OF.isoformat() == "2026-12-01"
