"""What a proof says before it is placed: the kind, the part concerned, and the diagram whose leaf shows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from webapp.guide import Bundle, Edition, Eligibility, Matter, Value
from webapp.guide.conditions import Call, Is, Today, Tree, names_in
from webapp.guide.diagrams import NO, YES
from webapp.guide.regional import changes_with_the_day, trees_of
from webapp.rehearsal.citizens import Citizens
from webapp.rehearsal.findings import Severity


@dataclass(frozen=True)
class Flaw:
    """One flaw. `path` leads to the part in the YAML; `given` the answers that show it, empty for everybody.

    None for `given`: no person is needed to see it.
    """

    kind: str
    severity: Severity
    path: tuple[str, ...]
    what: str
    hint: str
    given: dict[str, Value] | None = None
    subjects: tuple[str, ...] = ()


OTHER_DAYS = (0, 91, 182, 273, -365, -730)
"""Days from the day of rehearsal on which a rule is tried again: the seasons to come, and what may be over."""


def whole(bundle: Bundle, region: str, day: date) -> Edition:
    """An edition in which every rule is compiled, those too that only word something or set a time."""
    more = [*trees_of(bundle), *map(overdue, bundle.matters), *map(shut, bundle.eligible)]
    return Edition(bundle, region, day, [tree for tree in more if tree is not None])


def overdue(matter: Matter) -> Tree | None:
    """That the matter's deadline is past; None if it has none."""
    return None if matter.deadline is None else Is(matter.deadline, "<", Today())  # type: ignore[arg-type]  # a term


def shut(entry: Eligibility) -> Tree | None:
    """That the time for applying ends before it begins, counted in months since either may be one."""
    if entry.apply_from is None or entry.apply_until is None:
        return None
    first, last = (Call("month_of", (term,)) for term in (entry.apply_from, entry.apply_until))  # type: ignore[arg-type]
    return Is(last, "<", first)


@dataclass
class Stage:
    """What the proofs look at: an edition, the bundle before overlays, and the departments that there are."""

    edition: Edition
    base: Bundle
    departments: Collection[str] = ()
    citizens: Citizens = field(init=False)

    def __post_init__(self) -> None:
        self.citizens = Citizens(self.edition)

    @cached_property
    def others(self) -> tuple[Stage, ...]:
        """The bundle where no region has supplied anything, and on other days: what holds there is not dead."""
        free = tuple(replace(one, values={}) for one in self.bundle.parameters)
        days = OTHER_DAYS if changes_with_the_day(self.bundle) else OTHER_DAYS[:1]
        if len(days) == 1 and free == self.bundle.parameters:
            return ()
        bundle, day = replace(self.bundle, parameters=free), self.edition.today
        return tuple(Stage(whole(bundle, self.edition.region, day + timedelta(n)), self.base) for n in days)

    def anywhere(self, holds: Callable[[Stage], bool]) -> bool:
        """Whether something is so in another region or on another day."""
        return any(map(holds, self.others))

    @property
    def bundle(self) -> Bundle:
        """The bundle as it holds here."""
        return self.edition.bundle

    def node(self, tree: Tree) -> int:
        """A rule's diagram, without what nobody can have."""
        return self.citizens.possible(self.edition.node(tree))

    def both(self, *nodes: int) -> int:
        """Where all of them hold."""
        found = YES
        for node in nodes:
            found = self.edition.diagrams.both(found, node)
        return found

    def either(self, nodes: Iterable[int]) -> int:
        """Where one of them holds."""
        found = NO
        for node in nodes:
            found = self.edition.diagrams.either(found, node)
        return found

    def no(self, node: int) -> int:
        """Where it does not hold."""
        return self.edition.diagrams.negate(node)

    def can(self, *nodes: int) -> bool:
        """Whether all can hold at once for somebody."""
        return self.citizens.can(self.both(*nodes))

    def somebody(self, *nodes: int) -> dict[str, Value] | None:
        """The fewest answers with which all hold, tried in the guide; None if nobody was found."""
        return self.citizens.one(self.both(*nodes))

    def anybody(self, tree: Tree) -> dict[str, Value]:
        """Somebody about whom a rule speaks, as an example for a rule that comes out the same for all."""
        facts = [name for name in self.bundle.facts if name in self.edition.roots(names_in(tree))]
        found: dict[str, Value] = {}
        for name in facts:
            fact = self.bundle.facts[name]
            found[name] = (fact.choices[:1]) if fact.kind == "choices" else self.citizens.values(fact, None, None)[0]
        return found

    def due(self, matter: str) -> int:
        """The diagram of a matter being due."""
        return self.citizens.possible(self.edition.matters[matter])

    def due_of(self, matters: Collection[str]) -> int:
        """Where one of these matters is due; `*` stands for all."""
        names = self.bundle.matter if "*" in matters else [name for name in matters if name in self.bundle.matter]
        return self.either(self.due(name) for name in names)


Flaws = Iterator[Flaw]
BLOCKING, SERIOUS, NOTE = Severity.BLOCKING, Severity.SERIOUS, Severity.NOTE
