"""The guide's one question with one answer: what do these answers lead to, and what should be asked next?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any as Anything

from webapp.guide.bundles import Eligibility, Hint, Material, Matter, Question
from webapp.guide.diagrams import NO, YES
from webapp.guide.editions import Edition, Known
from webapp.guide.facts import UNKNOWN, Kind, Value
from webapp.guide.progress import Path, follow, remaining


class Standing(StrEnum):
    """What a matter is to this person (办理要求)."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NOT_NEEDED = "not-needed"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Verdict:
    """A matter's standing. `because`: the fewest answers that settle it. `awaits`: what is missing otherwise."""

    matter: Matter
    standing: Standing
    because: tuple[str, ...]
    awaits: tuple[str, ...] = ()
    done: bool = False
    barred: tuple[Eligibility, ...] = ()
    deadline: date | None = None


@dataclass(frozen=True)
class Instead:
    """What to do if it cannot be applied for now, and from or until which day or month it can."""

    entry: Eligibility
    apply_from: date | str | None = None
    apply_until: date | str | None = None


@dataclass(frozen=True)
class Guidance:
    """All that the guide says now (导办结果).

    `apply_now` asks every entry that counts; `open_now` only those that concern the bundle as a whole.
    """

    verdicts: tuple[Verdict, ...]
    apply_now: bool | None
    open_now: bool | None
    instead: tuple[Instead, ...]
    materials: tuple[Material, ...]
    open_materials: tuple[Material, ...]
    hints: tuple[Hint, ...]
    open_hints: tuple[Hint, ...]
    path: Path
    computed: Mapping[str, Anything]

    @property
    def held_back(self) -> frozenset[str]:
        """The matters that cannot be applied for now, although the others can."""
        return frozenset(name for one in self.instead for name in one.entry.matters)

    @property
    def may_hand_in(self) -> bool:
        """Whether something can be handed in now. What is still to be verified never blocks."""
        ready = [
            verdict
            for verdict in self.verdicts
            if verdict.standing is not Standing.NOT_NEEDED and verdict.matter.id not in self.held_back
        ]
        return self.open_now is not False and bool(ready)

    @property
    def next_question(self) -> Question | None:
        """The first question whose answer can still change something."""
        return self.path.next_question

    def standing(self, standing: Standing) -> tuple[Verdict, ...]:
        """The verdicts of one standing, in the author's order."""
        return tuple(verdict for verdict in self.verdicts if verdict.standing is standing)


def guide(edition: Edition, answers: Mapping[str, Value], chosen: Collection[str] = ()) -> Guidance:
    """Judge every matter, and find the first question that one still waits for.

    Answers to questions that are not on the path never count; `unknown` is 不清楚.
    `chosen`: the optional matters picked.
    """
    known = edition.lay(answers)
    left = {node: edition.left(node, known) for node in edition.outputs}
    verdicts = tuple(_verdict(edition, matter, known, left) for matter in edition.bundle.matters)
    materials = {m: edition.left(edition.material(m, chosen), known) for m in edition.bundle.materials}
    hints = {hint: edition.left(edition.hints[hint.id], known) for hint in edition.bundle.hints}
    return Guidance(
        verdicts,
        _truth(left[edition.apply_now]),
        _truth(left[edition.open_now]),
        _instead(edition, known, verdicts),
        tuple(m for m, node in materials.items() if node == YES),
        tuple(m for m, node in materials.items() if node not in (YES, NO)),
        tuple(hint for hint, node in hints.items() if node == YES),
        tuple(hint for hint, node in hints.items() if node not in (YES, NO)),
        follow(edition, answers),
        _computed(edition, known),
    )


def open_now(edition: Edition, answers: Mapping[str, Value]) -> bool | None:
    """Whether the bundle as a whole may be applied for; None where that is not settled."""
    return _truth(edition.left(edition.open_now, edition.lay(answers)))


def _truth(node: int) -> bool | None:
    return True if node == YES else False if node == NO else None


def _verdict(edition: Edition, matter: Matter, known: Known, left: Mapping[int, int]) -> Verdict:
    root = edition.matters[matter.id]
    node = left[root]
    if node not in (YES, NO):
        awaited = edition.diagrams.restrict(root, known.places, known.known)
        missing = edition.facts_in(edition.support([awaited]) & ~known.known)
        awaits = tuple(name for name in missing if name not in known.answers)
        return Verdict(matter, Standing.UNDECIDED, _reasons(edition, root, known, node), awaits)
    standing = Standing.NOT_NEEDED if node == NO else Standing.OPTIONAL if matter.optional else Standing.REQUIRED
    because = _reasons(edition, root, known, node)
    if node == YES:
        due = edition.evaluation(known.answers).value(matter.deadline) if matter.deadline is not None else None
        return Verdict(matter, standing, because, deadline=due)
    done = edition.left(edition.done(matter.id), known) == YES
    return Verdict(matter, standing, because, done=done, barred=() if done else _barred(edition, matter, known))


