"""The path of questions that answers lead along, and an honest range of how many are still to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.guide.bundles import Question
from webapp.guide.diagrams import Diagrams
from webapp.guide.editions import Edition, Known
from webapp.guide.facts import UNKNOWN, Value


@dataclass(frozen=True)
class Path:
    """The questions answered on the way, the next one, and at least and at most how many are left with it."""

    asked: tuple[str, ...]
    next_question: Question | None
    fewest_left: int
    most_left: int

    @property
    def position(self) -> int:
        """The number of the next question, from 1."""
        return len(self.asked) + 1


def follow(edition: Edition, answers: Mapping[str, Value]) -> Path:
    """Replay the answers in the author's order: a question that could still change something is on the path."""
    known = edition.lay(answers)
    had = known.known & edition.held_mask
    state = edition.start
    if had:
        ready = had | _ready(edition, known, had)
        state = tuple(edition.diagrams.restrict(edition.askable(n, had), known.places, ready) for n in edition.outputs)
    asked: list[str] = []
    waiting: list[str] = []
    for fact in edition.order:
        mask = edition.masks[fact.id]
        if not edition.support(state) & mask:
            continue
        if fact.id not in answers:
            waiting.append(fact.id)
            continue
        asked.append(fact.id)
        if mask & known.unknown:
            state = _without(edition, state, mask)
        else:
            had |= mask
            reach = mask | _ready(edition, known, had)
            state = tuple(dict.fromkeys(edition.diagrams.restrict(node, known.places, reach) for node in state))
    left = edition.support(state)
    following = next((name for name in waiting if left & edition.masks[name]), None)
    fewest, most = remaining(edition, state, known.known | known.unknown)
    return Path(tuple(asked), edition.bundle.question[following] if following else None, fewest, most)


def _ready(edition: Edition, known: Known, had: int) -> int:
    """The loose comparisons, as a mask, whose sources have all been replayed."""
    found = 0
    for variable in edition.loose:
        bit = 1 << variable.index
        if known.known & bit and not edition.needs[variable.index] & ~had:
            found |= bit
    return found


def _without(edition: Edition, state: tuple[int, ...], mask: int) -> tuple[int, ...]:
    """The state after 不清楚: without the fact and the loose comparisons that need it."""
    for variable in edition.loose:
        if edition.needs[variable.index] & mask:
            mask |= 1 << variable.index
    return tuple(dict.fromkeys(edition.diagrams.forget(node, mask) for node in state))


def remaining(edition: Edition, state: tuple[int, ...], given: int = 0) -> tuple[int, int]:
    """At least and at most how many questions are left; `given` is the mask of what was answered."""
    left = tuple(sorted(node for node in set(state) if not edition.diagrams.settled(node)))
    if not left:
        return 0, 0
    open_facts = edition.support(left) & ~given
    most = sum(bool(open_facts & edition.masks[fact.id]) for fact in edition.order)
    return min(_fewest(edition, left), most), most


def _fewest(edition: Edition, state: tuple[int, ...]) -> int:
    """A number of questions that no answers can undercut: each diagram needs its own shortest way."""
    return max(1, max(_shortest(edition.diagrams, edition, node) for node in state))


def _shortest(store: Diagrams, edition: Edition, node: int) -> int:
    memo = edition.shortest
    found = memo.get(node)
    if found is None:
        if store.settled(node):
            found = 0
        else:
            variable = edition.variables[store.variable[node]]
            ways = []
            for kid in store.kids[node]:
                same = not store.settled(kid) and edition.variables[store.variable[kid]].facts == variable.facts
                ways.append(_shortest(store, edition, kid) + (not same and variable.tree is None))
            found = min(ways)
        memo[node] = found
    return found


__all__ = ["UNKNOWN", "Path", "follow", "remaining"]
