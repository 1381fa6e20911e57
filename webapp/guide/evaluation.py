"""Working out a tree for values that are known: for dates and months to show, and for comparisons that do not cut.

Verdicts are never found this way; they are read from the diagrams. None stands for a value that is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any as Anything

from webapp.guide.bundles import Bundle, Derived, Parameter
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
    Today,
    Tree,
)
from webapp.guide.facts import Kind, Value
from webapp.guide.functions import FUNCTIONS, region_prefix

COMPARE: dict[str, Callable[[Anything, Anything], bool]] = {
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}
CALCULATE: dict[str, Callable[[Anything, Anything], Anything]] = {
    "+": lambda one, other: round(one + other, 9),
    "-": lambda one, other: round(one - other, 9),
    "*": lambda one, other: round(one * other, 9),
}
"""Rounded, so that 0.1 + 0.2 is 0.3 for the rules as it is for people."""


def compare(sign: str, one: Anything, other: Anything) -> bool:
    """The comparison; a day is compared with text of the same form."""
    if isinstance(one, date) and isinstance(other, str):
        other = date.fromisoformat(other)
    elif isinstance(other, date) and isinstance(one, str):
        one = date.fromisoformat(one)
    return COMPARE[sign](one, other)


def nearest(parameter: Parameter, region: str) -> Value | None:
    """What a region supplies: its own value, else the nearest upwards, else the province's."""
    region = region[:6]
    codes = [code for code in parameter.values if region.startswith(region_prefix(code))]
    return parameter.values[max(codes, key=lambda code: len(region_prefix(code)))] if codes else parameter.value


def silent(parameter: Parameter, region: str) -> bool:
    """Whether nobody can say the parameter there. One that follows a person's own region counts as said, if any has."""
    if parameter.by is None:
        return nearest(parameter, region) is None
    return not parameter.values and parameter.value is None


@dataclass
class Evaluation:
    """Trees worked out for one set of answers. Derived facts are worked out once, when asked for."""

    bundle: Bundle
    region: str
    today: date
    answers: Mapping[str, Value]
    _derived: dict[str, Anything] = field(default_factory=dict)

    def value(self, tree: Tree) -> Anything:
        """The value, or None where it is not known."""
        match tree:
            case Constant(value):
                return value
            case Today():
                return self.today
            case Here():
                return self.region
            case Name(fact):
                return self.fact(fact)
            case RegionParameter(name):
                return self.parameter(name)
            case All(parts):
                return _all([self.value(part) for part in parts])
            case Any(parts):
                found = _all([_not(self.value(part)) for part in parts])
                return _not(found)
            case Not(part):
                return _not(self.value(part))
            case Is(left, sign, right):
                return self._apply(lambda one, other: compare(sign, one, other), left, right)
            case Member(left, right):
                return self._apply(lambda one, several: one in several, left, right)
            case Arithmetic(sign, left, right):
                return self._apply(CALCULATE[sign], left, right)
            case Call(name, arguments):
                function = FUNCTIONS[name]
                more = {"today": self.today} if function.needs_today else {}
                return self._apply(lambda *values: function.call(*values, **more), *arguments)
        raise TypeError(f"{tree!r} is no tree")

    def _apply(self, call: Callable[..., Anything], *trees: Tree) -> Anything:
        values = [self.value(tree) for tree in trees]
        return None if None in values else call(*values)

    def fact(self, name: str) -> Anything:
        """A question's answer or a derived fact, or None."""
        if name in self.answers:
            return self.answers[name]
        derived = self.bundle.derived_fact.get(name)
        if derived is None or derived.from_matter:
            return None
        if name not in self._derived:
            self._derived[name] = self._follow(derived)
        return self._derived[name]

    def _follow(self, derived: Derived) -> Anything:
        for when, value in derived.cases:
            holds = self.value(when)
            if holds is None:
                return None
            if holds:
                found = self.value(value)
                return bool(found) if derived.kind is Kind.BOOLEAN and found is not None else found
        return None

    def parameter(self, name: str) -> Value | None:
        """What the region says, for the place that the parameter is looked up by."""
        parameter = self.bundle.parameter[name]
        place = self.fact(parameter.by) if parameter.by else self.region
        return None if place is None else nearest(parameter, place)


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: list[bool | None]) -> bool | None:
    return False if False in values else None if None in values else True
