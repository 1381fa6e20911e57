"""The path of questions that answers lead along, and an honest range of how many are still to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from webapp.guide.bundles import Question
from webapp.guide.editions import Edition, Known
from webapp.guide.facts import UNKNOWN, Value


@dataclass(frozen=True)
class Path:
    """The questions answered on the way, and the next one. `state`: what is left of the diagrams, `given`: a mask."""

    asked: tuple[str, ...]
    next_question: Question | None
    edition: Edition = field(repr=False)
    state: tuple[int, ...] = field(repr=False)
    given: int = field(repr=False)

    @property
    def position(self) -> int:
        """The number of the next question, from 1."""
        return len(self.asked) + 1

    @cached_property
    def left(self) -> tuple[int, int]:
        """At least and at most how many questions are left, the next one included, whatever is answered."""
        return remaining(self.edition, self.state, self.given)


def follow(edition: Edition, answers: Mapping[str, Value]) -> Path:
    """Replay the answers in the author's order: a question that could still change something is on the path."""
    known = edition.lay(answers)
    had = known.known & edition.held_mask
    state = edition.start
    if had:
        ready = had | _ready(edition, known, had)
        state = tuple(
            edition.diagrams.restrict(edition.askable(n, ready), known.places, ready) for n in edition.outputs
        )
    asked: list[str] = []
    waiting: list[str] = []
    left = edition.support(state)
    for fact in edition.order:
        mask = edition.masks[fact.id]
        if not left & mask:
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
            state = _restricted(edition, state, known, reach)
            stuck = _stuck(edition, known, had)
            if stuck:
                state = tuple(dict.fromkeys(edition.diagrams.forget(node, stuck) for node in state))
        left = edition.support(state)
    following = next((name for name in waiting if left & edition.masks[name]), None)
    asked_next = edition.bundle.question[following] if following else None
    return Path(tuple(asked), asked_next, edition, state, known.known | known.unknown)


def _restricted(edition: Edition, state: tuple[int, ...], known: Known, reach: int) -> tuple[int, ...]:
    """The state after answers; what they do not touch stays as it is, and what is settled leaves."""
    store, mask = edition.diagrams, edition.diagrams.mask
    moved = (store.restrict(node, known.places, reach) if mask[node] & reach else node for node in state)
    return tuple({node: None for node in moved if mask[node]})


def _ready(edition: Edition, known: Known, had: int) -> int:
    """The loose comparisons, as a mask, whose sources have all been replayed."""
    found = 0
    for variable in edition.loose:
        bit = 1 << variable.index
        if known.known & bit and not edition.needs[variable.index] & ~had:
            found |= bit
    return found


def _stuck(edition: Edition, known: Known, had: int) -> int:
    """The loose comparisons, as a mask, that stay open with all sources replayed: their region is silent."""
    found = 0
    for variable in edition.loose:
        bit = 1 << variable.index
        if not known.known & bit and not edition.needs[variable.index] & ~had:
            found |= bit
    return found


def _without(edition: Edition, state: tuple[int, ...], mask: int) -> tuple[int, ...]:
    """The state after 不清楚: without the fact and the loose comparisons that need it."""
    for variable in edition.loose:
        if edition.needs[variable.index] & mask:
            mask |= 1 << variable.index
    return tuple(dict.fromkeys(edition.diagrams.forget(node, mask) for node in state))


def remaining(edition: Edition, state: tuple[int, ...], given: int = 0) -> tuple[int, int]:
    """At least and at most how many questions are left; `given` is the mask of what was answered.

    At most: all that can still change something. At least: those that no answers, 不清楚 included, can make needless.
    """
    left = [node for node in set(state) if not edition.diagrams.settled(node)]
    possible, certain = edition.support(left) & ~given, 0
    for node in left:
        certain |= _certain(edition, node)
    most = sum(bool(possible & edition.masks[fact.id]) for fact in edition.order)
    fewest = sum(bool(certain & ~given & edition.masks[fact.id]) for fact in edition.order)
    return max(fewest, min(most, 1)), most


def _certain(edition: Edition, node: int) -> int:
    """The variables, as a mask, that are asked on every way from a node to its leaves.

    A diagram with a loose comparison promises nothing: that may be settled long before its turn.
    """
    store, memo = edition.diagrams, edition.certain
    if store.settled(node) or store.mask[node] & edition.loose_mask:
        return 0
    found = memo.get(node)
    if found is None:
        own = edition.own_mask(edition.variables[store.variable[node]])
        found = -1
        for way in (*store.kids[node], store.forget(node, own)):
            found &= _certain(edition, way)
        found = memo[node] = found | own
    return found


__all__ = ["UNKNOWN", "Path", "follow", "remaining"]
