"""Canonical decision diagrams over intervals of whole numbers.

A node asks one variable and splits its grid at `cuts`: values below the first cut go to the first kid, and so on.
Neighbouring kids differ, a node has at least two kids, variables stand in one order, and equal nodes are the same
number: so two diagrams are equal exactly if their numbers are. Leaves hold a value: False, True, OPEN (不能再定), a
constant, or a `Curve` of one variable when the value itself does not cut.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Any

NO, YES, OPEN = 0, 1, 2


class Undecided:
    """The value of the leaf OPEN: what nobody can be asked about keeps it from being settled."""

    def __repr__(self) -> str:
        return "OPEN"


UNDECIDED = Undecided()
_LEAF = 1 << 30


class Diagrams:
    """A store of diagrams that share their nodes. Node numbers are meaningful only inside their store.

    A node once made never changes, and nodes are made one at a time: threads may share a store.
    """

    def __init__(self) -> None:
        self._making = Lock()
        self._leaf: dict[object, int] = {}
        self._node: dict[tuple[int, tuple[int, ...], tuple[int, ...]], int] = {}
        self._memo: dict[tuple[object, ...], int] = {}
        self.value: list[Any] = []
        self.variable: list[int] = []
        self.cuts: list[tuple[int, ...]] = []
        self.kids: list[tuple[int, ...]] = []
        self.mask: list[int] = []
        for first in (False, True, UNDECIDED):
            self.leaf(first)

    def __len__(self) -> int:
        """How much the store holds: nodes, and joins that are remembered."""
        return len(self.variable) + len(self._memo)

    def leaf(self, value: object) -> int:
        """The leaf of a value. Equal values are one leaf, 15 and 15.0 too, but 1 is not True."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        key = (float if number else type(value), value)
        found = self._leaf.get(key)
        if found is None:
            with self._making:
                found = self._leaf.get(key)
                if found is None:
                    found = self._leaf[key] = self._append(value, _LEAF, (), (), 0)
        return found

    def _append(self, value: object, variable: int, cuts: tuple[int, ...], kids: tuple[int, ...], mask: int) -> int:
        self.value.append(value)
        self.cuts.append(cuts)
        self.kids.append(kids)
        self.mask.append(mask)
        self.variable.append(variable)
        return len(self.variable) - 1

    def split(self, variable: int, cuts: Sequence[int], kids: Sequence[int]) -> int:
        """A node that asks the variable first. Its kids must ask only later variables."""
        kept_cuts: list[int] = []
        kept = [kids[0]]
        for cut, kid in zip(cuts, kids[1:], strict=True):
            if kid != kept[-1]:
                kept_cuts.append(cut)
                kept.append(kid)
        if len(kept) == 1:
            return kept[0]
        key = (variable, tuple(kept_cuts), tuple(kept))
        found = self._node.get(key)
        if found is None:
            mask = 1 << variable
            for kid in kept:
                mask |= self.mask[kid]
            with self._making:
                found = self._node.get(key)
                if found is None:
                    found = self._node[key] = self._append(None, variable, key[1], key[2], mask)
        return found

    def choose(self, variable: int, cuts: Sequence[int], kids: Sequence[int]) -> int:
        """Like `split`, for kids that may ask the same or earlier variables."""
        first = min(self.variable[kid] for kid in kids)
        if first > variable:
            return self.split(variable, cuts, kids)
        key = ("choose", variable, tuple(cuts), tuple(kids))
        found = self._memo.get(key)
        if found is None:
            joint = self._joint_cuts(first, kids)
            if first < variable:
                parts = [self.choose(variable, cuts, [self._at(kid, first, p) for kid in kids]) for p in _places(joint)]
            else:
                joint = sorted({*joint, *cuts})
                parts = [self._at(kids[bisect_right(cuts, p)], first, p) for p in _places(joint)]
            found = self._memo[key] = self.split(first, joint, parts)
        return found

    def _joint_cuts(self, variable: int, nodes: Iterable[int]) -> list[int]:
        return sorted({cut for node in nodes if self.variable[node] == variable for cut in self.cuts[node]})

    def _at(self, node: int, variable: int, place: int) -> int:
        return self.kid(node, place) if self.variable[node] == variable else node

    def kid(self, node: int, place: int) -> int:
        """Where a node leads for a place on its variable's grid."""
        return self.kids[node][bisect_right(self.cuts[node], place)]

    def combine(self, name: object, join: Callable[[int, int], int], one: int, other: int) -> int:
        """The diagram whose leaves are `join(leaf, leaf)`, itself perhaps a diagram. `name` tells joins apart."""
        if self.variable[one] == _LEAF and self.variable[other] == _LEAF:
            return join(one, other)
        key = (name, one, other)
        found = self._memo.get(key)
        if found is None:
            parts = self._side_by_side(lambda left, right: self.combine(name, join, left, right), one, other)
            found = self._memo[key] = self.choose(*parts)
        return found

    def _side_by_side(
        self, join: Callable[[int, int], int], one: int, other: int
    ) -> tuple[int, Sequence[int], list[int]]:
        """The first variable of two diagrams, where either splits it, and the joined kids."""
        left, right = self.variable[one], self.variable[other]
        if left < right:
            return left, self.cuts[one], [join(kid, other) for kid in self.kids[one]]
        if right < left:
            return right, self.cuts[other], [join(one, kid) for kid in self.kids[other]]
        if self.cuts[one] == self.cuts[other]:
            return left, self.cuts[one], list(map(join, self.kids[one], self.kids[other]))
        joint = self._joint_cuts(left, (one, other))
        return left, joint, [join(self.kid(one, place), self.kid(other, place)) for place in _places(joint)]

    def both(self, one: int, other: int) -> int:
        """And. NO settles it; OPEN and YES is OPEN."""
        if one == other or other == YES:
            return one
        if one == YES:
            return other
        if NO in (one, other):
            return NO
        return self._joined("and", self.both, one, other)

    def either(self, one: int, other: int) -> int:
        """Or. YES settles it; OPEN or NO is OPEN."""
        if one == other or other == NO:
            return one
        if one == NO:
            return other
        if YES in (one, other):
            return YES
        return self._joined("or", self.either, one, other)

    def _joined(self, name: str, join: Callable[[int, int], int], one: int, other: int) -> int:
        key = (name, one, other) if one < other else (name, other, one)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self.split(*self._side_by_side(join, one, other))
        return found

    def negate(self, node: int) -> int:
        """Not."""
        return self.map("not", lambda leaf: (YES, NO, OPEN)[leaf], node)

    def map(self, name: object, change: Callable[[int], int], node: int) -> int:
        """The diagram with every leaf changed; the change may itself give a diagram."""
        if self.variable[node] == _LEAF:
            return change(node)
        key = (name, node)
        found = self._memo.get(key)
        if found is None:
            kids = [self.map(name, change, kid) for kid in self.kids[node]]
            found = self._memo[key] = self.choose(self.variable[node], self.cuts[node], kids)
        return found

    def pick(self, condition: int, then: int, otherwise: int) -> int:
        """Where the condition holds `then`, else `otherwise`; where it stays open, what both agree on."""
        if condition == YES or then == otherwise:
            return then
        if condition == NO:
            return otherwise
        if condition == OPEN:
            return self.merge((then, otherwise))
        key = ("pick", condition, then, otherwise)
        found = self._memo.get(key)
        if found is None:
            three = (condition, then, otherwise)
            first = min(self.variable[node] for node in three)
            joint = self._joint_cuts(first, three)
            found = self._memo[key] = self.split(
                first, joint, [self.pick(*(self._at(node, first, place) for node in three)) for place in _places(joint)]
            )
        return found

    def merge(self, nodes: Sequence[int]) -> int:
        """What is left if nobody can say which of the nodes it is: where they agree, that; elsewhere OPEN."""
        found = nodes[0]
        for node in nodes[1:]:
            if node != found:
                found = self.combine("merge", lambda a, b: a if a == b else OPEN, *sorted((found, node)))
        return found

    def forget(self, node: int, variables: int) -> int:
        """The diagram without the variables of the bit mask, none of which can be known."""
        if not self.mask[node] & variables:
            return node
        key = ("forget", node, variables)
        found = self._memo.get(key)
        if found is None:
            kids = [self.forget(kid, variables) for kid in self.kids[node]]
            hidden = variables >> self.variable[node] & 1
            found = self._memo[key] = (
                self.merge(kids) if hidden else self.split(self.variable[node], self.cuts[node], kids)
            )
        return found

    def restrict(self, node: int, places: dict[int, int], known: int) -> int:
        """The diagram that is left when the variables of the mask `known` have got their places, and no others."""
        memo: dict[int, int] = {}
        variable, cuts, kids, mask = self.variable, self.cuts, self.kids, self.mask

        def left(node: int) -> int:
            while mask[node] & known:
                if known >> variable[node] & 1:
                    node = kids[node][bisect_right(cuts[node], places[variable[node]])]
                    continue
                found = memo.get(node)
                if found is None:
                    found = memo[node] = self.split(variable[node], cuts[node], [left(kid) for kid in kids[node]])
                return found
            return node

        return left(node)

    def leaves(self, node: int) -> set[int]:
        """Every leaf that can still be reached."""
        seen: set[int] = set()
        found: set[int] = set()
        rest = [node]
        while rest:
            one = rest.pop()
            if one in seen:
                continue
            seen.add(one)
            if self.variable[one] == _LEAF:
                found.add(one)
            else:
                rest.extend(self.kids[one])
        return found

    def nodes(self, roots: Iterable[int]) -> set[int]:
        """Every node reachable from the roots, leaves included."""
        seen: set[int] = set()
        rest = list(roots)
        while rest:
            one = rest.pop()
            if one not in seen:
                seen.add(one)
                rest.extend(self.kids[one])
        return seen

    def settled(self, node: int) -> bool:
        """Whether the node is a leaf."""
        return self.variable[node] == _LEAF


def _places(cuts: Sequence[int]) -> list[int]:
    """One place in each interval between the cuts."""
    return [cuts[0] - 1, *cuts] if cuts else [0]
