"""Turning the trees of a bundle into diagrams, for one region as of one day.

A term becomes a diagram too: its leaves are constants, *curves* (a value that moves one way along a single fact's grid,
so that comparing it with a constant is one cut) or *loose* terms. A comparison with a loose term does not cut; it
becomes a yes-no variable of its own, awaited through its sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any as Anything

from webapp.guide.bundles import Bundle, Parameter
from webapp.guide.conditions import (
    All,
    Any,
    Arithmetic,
    Call,
    Constant,
    Here,
    Is,
    Member,
    Name,
    Not,
    RegionParameter,
    Term,
    Today,
    Tree,
    names_in,
    parameters_in,
)
from webapp.guide.diagrams import NO, OPEN, UNDECIDED, YES, Diagrams
from webapp.guide.evaluation import CALCULATE, compare, nearest
from webapp.guide.facts import Fact, Kind, Value
from webapp.guide.functions import FUNCTIONS, Function, region_prefix

_STEPS = 400
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True)
class Variable:
    """What a node may ask: a fact, one option of several, a region's missing parameter, a loose comparison."""

    index: int
    facts: frozenset[str]
    parameter: str | None = None
    option: str | None = None
    tree: Tree | None = None


@dataclass(frozen=True)
class Curve:
    """A value that depends on one fact. `rises` is +1 or -1 if it never turns back along the grid, else 0."""

    variable: int
    tree: Term
    rises: int = field(compare=False)
    call: Callable[[Value], Anything] = field(compare=False)


@dataclass(frozen=True)
class Loose:
    """A value that depends on several facts at once, or on a parameter that the region has not supplied."""

    tree: Term


