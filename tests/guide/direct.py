"""The oracle: a bundle's outputs worked out tree by tree, without any diagram, and the cells that answers lie in."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product

from webapp.guide import UNKNOWN, Bundle, Edition, Fact, Kind, Material, Value
from webapp.guide.diagrams import NO, YES
from webapp.guide.evaluation import Evaluation

Truth = bool | None
Outcome = tuple[Truth, ...]


def both(*truths: Truth) -> Truth:
    """And, where None is not known."""
    return False if False in truths else None if None in truths else True


def either(*truths: Truth) -> Truth:
    """Or, where None is not known."""
    return True if True in truths else None if None in truths else False


def opposite(truth: Truth) -> Truth:
    """Not, where None is not known."""
    return None if truth is None else not truth


def outcome(bundle: Bundle, region: str, today: date, answers: Mapping[str, Value]) -> Outcome:
    """Every output by the words of the rules: each matter, apply_now, open_now, each material."""
    judged = Evaluation(bundle, region, today, answers)
    held = {
        m.id: both(judged.value(m.when), opposite(judged.value(m.done_if) if m.done_if else False))
        for m in bundle.matters
    }
    for group in bundle.one_of.values():
        taken: Truth = False
        for name in group:
            alone = held[name]
            held[name] = both(alone, opposite(taken))
            taken = either(taken, alone)
    apply_now, open_now = either(*held.values()), True
    for entry in bundle.eligible:
        holds = judged.value(entry.when)
        concerned = either(*(held[name] for name in entry.matters)) if entry.matters else True
        apply_now = both(apply_now, either(holds, opposite(concerned)))
        open_now = open_now if entry.matters else both(open_now, holds)

    def wanted(material: Material) -> Truth:
        return both(
            either(*(truth for name, truth in held.items() if material.serves(name))), judged.value(material.when)
        )

    return (*held.values(), apply_now, open_now, *map(wanted, bundle.materials))


def roots(edition: Edition) -> tuple[int, ...]:
    """The diagrams of the same outputs, in the same order."""
    return (*edition.matters.values(), edition.apply_now, edition.open_now, *edition.materials.values())


def read(edition: Edition, answers: Mapping[str, Value]) -> Outcome:
    """The same outputs as the diagrams say them."""
    known = edition.lay(answers)
    left = (edition.left(node, known) for node in roots(edition))
    return tuple(True if node == YES else False if node == NO else None for node in left)


@cache
def cells(edition: Edition, fact: Fact) -> list[Value]:
    """One value of each cell that the edition tells apart; every possible set for several choices."""
    if fact.kind is Kind.CHOICES:
        every = [
            tuple(choice for choice, taken in zip(fact.choices, pattern, strict=True) if taken)
            for pattern in product((False, True), repeat=len(fact.choices))
        ]
        return [one for one in every if fact.exclusive not in one or len(one) == 1]
    store = edition.diagrams
    cuts = {
        cut
        for node in store.nodes(roots(edition))
        if edition.masks[fact.id] >> store.variable[node] & 1 and not store.settled(node)
        for cut in store.cuts[node]
    }
    low, high = fact.span
    places = sorted({place for cut in cuts or {low + 1} for place in (cut - 1, cut) if low <= place <= high})
    return [fact.value(place) for place in places]


def completions(
    edition: Edition, given: Mapping[str, Value], limit: int, chance: random.Random
) -> Iterator[dict[str, Value]]:
    """Every full set of answers that goes on from these, cell by cell; `limit` drawn ones if they are more."""
    open_facts = [fact for fact in edition.bundle.facts.values() if fact.id not in given and fact.decides]
    choices = [cells(edition, fact) for fact in open_facts]
    names = [fact.id for fact in open_facts]
    size = 1
    for one in choices:
        size *= len(one)
    rows: Iterable[tuple[Value, ...]] = (
        product(*choices) if size <= limit else (tuple(map(chance.choice, choices)) for _ in range(limit))
    )
    for row in rows:
        yield dict(given) | dict(zip(names, row, strict=True))


def supplied(bundle: Bundle) -> Iterator[Bundle]:
    """The bundle with each way in which its missing yes-or-no parameters may turn out."""
    missing = [
        one.name for one in bundle.parameters if one.value is None and not one.values and one.kind is Kind.BOOLEAN
    ]
    for truths in product((False, True), repeat=len(missing)):
        values = dict(zip(missing, truths, strict=True))
        yield replace(
            bundle, parameters=tuple(replace(one, value=values.get(one.name, one.value)) for one in bundle.parameters)
        )


def told(answers: Mapping[str, Value]) -> dict[str, Value]:
    """The answers without 不清楚."""
    return {name: value for name, value in answers.items() if value != UNKNOWN}
