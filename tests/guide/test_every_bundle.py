"""The guide's promises, held on every bundle of the catalogue with people drawn by chance, always the same ones."""

from __future__ import annotations

import random
from datetime import date

import pytest

from tests.guide import direct, properties
from tests.guide.conftest import CATALOGUE
from webapp.guide import UNKNOWN, Edition, Fact, Kind, Value, guide
from webapp.guide.conditions import names_in

PEOPLE = 12


def person(edition: Edition, chance: random.Random, unknowing: float = 0.1) -> dict[str, Value]:
    """Somebody who answers from the cells that the rules tell apart, now and then anything, now and then 不清楚."""
    found = {}
    for fact in edition.bundle.facts.values():
        if fact.decides and not (not fact.asked and chance.random() < 0.5):
            found[fact.id] = UNKNOWN if chance.random() < unknowing else _value(edition, fact, chance)
    return found


def _value(edition: Edition, fact: Fact, chance: random.Random) -> Value:
    if fact.kind is Kind.DATE and chance.random() < 0.5:
        return date.fromordinal(edition.today.toordinal() - chance.randint(0, 36500))
    if fact.kind in (Kind.INTEGER, Kind.YEARS, Kind.MONEY) and chance.random() < 0.3:
        return chance.randint(0, 40)
    return chance.choice(direct.cells(edition, fact))


def people(edition: Edition, many: int = PEOPLE, unknowing: float = 0.1) -> list[dict[str, Value]]:
    """The people of one bundle."""
    chance = random.Random(edition.bundle.id)
    return [person(edition, chance, unknowing) for _ in range(many)]


def test_the_diagram_agrees_with_direct_evaluation(edition: Edition) -> None:
    chance = random.Random(edition.bundle.id)
    for _ in range(60):
        whole = {fact.id: _value(edition, fact, chance) for fact in edition.bundle.facts.values() if fact.decides}
        properties.rules_and_diagram_agree(edition, whole)


def test_more_answers_never_reopen_a_verdict(edition: Edition) -> None:
    chance = random.Random(1)
    for one in people(edition, 40):
        properties.nothing_reopens(edition, {name: value for name, value in one.items() if chance.random() < 0.5}, one)


def test_reasons_are_sufficient_and_minimal(edition: Edition) -> None:
    for one in people(edition):
        properties.reasons_suffice_and_none_is_idle(edition, one)


def test_every_question_asked_could_change_something(edition: Edition) -> None:
    chance = random.Random(2)
    for one in people(edition):
        properties.every_question_could_change_something(edition, one, chance)


def test_the_order_of_answering_does_not_matter(edition: Edition) -> None:
    chance = random.Random(3)
    for one in people(edition, 6):
        properties.order_does_not_matter(edition, one, chance.sample(list(one), len(one)))


def test_answers_off_the_path_never_count(edition: Edition) -> None:
    for one in people(edition, 30):
        properties.off_the_path_never_counts(edition, one)


def test_all_at_once_is_as_step_by_step(edition: Edition) -> None:
    for one in people(edition):
        properties.said_at_once_or_step_by_step(edition, one)


def test_the_range_of_questions_left_is_honest(edition: Edition) -> None:
    for one in (*people(edition), *people(edition, 6, unknowing=0.5)):
        properties.bounds_are_honest(edition, one)


def test_not_knowing_anything_comes_to_an_end(edition: Edition) -> None:
    given, asked = properties.interview(edition, {})
    assert len(asked) <= len(edition.order)
    assert guide(edition, given).next_question is None


@pytest.mark.parametrize("name", sorted(CATALOGUE.bundles))
def test_every_question_is_asked_of_somebody(name: str) -> None:
    """A question that nobody is asked on any day, once every region has supplied what it must, stands for nothing.

    What only words a matter (its variants, levels, last day, whether a paper is fetched) is used if known, not asked.
    """
    days = (date(2026, 12, 1), date(2027, 3, 15), date(2027, 7, 1), date(2027, 10, 20))
    place = CATALOGUE.bundles[name].region or "410105"
    editions = [CATALOGUE.edition(name, place, day) for day in days]
    decisive = {fact for one in editions for fact in one.facts_in(one.support(one.outputs))}
    decisive |= {one.by for one in editions[0].bundle.parameters if one.by}
    bundle = editions[0].bundle
    wording = [when for matter in bundle.matters for when, _ in (*matter.variants, *matter.levels)]
    wording += [matter.deadline for matter in bundle.matters if matter.deadline is not None]
    wording += [material.shared_when for material in bundle.materials if material.shared_when is not None]
    decisive |= editions[0].roots(name for tree in wording for name in names_in(tree))
    assert not [fact.id for fact in editions[0].order if fact.id not in decisive]


def test_what_goes_to_a_phone_is_small(edition: Edition) -> None:
    """The nodes that an answer can reach."""
    assert len(edition.diagrams.nodes(edition.outputs)) < 4000
