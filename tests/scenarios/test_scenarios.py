"""Every typical situation (典型情形) of the catalogue, one test each: what is promised there comes out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webapp.catalogue.coverage import coverage
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
def test_they_reach_every_matter_from_both_sides(bundle: str) -> None:
    """Six at least; each matter due for somebody and not needed for somebody else, where that can be."""
    assert list(coverage(CATALOGUE, bundle).problems()) == []
    names = [scenario.name for scenario in CATALOGUE.scenarios[bundle]]
    assert len(set(names)) == len(names)


def test_a_matter_that_none_of_them_reaches_is_told() -> None:
    kept = CATALOGUE.scenarios["id-card"][:1]
    found = coverage(replace(CATALOGUE, scenarios={"id-card": kept}), "id-card")
    told = "\n".join(map(str, found.problems()))
    assert "only 1 situations" in told
    assert {"ic.renew", "ic.lost"} - set(kept[0].expect["required"]) <= set(found.never_due)
    assert "is due for nobody" in told
    assert "is spared nobody" in told
