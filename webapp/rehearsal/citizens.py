"""Finding the citizen who shows something: the fewest answers that lead a diagram to a leaf, tried before told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import islice
from random import Random

from webapp.guide import Edition, Fact, Kind, Value
from webapp.guide.compilation import Variable
from webapp.guide.diagrams import YES

COUNTED = (Kind.INTEGER, Kind.YEARS, Kind.MONEY)
"""Kinds that count something: nobody has fewer than none of it."""
PLACES = ("410105", "410102", "411081", "411681", "419001", "420106", "110105", "320505")
"""Real places that stories are told of, the nearest first."""
ATTEMPTS = 60
"""Ways through a diagram, and values on each, that are tried where several facts hang together."""

Room = dict[int, tuple[int | None, int | None]]
"""Per variable the places that are left, from the first to before the last; None where there is no bound."""


class Citizens:
    """Makes up citizens for one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.store = edition, edition.diagrams
        self._counted = {
            edition.masks[name].bit_length() - 1 for name, fact in edition.bundle.facts.items() if fact.kind in COUNTED
        }
        self._trimmed: dict[int, int] = {}
        self._found: dict[tuple[int, int], dict[str, Value] | None] = {}

    def possible(self, node: int) -> int:
        """The diagram without places that nobody can have: fewer than none of something."""
        store = self.store
        if store.settled(node):
            return node
        found = self._trimmed.get(node)
        if found is None:
            variable, cuts = store.variable[node], list(store.cuts[node])
            kids = [self.possible(kid) for kid in store.kids[node]]
            while variable in self._counted and cuts and cuts[0] <= 0:
                cuts, kids = cuts[1:], kids[1:]
            found = self._trimmed[node] = store.split(variable, cuts, kids) if cuts else kids[0]
        return found

    def can(self, node: int, leaf: int = YES) -> bool:
        """Whether the diagram has a way to the leaf."""
        return leaf in self.store.leaves(self.possible(node))

    def one(self, node: int, leaf: int = YES) -> dict[str, Value] | None:
        """The fewest answers found that settle the diagram at the leaf, in the author's order; None if none is found.

        Where a region has not supplied a parameter the answers stand for a region that supplies a fitting one.
        """
        if (node, leaf) not in self._found:
            self._found[node, leaf] = self._search(node, leaf)
        return self._found[node, leaf]

    def _search(self, node: int, leaf: int) -> dict[str, Value] | None:
        node = self.possible(node)
        if leaf not in self.store.leaves(node):
            return None
        chance = Random(7)  # noqa: S311 - made-up people, always the same ones
        for attempt in range(ATTEMPTS):
            room = self._way(node, leaf, chance if attempt else None)
            for answers in islice(self._answers(room, chance), 1 if attempt else 4):
                if self.shows(node, leaf, answers):
                    return self._fewest(node, leaf, answers)
            if not any(self.edition.loose_mask >> variable & 1 for variable in room) and attempt > 8:
                break
        return None

    def shows(self, node: int, leaf: int, answers: Mapping[str, Value]) -> bool:
        """Whether the answers settle the diagram at the leaf, whatever parameters are still missing."""
        known = self.edition.lay(answers)
        left = self.store.restrict(node, known.places, known.known)
        if left == leaf:
            return True
        return not self.store.mask[left] & ~self.edition.missing and leaf in self.store.leaves(left)

    def _fewest(self, node: int, leaf: int, answers: dict[str, Value]) -> dict[str, Value]:
        for name in reversed(tuple(answers)):
            fewer = {one: value for one, value in answers.items() if one != name}
            if self.shows(node, leaf, fewer):
                answers = fewer
        return answers

    def _way(self, node: int, leaf: int, chance: Random | None) -> Room:
        """A way to the leaf: the shortest, or a chance one not much longer."""
        cost: dict[int, float] = {}

        def reach(one: int) -> float:
            if self.store.settled(one):
                return 0.0 if one == leaf else float("inf")
            if one not in cost:
                own = self._price(self.edition.variables[self.store.variable[one]])
                cost[one] = own * (chance.uniform(0.2, 2) if chance else 1) + min(map(reach, self.store.kids[one]))
            return cost[one]

        reach(node)
        room: Room = {}
        while not self.store.settled(node):
            kids, cuts = self.store.kids[node], self.store.cuts[node]
            best = min(range(len(kids)), key=lambda k: reach(kids[k]) + (chance.random() if chance else 0))
            if reach(kids[best]) == float("inf"):
                best = min(range(len(kids)), key=lambda k: reach(kids[k]))
            room[self.store.variable[node]] = (
                cuts[best - 1] if best else None,
                cuts[best] if best < len(cuts) else None,
            )
            node = kids[best]
        return room

    def _price(self, variable: Variable) -> float:
        if variable.tree is not None:
            return 4.0
        return 3.0 if variable.parameter is not None else 1.0

    def _answers(self, room: Room, chance: Random) -> Iterable[dict[str, Value]]:
        """Answers within the room; several where comparisons of several facts are to come out so."""
        edition = self.edition
        needed = {name for variable in room for name in edition.variables[variable].facts}
        names = [name for name in edition.bundle.facts if name in edition.roots(needed)]
        loose = any(edition.loose_mask >> variable & 1 for variable in room)
        for attempt in range(ATTEMPTS if loose else 1):
            found: dict[str, Value] = {}
            for name in names:
                fact = edition.bundle.facts[name]
                if fact.kind is Kind.CHOICES:
                    found[name] = self._several(fact, room)
                    continue
                low, high = room.get(edition.masks[name].bit_length() - 1, (None, None))
                values = self.values(fact, low, high)
                found[name] = values[0] if not attempt else chance.choice(values)
            yield found

    def _several(self, fact: Fact, room: Room) -> tuple[str, ...]:
        base = self.edition.masks[fact.id]
        first = (base & -base).bit_length() - 1
        wanted = {option: room.get(first + number) for number, option in enumerate(fact.choices)}
        chosen = [option for option, place in wanted.items() if place is not None and place[0] == 1]
        if not chosen:
            free = [o for o, place in wanted.items() if place is None]
            if fact.exclusive is not None and wanted[fact.exclusive] is not None:
                chosen = free[:1]
            else:
                chosen = [fact.exclusive] if fact.exclusive else free[:1]
        return tuple(chosen)

    def values(self, fact: Fact, low: int | None, high: int | None) -> list[Value]:
        """Values of a fact between two places, the most telling first."""
        first, last = fact.span
        if fact.kind in COUNTED:
            first, last = 0, min(last, 10_000_000_00)
        low = first if low is None else max(low, first)
        high = last + 1 if high is None else min(high, last + 1)
        cells = [cell for cell in self._telling(fact, low, high) if low <= cell < high] or [low]
        return [fact.value(cell) for cell in dict.fromkeys(cells)]

    def _telling(self, fact: Fact, low: int, high: int) -> list[int]:
        match fact.kind:
            case Kind.DATE:
                today = self.edition.today
                near = [today - timedelta(days=n) for n in (12000, 24000, 10, 400, 5000, 0, 2000, 100)]
                return [*(day.toordinal() for day in near), low, high - 1]
            case Kind.REGION:
                return [*map(int, (self.edition.region, *PLACES)), low, high - 1]
            case Kind.INTEGER:
                return [low, high - 1, 1, 2, 3, 5, 10, 20, 50, 60, 100, 1000]
            case Kind.YEARS | Kind.MONEY:
                return [low, high - 1, *(n * 100 for n in (1, 5, 10, 15, 20, 30, 100, 1000, 5000, 100_000, 1_000_000))]
            case _:
                return list(range(low, high))
