"""The path of questions that answers lead along, and an honest range of how many are still to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.guide.bundles import Question
from webapp.guide.diagrams import Diagrams
from webapp.guide.editions import Edition
from webapp.guide.facts import UNKNOWN, Value

_STATES = 400
"""How many states of the remaining questionnaire are looked at before a wider, still honest, range is given."""


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
    state = (
        edition.start
        if not known.known & ~edition.asked_mask
        else tuple(
            edition.diagrams.restrict(
                edition.askable(node, known.known), known.places, known.known & ~edition.asked_mask
            )
            for node in edition.outputs
        )
    )
    asked: list[str] = []
    waiting = None
    seen = 0
    for fact in edition.order:
        mask = edition.masks[fact.id]
        if not edition.support(state) & mask:
            continue
        if fact.id not in answers:
            waiting = waiting or fact.id
            continue
        asked.append(fact.id)
        seen |= mask
        state = _after(
            edition, state, known.places, mask, seen & known.unknown, known.known & (seen | ~edition.asked_mask)
        )
    if waiting is not None and not edition.support(state) & edition.masks[waiting]:
        waiting = next(
            (f.id for f in edition.order if f.id not in answers and edition.support(state) & edition.masks[f.id]), None
        )
    fewest, most = remaining(edition, state)
    return Path(tuple(asked), edition.bundle.question[waiting] if waiting else None, fewest, most)


def _after(
    edition: Edition, state: tuple[int, ...], places: dict[int, int], mask: int, unknown: int, known: int
) -> tuple[int, ...]:
    """The state after one more answer, with the loose comparisons that it completes."""
    store = edition.diagrams
    if mask & unknown:
        hopeless = edition.hopeless(unknown, known)
        return tuple(dict.fromkeys(store.forget(node, hopeless) for node in state))
    reach = mask
    for variable in edition.loose:
        if (
            known >> variable.index & 1
            and edition.needs[variable.index] & mask
            and not edition.needs[variable.index] & ~known
        ):
            reach |= 1 << variable.index
    return tuple(dict.fromkeys(store.restrict(node, places, reach) for node in state))


def remaining(edition: Edition, state: tuple[int, ...]) -> tuple[int, int]:
    """At least and at most how many questions are left."""
    left = tuple(sorted(node for node in set(state) if not edition.diagrams.settled(node)))
    if not left:
        return 0, 0
    most = sum(bool(edition.support(left) & edition.masks[fact.id]) for fact in edition.order)
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