class Compilation:
    """The diagrams of a bundle's trees, and the variables that they ask."""

    def __init__(self, bundle: Bundle, region: str, today: date, order: tuple[Fact, ...]) -> None:
        self.bundle, self.region, self.today = bundle, region, today
        self.diagrams = Diagrams()
        self.variables: list[Variable] = []
        self.of_fact: dict[str, int] = {}
        self.of_option: dict[tuple[str, str], int] = {}
        self._other: dict[object, int] = {}
        self._terms: dict[Tree, int] = {}
        self._tables: dict[Curve, tuple[list[int], list[Value]] | None] = {}
        for fact in order:
            self._add_fact(fact)

    def _add(self, facts: frozenset[str], **more: Anything) -> int:
        self.variables.append(Variable(len(self.variables), facts, **more))
        return len(self.variables) - 1

    def _add_fact(self, fact: Fact) -> None:
        only = frozenset({fact.id})
        if fact.kind is Kind.CHOICES:
            for option in fact.choices:
                self.of_option[fact.id, option] = self._add(only, option=option)
        else:
            self.of_fact[fact.id] = self._add(only)

    def term(self, tree: Tree) -> int:
        """The diagram of a term or condition."""
        if isinstance(tree, Constant):  # not kept by the tree: True equals 1, and their leaves differ
            return self.diagrams.leaf(tree.value)
        found = self._terms.get(tree)
        if found is None:
            found = self._terms[tree] = self._compile(tree)
        return found

    def _compile(self, tree: Tree) -> int:
        store = self.diagrams
        match tree:
            case Today():
                return store.leaf(self.today)
            case Here():
                return store.leaf(self.region)
            case Name(fact):
                return self._name(fact)
            case RegionParameter(name):
                return self._parameter(self.bundle.parameter[name])
            case All(parts):
                found = YES
                for part in parts:
                    found = store.both(found, self.term(part))
                return found
            case Any(parts):
                found = NO
                for part in parts:
                    found = store.either(found, self.term(part))
                return found
            case Not(part):
                return store.negate(self.term(part))
            case Is(left, sign, right):
                return store.combine(sign, lambda a, b: self._compared(sign, a, b), self.term(left), self.term(right))
            case Member(left, right):
                return self._member(left, right)
            case Arithmetic(sign, left, right):
                rises = {"+": (1, 1), "-": (1, -1), "*": (0, 0)}[sign]
                return self._applied(sign, Function(CALCULATE[sign], rises), (left, right))
            case Call(name, arguments):
                return self._applied(name, FUNCTIONS[name], arguments)
        raise TypeError(f"{tree!r} is no tree")

    def _name(self, name: str) -> int:
        derived = self.bundle.derived_fact.get(name)
        if derived is not None and not derived.from_matter:
            found = OPEN
            for when, value in reversed(derived.cases):
                found = self.diagrams.pick(self.term(when), self.term(value), found)
            return found
        fact = self.bundle.facts[name]
        variable = self.of_fact[name]
        if fact.kind is Kind.BOOLEAN:
            return self.diagrams.split(variable, (1,), (NO, YES))
        if fact.kind is Kind.CHOICE:
            leaves = [self.diagrams.leaf(choice) for choice in fact.choices]
            return self.diagrams.split(variable, range(1, len(leaves)), leaves)
        return self.diagrams.leaf(Curve(variable, Name(name), 1, lambda value: value))

    def _parameter(self, parameter: Parameter) -> int:
        if parameter.by is None:
            return self._supplied(parameter, nearest(parameter, self.region))
        edges: set[int] = set()
        for code in parameter.values:
            prefix = region_prefix(code)
            low = int(prefix.ljust(6, "0"))
            edges |= {low, low + 10 ** (6 - len(prefix))}
        cuts = sorted(edges)
        places = [cuts[0] - 1, *cuts] if cuts else [0]
        kids = [self._supplied(parameter, nearest(parameter, f"{place:06d}")) for place in places]
        return self.diagrams.choose(self.of_fact[parameter.by], cuts, kids)

    def _supplied(self, parameter: Parameter, value: Value | None) -> int:
        if value is not None:
            return self.diagrams.leaf(value)
        if parameter.kind is not Kind.BOOLEAN:
            return self.diagrams.leaf(Loose(RegionParameter(parameter.name)))
        key = RegionParameter(parameter.name)
        if key not in self._other:
            self._other[key] = self._add(frozenset(), parameter=parameter.name)
        return self.diagrams.split(self._other[key], (1,), (NO, YES))

    def _member(self, left: Term, right: Term) -> int:
        if isinstance(right, Name) and isinstance(left, Constant):
            return self._option(right.fact, str(left.value))
        return self.diagrams.combine("in", self._found_in, self.term(left), self.term(right))

    def _option(self, fact: str, option: str) -> int:
        """Whether the option is chosen; beside an exclusive one no other can be, and no rule may hope for both."""
        found = self.diagrams.split(self.of_option[fact, option], (1,), (NO, YES))
        alone = self.bundle.facts[fact].exclusive
        if alone is None or alone == option:
            return found
        return self.diagrams.both(found, self.diagrams.negate(self._option(fact, alone)))

    def _found_in(self, one: int, several: int) -> int:
        values = self.diagrams.value[several]
        if values is UNDECIDED:
            return OPEN
        if isinstance(values, Loose):
            return self._loose(Member(_tree(self.diagrams.value[one]), values.tree))
        found = NO
        for value in values:
            found = self.diagrams.either(found, self._compared("==", one, self.diagrams.leaf(value)))
        return found

    def _applied(self, name: str, function: Function, arguments: tuple[Term, ...]) -> int:
        nodes = [self.term(argument) for argument in arguments]
        if len(nodes) == 1:
            return self.diagrams.map(name, lambda leaf: self._leaf_call(name, function, (leaf,)), nodes[0])
        return self.diagrams.combine(name, lambda a, b: self._leaf_call(name, function, (a, b)), nodes[0], nodes[1])

    def _leaf_call(self, name: str, function: Function, leaves: tuple[int, ...]) -> int:
        values = [self.diagrams.value[leaf] for leaf in leaves]
        if UNDECIDED in values:
            return OPEN
        call = function.call
        if function.needs_today:
            today = self.today
            call = lambda *given: function.call(*given, today=today)  # noqa: E731
        curves = [value for value in values if isinstance(value, Curve)]
        loose = any(isinstance(value, Loose) for value in values)
        if not curves and not loose:
            return self.diagrams.leaf(call(*values))
        trees = tuple(_tree(value) for value in values)
        tree: Term = Call(name, trees) if name in FUNCTIONS else Arithmetic(name, *trees)
        if name in ("within", "same_city") and not loose and len(curves) == 1:
            return self._region_test(name, tree, curves[0], values)
        if loose or len({curve.variable for curve in curves}) > 1:
            split = (
                None if loose else self._tabulated(name, values, lambda a, b: self._leaf_call(name, function, (a, b)))
            )
            if split is not None:
                return split
            return self._loose(tree) if name in ("within", "same_city") else self.diagrams.leaf(Loose(tree))
        return self.diagrams.leaf(
            Curve(curves[0].variable, tree, _rise(name, function, values), _compose(call, values))
        )

    def _region_test(self, name: str, tree: Term, curve: Curve, values: list[Anything]) -> int:
        if name == "within" and values[0] is not curve:
            return self._loose(tree)  # a known place within an asked one: three cells that lie inside each other
        code = values[1] if values[0] is curve else values[0]
        prefix = region_prefix(code) if name == "within" else code[:4]
        low = int(prefix.ljust(6, "0"))
        return self.diagrams.split(curve.variable, (low, low + 10 ** (6 - len(prefix))), (NO, YES, NO))

    def _compared(self, sign: str, one: int, other: int) -> int:
        left, right = self.diagrams.value[one], self.diagrams.value[other]
        if left is UNDECIDED or right is UNDECIDED:
            return OPEN
        if isinstance(left, Loose) or isinstance(right, Loose):
            return self._loose(Is(_tree(left), sign, _tree(right)))
        if isinstance(left, Curve) and isinstance(right, Curve):
            found = None
            if left.variable != right.variable:
                found = self._tabulated(sign, [left, right], lambda a, b: self._compared(sign, a, b))
            return self._loose(Is(left.tree, sign, right.tree)) if found is None else found
        if isinstance(left, Curve):
            return self._cut(left, sign, right)
        if isinstance(right, Curve):
            return self._cut(right, _MIRROR[sign], left)
        return YES if compare(sign, left, right) else NO

    def _cut(self, curve: Curve, sign: str, constant: Value) -> int:
        if not curve.rises:
            return self._loose(Is(curve.tree, sign, Constant(constant)))  # type: ignore[arg-type]
        if sign == "==":
            return self.diagrams.both(self._cut(curve, "<=", constant), self._cut(curve, ">=", constant))
        if sign == "!=":
            return self.diagrams.negate(self._cut(curve, "==", constant))
        fact = self._fact(curve.variable)
        low, high = fact.span
        first, last = (compare(sign, curve.call(fact.value(place)), constant) for place in (low, high))
        if first == last:
            return YES if first else NO
        while high - low > 1:
            middle = (low + high) // 2
            if compare(sign, curve.call(fact.value(middle)), constant) == first:
                low = middle
            else:
                high = middle
        return self.diagrams.split(curve.variable, (high,), (YES, NO) if first else (NO, YES))

    def _fact(self, variable: int) -> Fact:
        return self.bundle.facts[next(iter(self.variables[variable].facts))]

    def _tabulated(self, name: str, values: list[Anything], join: Callable[[int, int], int]) -> int | None:
        """Two curves of different facts: one that takes few values is written out, so that the other one cuts."""
        for position in (0, 1):
            curve = values[position]
            if curve not in self._tables:
                self._tables[curve] = self._steps(curve)
            steps = self._tables[curve]
            if steps is not None:
                table = self.diagrams.split(
                    values[position].variable, steps[0], [self.diagrams.leaf(v) for v in steps[1]]
                )
                other = self.diagrams.leaf(values[1 - position])
                pair = (table, other) if position == 0 else (other, table)
                return self.diagrams.combine(name, join, *pair)
        return None

    def _steps(self, curve: Curve) -> tuple[list[int], list[Value]] | None:
        fact = self._fact(curve.variable)
        low, high = fact.span
        if not curve.rises or high - low > 10**6:
            return None
        last, value = curve.call(fact.value(high)), curve.call(fact.value(low))
        if not isinstance(value, int | float):
            return None
        cuts: list[int] = []
        values: list[Value] = [value]
        while value != last:
            left, right = low, high
            while right - left > 1:
                middle = (left + right) // 2
                left, right = (middle, right) if curve.call(fact.value(middle)) == value else (left, middle)
            value = curve.call(fact.value(right))
            cuts.append(right)
            values.append(value)
            low = right
            if len(cuts) > _STEPS:
                return None
        return cuts, values

    def _loose(self, tree: Tree) -> int:
        """A yes-no variable for a comparison that does not cut."""
        if tree not in self._other:
            self._other[tree] = self._add(self._sources(tree), tree=tree)
        return self.diagrams.split(self._other[tree], (1,), (NO, YES))

    def _sources(self, tree: Tree) -> frozenset[str]:
        places = {self.bundle.parameter[name].by for name in parameters_in(tree)}
        return names_in(tree) | {place for place in places if place}


def _tree(value: Anything) -> Term:
    return value.tree if isinstance(value, Curve | Loose) else Constant(value)


def _rise(name: str, function: Function, values: list[Anything]) -> int:
    if name == "*":
        factor = next((value for value in values if not isinstance(value, Curve)), None)
        sign = 0 if factor is None else 1 if factor >= 0 else -1
        return next(value.rises for value in values if isinstance(value, Curve)) * sign
    found = {value.rises * way for value, way in zip(values, function.rises, strict=True) if isinstance(value, Curve)}
    return found.pop() if len(found) == 1 else 0


def _compose(call: Callable[..., Anything], values: list[Anything]) -> Callable[[Value], Anything]:
    if len(values) == 1:
        inner = values[0].call
        return lambda place: call(inner(place))
    one, other = (value.call if isinstance(value, Curve) else None for value in values)
    left, right = values
    if one and other:
        return lambda place: call(one(place), other(place))
    if one:
        return lambda place: call(one(place), right)
    return lambda place: call(left, values[1].call(place))
