"""An edition: a bundle as it holds in one region on one day, compiled into diagrams once and then only read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from webapp.guide.bundles import Bundle, Material
from webapp.guide.compilation import Compilation, Variable
from webapp.guide.conditions import Name, Tree, names_in, parameters_in
from webapp.guide.diagrams import NO, Diagrams
from webapp.guide.evaluation import Evaluation, silent
from webapp.guide.facts import UNKNOWN, Fact, Kind, Value


@dataclass(frozen=True)
class Known:
    """Answers laid on the grid: the places of known variables, and the masks of known ones, of 不清楚, and of those
    that stay open."""

    answers: Mapping[str, Value]
    places: dict[int, int]
    known: int
    unknown: int
    hopeless: int


class Edition:
    """A bundle compiled for a region as of a day. Only read by its users; safe to share between threads.

    `more`: trees that decide nothing and that `node` is to be asked about as well.
    """

    def __init__(self, bundle: Bundle, region: str, today: date, more: Iterable[Tree] = ()) -> None:
        self.bundle, self.region, self.today = bundle, region, today
        self.order = tuple(
            question.fact for question in bundle.questions if question.fact.asked and question.fact.decides
        )
        asked = {fact.id for fact in self.order}
        held = tuple(fact for fact in bundle.facts.values() if fact.id not in asked)
        self._compilation = Compilation(bundle, region, today, self.order + held)
        self.matters = self._matters()
        self.eligible = tuple(self._compilation.term(entry.when) for entry in bundle.eligible)
        self.open_now = self._open_now()
        self.apply_now = self._apply_now()
        self.materials = {material.id: self._material(material, bundle.matter) for material in bundle.materials}
        self.hints = {hint.id: self._compilation.term(hint.when) for hint in bundle.hints}
        self.truths = {d.id: self._compilation.term(Name(d.id)) for d in bundle.derived if d.kind is Kind.BOOLEAN}
        for tree in more:
            self._compilation.term(tree)
        self.variables: tuple[Variable, ...] = tuple(self._compilation.variables)
        self.masks = self._fact_masks()
        self.loose = tuple(variable for variable in self.variables if variable.tree is not None)
        self.loose_mask = self._bits(variable.index for variable in self.loose)
        self.needs = tuple(self._needed_for(variable) for variable in self.variables)
        self.asked_mask = self._bits(i for fact in self.order for i in self._indexes(fact))
        self.held_mask = self._union(self.masks[fact.id] for fact in held)
        self.bare_mask = self._bits(v.index for v in self.variables if v.tree is None and v.parameter is None)
        self.missing = self._bits(variable.index for variable in self.variables if self._never(variable))
        decided = (*self.matters.values(), self.apply_now, self.open_now, *self.materials.values())
        self.outputs = tuple(dict.fromkeys(decided))
        self.start = tuple(self.askable(node, 0) for node in self.outputs)
        self.certain: dict[int, int] = {}
        self.compiled_size = len(self.diagrams)

    @property
    def diagrams(self) -> Diagrams:
        """The store that the edition's node numbers belong to."""
        return self._compilation.diagrams

    def _matters(self) -> dict[str, int]:
        store, found = self.diagrams, {}
        for matter in self.bundle.matters:
            node = self._compilation.term(matter.when)
            if matter.done_if is not None:
                node = store.both(node, store.negate(self._compilation.term(matter.done_if)))
            found[matter.id] = node
        for group in self.bundle.one_of.values():
            taken = NO
            for name in group:
                held = found[name]
                found[name] = store.both(held, store.negate(taken))
                taken = store.either(taken, held)
        return found

    def _open_now(self) -> int:
        """Whether the bundle as a whole may be applied for; what holds back single matters is left aside."""
        found = self.diagrams.leaf(True)
        for entry, node in zip(self.bundle.eligible, self.eligible, strict=True):
            if not entry.matters:
                found = self.diagrams.both(found, node)
        return found

    def _apply_now(self) -> int:
        store = self.diagrams
        found = self._any(self.matters.values())
        for entry, node in zip(self.bundle.eligible, self.eligible, strict=True):
            if entry.matters:
                node = store.either(node, store.negate(self._any(self.matters[name] for name in entry.matters)))
            found = store.both(found, node)
        return found

    def _any(self, nodes: Iterable[int]) -> int:
        found = NO
        for node in nodes:
            found = self.diagrams.either(found, node)
        return found

    def _material(self, material: Material, matters: Collection[str]) -> int:
        wanted = self._any(node for name, node in self.matters.items() if name in matters and material.serves(name))
        return self.diagrams.both(wanted, self._compilation.term(material.when))

    @property
    def closed(self) -> bool:
        """Whether nobody can apply for it here, whatever they answer."""
        return self.open_now == NO

    def material(self, material: Material, chosen: Collection[str]) -> int:
        """Whether the material is needed, if these optional matters are chosen."""
        matters = {matter.id for matter in self.bundle.matters if not matter.optional or matter.id in chosen}
        return self._material(material, matters)

    def node(self, tree: Tree) -> int:
        """The diagram of a tree over the bundle's facts that was compiled with the edition."""
        return self._compilation.term(tree)

    def done(self, matter: str) -> int:
        """The diagram of a matter being done already, NO where it cannot be."""
        tree = self.bundle.matter[matter].done_if
        return NO if tree is None else self._compilation.term(tree)

    def _indexes(self, fact: Fact) -> list[int]:
        if fact.kind is Kind.CHOICES:
            return [self._compilation.of_option[fact.id, option] for option in fact.choices]
        return [self._compilation.of_fact[fact.id]]

    def own_mask(self, variable: Variable) -> int:
        """The variables, as a mask, that one answer settles together with this one."""
        if variable.option is None:
            return 1 << variable.index
        return self._union(self.masks[fact] for fact in variable.facts)

    def resting_on(self, fact: str) -> int:
        """The variables, as a mask, that are known only once this fact is."""
        return self.masks[fact] | self._union(
            1 << one.index for one in self.loose if self.needs[one.index] & self.masks[fact]
        )

    def told_by(self, facts: Iterable[str], known: int) -> int:
        """The known variables, as a mask, that these facts alone settle."""
        told = self._union(self.masks[fact] for fact in facts)
        return known & (told | self._union(1 << one.index for one in self.loose if not self.needs[one.index] & ~told))

    def _fact_masks(self) -> dict[str, int]:
        return {name: self._bits(self._indexes(fact)) for name, fact in self.bundle.facts.items()}

    def _needed_for(self, variable: Variable) -> int:
        """The mask of all that must be known before the variable is."""
        if variable.tree is None:
            return 1 << variable.index
        return self._union(self.masks[fact] for fact in self.roots(variable.facts))

    def roots(self, names: Iterable[str]) -> frozenset[str]:
        """The facts that can be given, behind facts that are derived."""
        found: set[str] = set()
        for name in names:
            derived = self.bundle.derived_fact.get(name)
            if derived is None or derived.from_matter:
                found.add(name)
            else:
                trees = [tree for case in derived.cases for tree in case]
                places = {self.bundle.parameter[p].by for tree in trees for p in parameters_in(tree)}
                found |= self.roots([*(n for tree in trees for n in names_in(tree)), *(p for p in places if p)])
        return frozenset(found)

    def _never(self, variable: Variable) -> bool:
        """Whether nobody can be asked: it rests on a parameter that the region has not supplied."""
        if variable.tree is None:
            return variable.parameter is not None
        return any(silent(self.bundle.parameter[name], self.region) for name in parameters_in(variable.tree))

    @staticmethod
    def _bits(indexes: Iterable[int]) -> int:
        return Edition._union(1 << index for index in indexes)

    @staticmethod
    def _union(masks: Iterable[int]) -> int:
        found = 0
        for mask in masks:
            found |= mask
        return found

    def lay(self, answers: Mapping[str, Value]) -> Known:
        """Answers on the grid. Loose comparisons are worked out as soon as their sources are known."""
        given: dict[str, Value] = {}
        places: dict[int, int] = {}
        known = unknown = 0
        for name, value in answers.items():
            fact = self.bundle.facts.get(name)
            if fact is None:
                continue
            if value == UNKNOWN:
                unknown |= self.masks[name]
                continue
            given[name] = value
            known |= self.masks[name]
            if fact.kind is Kind.REGION:
                given[name] = str(value)[:6]  # rules look no further down than the county, on the grid and off it
            if fact.kind is Kind.CHOICES:
                for option in fact.choices:
                    places[self._compilation.of_option[name, option]] = int(option in value)  # type: ignore[operator]
            else:
                places[self._compilation.of_fact[name]] = fact.cell(value)
        if self.loose:
            known |= self._work_out(given, places, known)
        return Known(given, places, known, unknown, self.hopeless(unknown, known))

    def _work_out(self, given: Mapping[str, Value], places: dict[int, int], known: int) -> int:
        evaluation, found = self.evaluation(given), 0
        for variable in self.loose:
            if not self.needs[variable.index] & ~known and variable.tree is not None:
                holds = evaluation.value(variable.tree)
                if holds is not None:
                    places[variable.index] = int(holds)
                    found |= 1 << variable.index
        return found

    def hopeless(self, unknown: int, known: int) -> int:
        """The variables that stay open: nobody can be asked, or somebody was and does not know.

        A loose comparison whose sources are all known and that is not known itself waits for a region's parameter.
        """
        barred = unknown | ~(self.asked_mask | known)
        loose = self._union(
            1 << variable.index
            for variable in self.loose
            if not known >> variable.index & 1
            and (self.needs[variable.index] & barred or not self.needs[variable.index] & ~known)
        )
        return (self.missing | loose | (self.bare_mask & barred)) & ~known

    def askable(self, node: int, known: int) -> int:
        """The diagram without what nobody can be asked about."""
        return self.diagrams.forget(node, self.hopeless(0, known))

    def left(self, node: int, known: Known) -> int:
        """What is left of a diagram after the answers: a leaf where they settle it or nobody can."""
        restricted = self.diagrams.restrict(node, known.places, known.known)
        return self.diagrams.forget(restricted, known.hopeless)

    def evaluation(self, answers: Mapping[str, Value]) -> Evaluation:
        """The answers worked out directly, for values that are shown."""
        return Evaluation(self.bundle, self.region, self.today, answers)

    def support(self, nodes: Iterable[int]) -> int:
        """The variables, as a mask, that can still change one of the nodes."""
        mask, found = self.diagrams.mask, 0
        for node in nodes:
            found |= mask[node]
        if found & self.loose_mask:
            for variable in self.loose:
                if found >> variable.index & 1:
                    found |= self.needs[variable.index]
        return found

    def facts_in(self, mask: int) -> tuple[str, ...]:
        """The facts of a mask's variables, in the author's order; a region's missing parameter as `region.<name>`."""
        names: dict[str, None] = {}
        for variable in self.variables:
            if mask >> variable.index & 1:
                if variable.parameter:
                    names[f"region.{variable.parameter}"] = None
                elif variable.tree is None:
                    names |= dict.fromkeys(variable.facts)
                else:
                    names |= dict.fromkeys(sorted(self.roots(variable.facts)))
                    names |= dict.fromkeys(f"region.{name}" for name in sorted(parameters_in(variable.tree)))
        return tuple(names)