def _reasons(edition: Edition, root: int, known: Known, wanted: int) -> tuple[str, ...]:
    """The fewest given answers that settle a verdict: those on the way, dropped one by one while it stays settled."""
    if wanted not in (YES, NO):
        return ()
    start = edition.askable(root, known.known)
    store, met, seen, rest = edition.diagrams, 0, set[int](), [start]
    while rest:
        node = rest.pop()
        if node in seen or store.settled(node):
            continue
        seen.add(node)
        variable = store.variable[node]
        place = known.places.get(variable)
        if place is None:
            rest.extend(store.kids[node])
        else:
            met |= 1 << variable
            rest.append(store.kid(node, place))
    kept = [name for name in known.answers if edition.resting_on(name) & met]
    for name in sorted(kept, key=lambda name: edition.masks[name], reverse=True):
        fewer = [one for one in kept if one != name]
        if _still(edition, start, known.places, edition.told_by(fewer, known.known), wanted):
            kept = fewer
    return edition.facts_in(met & edition.told_by(kept, known.known))


def _still(edition: Edition, start: int, places: Mapping[int, int], kept: int, wanted: int) -> bool:
    """Whether the kept answers alone lead to the wanted leaf."""
    store, seen, rest = edition.diagrams, set[int](), [start]
    while rest:
        node = rest.pop()
        if store.settled(node):
            if node != wanted:
                return False
        elif node not in seen:
            seen.add(node)
            variable = store.variable[node]
            if kept >> variable & 1:
                rest.append(store.kid(node, places[variable]))
            else:
                rest.extend(store.kids[node])
    return True


def _barred(edition: Edition, matter: Matter, known: Known) -> tuple[Eligibility, ...]:
    """The entries that fail and without which the matter could come up."""
    found = []
    for entry, node in zip(edition.bundle.eligible, edition.eligible, strict=True):
        if matter.id not in entry.matters or edition.left(node, known) != NO:
            continue
        own = edition.support([edition.askable(node, known.known)])
        places = {variable: place for variable, place in known.places.items() if not own >> variable & 1}
        others = edition.diagrams.restrict(
            edition.askable(edition.matters[matter.id], known.known), places, known.known & ~own
        )
        if YES in edition.diagrams.leaves(others):
            found.append(entry)
    return tuple(found)


def _instead(edition: Edition, known: Known, verdicts: Collection[Verdict]) -> tuple[Instead, ...]:
    """The entries that fail and count. Nobody is refused without a word: if none does although nothing can be applied
    for, those that bar single matters are told, and else those that may yet fail."""
    active = {v.matter.id for v in verdicts if v.standing in (Standing.REQUIRED, Standing.OPTIONAL)}
    left = {
        entry: edition.left(node, known) for entry, node in zip(edition.bundle.eligible, edition.eligible, strict=True)
    }
    told = [e for e, node in left.items() if node == NO and (not e.matters or active & set(e.matters))]
    if not told and edition.left(edition.apply_now, known) == NO:
        barring = {entry for verdict in verdicts for entry in verdict.barred}
        told = [e for e in left if e in barring] or [e for e, n in left.items() if n != YES and not e.matters]
    evaluation = edition.evaluation(known.answers)
    return tuple(
        Instead(
            entry, *(None if tree is None else evaluation.value(tree) for tree in (entry.apply_from, entry.apply_until))
        )
        for entry in told
    )


def _computed(edition: Edition, known: Known) -> Mapping[str, Anything]:
    """The derived facts that are known by now."""
    evaluation, found = edition.evaluation(known.answers), {}
    for derived in edition.bundle.derived:
        if derived.kind is Kind.BOOLEAN:
            value = _truth(edition.left(edition.truths[derived.id], known))
        else:
            value = evaluation.fact(derived.id)
        if value is not None:
            found[derived.id] = value
    return found


__all__ = ["UNKNOWN", "Guidance", "Instead", "Path", "Standing", "Verdict", "follow", "guide", "open_now", "remaining"]
