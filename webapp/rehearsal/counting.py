"""How many questions people are asked: counted over the diagrams where that is finite and small, else by citizens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from webapp.guide import Edition, Fact, Kind, Value, follow
from webapp.rehearsal.citizens import Citizens

STATES = 3000
"""What is left of the rules after some answers, told apart: more than this is not counted but sampled."""
CITIZENS = 120
"""Made-up people that are asked where the ways are too many to count."""


@dataclass(frozen=True)
class Count:
    """The fewest, most and expected questions of one edition; expected: each cell of a question is equally likely.

    `exact` if every way was counted, else among so many made-up citizens.
    """

    shortest: int
    longest: int
    expected: float
    exact: bool


class TooMany(Exception):
    """More states than are counted."""


def counted(edition: Edition) -> Count:
    """The count in the author's order. 不清楚 is no answer here."""
    if not edition.loose:
        try:
            return Counting(edition, edition.order).count()
        except TooMany:
            pass
    return _sampled(edition)


class Counting:
    """Counts the questions when they are asked in an order, by what is left of the rules after each answer."""

    def __init__(self, edition: Edition, order: Sequence[Fact]) -> None:
        self.edition, self.store, self.order = edition, edition.diagrams, tuple(order)
        self.citizens = Citizens(edition)
        self._memo: dict[tuple[int, tuple[int, ...]], tuple[int, int, float]] = {}

    def count(self) -> Count:
        """TooMany if there are more states than are counted."""
        start = tuple(dict.fromkeys(self.citizens.possible(node) for node in self.edition.start))
        shortest, longest, expected = self._from(0, start)
        return Count(shortest, longest, expected, True)

    def _from(self, at: int, state: tuple[int, ...]) -> tuple[int, int, float]:
        support = self.edition.support(state)
        while at < len(self.order) and not support & self.edition.masks[self.order[at].id]:
            at += 1
        if at == len(self.order):
            return 0, 0, 0.0
        key = (at, state)
        if key not in self._memo:
            if len(self._memo) >= STATES:
                raise TooMany
            ways = [self._from(at + 1, left) for left in self._after(self.order[at], state)]
            low, high, sums = min(w[0] for w in ways), max(w[1] for w in ways), sum(w[2] for w in ways)
            self._memo[key] = 1 + low, 1 + high, 1 + sums / len(ways)
        return self._memo[key]

    def _after(self, fact: Fact, state: tuple[int, ...]) -> list[tuple[int, ...]]:
        """What may be left once the fact is known, one for each cell."""
        first = self.edition.masks[fact.id]
        states = [state]
        while first:
            bit = first & -first
            first ^= bit
            variable = bit.bit_length() - 1
            states = [left for one in states for left in self._cells(variable, one)]
            if len(states) > STATES:
                raise TooMany
        return states

    def _cells(self, variable: int, state: tuple[int, ...]) -> list[tuple[int, ...]]:
        store = self.store
        touched = [node for node in store.nodes(state) if store.variable[node] == variable]
        cuts = sorted({cut for node in touched for cut in store.cuts[node]})
        places = [cuts[0] - 1, *cuts] if cuts else [0]
        found = []
        for place in places:
            left = (store.restrict(node, {variable: place}, 1 << variable) for node in state)
            found.append(tuple(dict.fromkeys(node for node in left if store.mask[node])))
        return found


def _sampled(edition: Edition) -> Count:
    chance, citizens = Random(7), Citizens(edition)  # noqa: S311 - made-up people, always the same ones
    lengths = [len(follow(edition, _citizen(edition, citizens, chance)).asked) for _ in range(CITIZENS)]
    return Count(min(lengths), max(lengths), sum(lengths) / len(lengths), False)


def _citizen(edition: Edition, citizens: Citizens, chance: Random) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for fact in edition.order:
        if fact.kind is Kind.CHOICES:
            several = tuple(one for one in fact.choices if one != fact.exclusive and chance.random() < 0.4)
            found[fact.id] = several or ((fact.exclusive,) if fact.exclusive else fact.choices[:1])
        else:
            found[fact.id] = chance.choice(citizens.values(fact, None, None))
    return found


def better_order(edition: Edition, count: Count) -> tuple[tuple[Fact, ...], float] | None:
    """An order with fewer questions to be expected, by exchanging neighbours as long as that helps; None if none is.

    Looked for only where all ways are counted and few.
    """
    if not count.exact or len(edition.order) > 16:
        return None
    best, expected = list(edition.order), count.expected
    try:
        for at in range(len(best) - 1):
            tried = [*best[:at], best[at + 1], best[at], *best[at + 2 :]]
            new = Counting(edition, tried).count().expected
            if new < expected - 1e-9:
                best, expected = tried, new
    except TooMany:
        pass
    return (tuple(best), expected) if expected < count.expected - 0.05 else None
