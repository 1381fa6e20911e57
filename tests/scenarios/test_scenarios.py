"""Every typical situation (典型情形) of the catalogue, one test each: what is promised there comes out."""

from __future__ import annotations

import pytest

from webapp.catalogue.library import load
from webapp.catalogue.scenarios import Scenario
from webapp.guide import follow
from webapp.house import house

CATALOGUE = load(house() / "catalogue")
ALL = [(bundle, scenario) for bundle, several in CATALOGUE.scenarios.items() for scenario in several]
NAMES = [f"{bundle}: {scenario.name}" for bundle, scenario in ALL]


@pytest.mark.parametrize(("bundle", "scenario"), ALL, ids=NAMES)
def test_what_is_promised_comes_out(bundle: str, scenario: Scenario) -> None:
    edition = CATALOGUE.edition(bundle, scenario.region, scenario.as_of)
    assert scenario.differences(edition) == []


@pytest.mark.parametrize(("bundle", "scenario"), ALL, ids=NAMES)
def test_nobody_in_it_is_asked_in_vain_or_answers_in_vain(bundle: str, scenario: Scenario) -> None:
    """What is given was asked on the way, or stands under never-asked; nothing that decides is left to ask."""
    edition = CATALOGUE.edition(bundle, scenario.region, scenario.as_of)
    path = follow(edition, scenario.given)
    facts = edition.bundle.facts
    given = {name for name in scenario.given if facts[name].asked and facts[name].decides}
    idle = given - {*path.asked, *scenario.expect.get("never-asked", ())}
    assert not idle, "these answers were never asked for: take them out, or put them under never-asked"
    assert path.next_question is None, f"{path.next_question.id} is still to be asked: answer it, perhaps by unknown"


@pytest.mark.parametrize("bundle", sorted(CATALOGUE.bundles))
def test_every_bundle_has_five_and_shows_some(bundle: str) -> None:
    several = CATALOGUE.scenarios.get(bundle, ())
    assert len(several) >= 5
    assert any(scenario.shown for scenario in several)
    assert len({scenario.name for scenario in several}) == len(several)


@pytest.mark.parametrize("bundle", sorted(CATALOGUE.bundles))
def test_they_reach_most_of_the_matters(bundle: str) -> None:
    """Of the matters at least two thirds come out for somebody, so that a rule that went wrong is seen."""
    come = {
        name
        for scenario in CATALOGUE.scenarios.get(bundle, ())
        for key in ("required", "optional", "undecided")
        for name in scenario.expect.get(key, ())
    }
    matters = CATALOGUE.bundles[bundle].matter
    assert len(come) >= len(matters) * 2 / 3, sorted(set(matters) - come)
