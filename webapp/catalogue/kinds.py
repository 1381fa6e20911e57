"""What sort of value an expression has: a day is never compared with a number, and a rule comes out true or false."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import StrEnum
from re import ASCII, fullmatch

from webapp.guide import Bundle, Kind
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
from webapp.guide.functions import RETIREMENT_DELAY


class Sort(StrEnum):
    """A sort of value, in the words of a Problem."""

    TRUTH = "yes or no"
    NUMBER = "a number"
    DAY = "a day"
    MONTH = "a month"
    REGION = "a region"
    CHOICE = "a choice"
    SEVERAL = "several choices"
    LIST = "a list"
    TEXT = "a text"
    QUOTED = "quoted text"
    TIME = "a day or a month"


OF_KIND = {
    Kind.BOOLEAN: Sort.TRUTH,
    Kind.CHOICE: Sort.CHOICE,
    Kind.CHOICES: Sort.SEVERAL,
    Kind.INTEGER: Sort.NUMBER,
    Kind.YEARS: Sort.NUMBER,
    Kind.MONEY: Sort.NUMBER,
    Kind.DATE: Sort.DAY,
    Kind.MONTH: Sort.MONTH,
    Kind.REGION: Sort.REGION,
}
_TIMES = {Sort.DAY, Sort.MONTH}
_PAIRED = {Sort.NUMBER, Sort.DAY, Sort.MONTH}
TAKES: Mapping[str, tuple[set[Sort], ...]] = {
    "days_since": ({Sort.DAY},),
    "months_since": ({Sort.DAY},),
    "age_on": ({Sort.DAY},),
    "age_by": ({Sort.DAY}, {Sort.TEXT}),
    "add_days": ({Sort.DAY}, {Sort.NUMBER}),
    "add_months": (_TIMES, {Sort.NUMBER}),
    "month_of": (_TIMES,),
    "month_no": (_TIMES,),
    "month_day": ({Sort.DAY},),
    "year_of": (_TIMES,),
    "min": (_PAIRED, _PAIRED),
    "max": (_PAIRED, _PAIRED),
    "pct": ({Sort.NUMBER}, {Sort.NUMBER}),
    "within": ({Sort.REGION}, {Sort.REGION}),
    "same_city": ({Sort.REGION}, {Sort.REGION}),
    "delay_of": ({Sort.DAY}, {Sort.CHOICE}),
}
"""What each function takes."""

GIVES: Mapping[str, Sort] = {
    "add_days": Sort.DAY,
    "month_of": Sort.MONTH,
    "month_day": Sort.TEXT,
    "within": Sort.TRUTH,
    "same_city": Sort.TRUTH,
}
"""What a function gives, where it is no number; add_months, min and max give the sort of their first value."""

_WRITTEN = {Sort.DAY: r"\d{4}-\d\d-\d\d", Sort.MONTH: r"\d{4}-(0[1-9]|1[0-2])", Sort.REGION: r"[1-9]\d{5}"}
_EXAMPLE = {Sort.DAY: "'2026-12-01'", Sort.MONTH: "'2026-12'", Sort.REGION: "'410105'"}


class Sorting:
    """Sorts trees over one bundle's facts. `wrong` is told fault and hint.

    A name that leads nowhere has no sort, nor has one of `unsure`, whose kind could not be read.
    """

    def __init__(
        self, bundle: Bundle, wrong: Callable[[str, str], None], unsure: Collection[str] = frozenset()
    ) -> None:
        self.bundle, self.wrong, self.unsure = bundle, wrong, unsure

    def expect(self, tree: Tree, wanted: Sort, what: str) -> None:
        """Note a fault unless the tree's value is of the wanted sort."""
        found = self.of(tree)
        if found is not None:
            self._fits(tree, found, _TIMES if wanted is Sort.TIME else {wanted}, what)

    def of(self, tree: Tree) -> Sort | None:
        """The sort of a tree's value; None where a fault was noted."""
        match tree:
            case Constant(bool()):
                return Sort.TRUTH
            case Constant(str()):
                return Sort.QUOTED
            case Constant():
                return Sort.NUMBER
            case Today():
                return Sort.DAY
            case Here():
                return Sort.REGION
            case Name(name):
                one = self.bundle.facts.get(name) or self.bundle.derived_fact.get(name)
                return OF_KIND[one.kind] if one and name not in self.unsure else None
            case RegionParameter(name):
                return self._supplied(name)
            case All(parts) | Any(parts):
                for part in parts:
                    self.expect(part, Sort.TRUTH, "a part of “and” or “or”")
                return Sort.TRUTH
            case Not(part):
                self.expect(part, Sort.TRUTH, "what stands behind “not”")
                return Sort.TRUTH
            case Arithmetic(sign, left, right):
                return self._summed(left, sign, right)
            case Is(left, sign, right):
                self._compared(left, sign, right)
                return Sort.TRUTH
            case Member(left, right):
                self._member(left, right)
                return Sort.TRUTH
            case Call(name, arguments):
                return self._called(name, arguments)
        raise TypeError(f"{tree!r} is no tree")

    def _supplied(self, name: str) -> Sort | None:
        parameter = self.bundle.parameter.get(name)
        if parameter is None or f"region.{name}" in self.unsure:
            return None
        return {Kind.CHOICES: Sort.LIST, Kind.CHOICE: Sort.TEXT}.get(parameter.kind) or OF_KIND[parameter.kind]

    def _summed(self, left: Tree, sign: str, right: Tree) -> Sort | None:
        sorts = [self.of(left), self.of(right)]
        for part, sort in zip((left, right), sorts, strict=True):
            if sort is not None:
                self._fits(part, sort, {Sort.NUMBER}, f"a side of “{sign}”")
        return Sort.NUMBER if sorts == [Sort.NUMBER, Sort.NUMBER] else None

    def _fits(self, tree: Tree, found: Sort, wanted: set[Sort], what: str) -> None:
        if found is Sort.QUOTED and isinstance(tree, Constant):
            self._quoted(str(tree.value), wanted, what)
        elif found not in wanted and not (found is Sort.TEXT and Sort.CHOICE in wanted):
            several = " or ".join(sorted(one.value for one in wanted))
            self.wrong(f"{what} must be {several}, here it is {found.value}", "look at the types of the facts it names")

    def _quoted(self, text: str, wanted: set[Sort], what: str) -> None:
        """Quoted text may stand for a choice, a text, a day, a month or a region, if it has their form."""
        if wanted & {Sort.TEXT, Sort.CHOICE}:
            return
        forms = [one for one in wanted if one in _WRITTEN]
        if not forms:
            self.wrong(
                f"{what} must be {' or '.join(sorted(wanted))}, here it is the text '{text}'",
                "numbers and True stand without quotes",
            )
        elif not any(_has_form(text, one) for one in forms):
            self.wrong(
                f"'{text}' is not {' or '.join(sorted(one.value for one in forms))}", f"write {_EXAMPLE[forms[0]]}"
            )

    def _compared(self, left: Tree, sign: str, right: Tree) -> None:
        sorts = [self.of(left), self.of(right)]
        if None in sorts or sorts == [Sort.QUOTED, Sort.QUOTED]:
            return
        one, other = sorts
        if Sort.SEVERAL in sorts or Sort.LIST in sorts:
            self.wrong("several choices are not compared", "write  'one' in fact")
        elif sign not in ("==", "!=") and {one, other} & {Sort.TRUTH, Sort.CHOICE, Sort.REGION}:
            self.wrong(f"“{sign}” does not go with {(one if one is not Sort.QUOTED else other)}", "use == or !=")
        elif one is Sort.QUOTED:
            self._fits(left, Sort.QUOTED, {other}, f"a side of “{sign}”")  # type: ignore[arg-type]
        elif other is Sort.QUOTED:
            self._fits(right, Sort.QUOTED, {one}, f"a side of “{sign}”")  # type: ignore[arg-type]
        elif one != other and {one, other} != {Sort.TEXT, Sort.CHOICE}:
            self.wrong(f"{one} is compared with {other}", "both sides must be of one sort")

    def _member(self, left: Tree, right: Tree) -> None:
        holder = self.of(right)
        if holder is Sort.SEVERAL:
            if not isinstance(left, Constant):
                self.wrong("before “in” stands a choice in quotes", "write  'one' in fact")
        elif holder is not None and holder is not Sort.LIST:
            self.wrong("behind “in” stands a question of several choices or a list", "write  fact in ('one', 'other')")
        elif self.of(left) in (Sort.SEVERAL, Sort.LIST):
            self.wrong("before “in” stands one value", "write  'one' in fact")

    def _called(self, name: str, arguments: tuple[Tree, ...]) -> Sort | None:
        found = [self.of(argument) for argument in arguments]
        for argument, sort, wanted in zip(arguments, found, TAKES[name], strict=True):
            if sort is not None:
                self._fits(argument, sort, wanted, f"what “{name}” takes")
        group = arguments[-1]
        if name == "delay_of" and isinstance(group, Constant) and group.value not in RETIREMENT_DELAY:
            self.wrong(f"the table of delays has no group '{group.value}'", f"there are: {'、'.join(RETIREMENT_DELAY)}")
        if name in ("min", "max") and None not in found and found[0] != found[1]:
            self.wrong(
                f"“{name}” takes two values of one sort", "here one is " + " and the other ".join(filter(None, found))
            )
        return found[0] if name in ("add_months", "min", "max") else GIVES.get(name, Sort.NUMBER)


def _has_form(text: str, sort: Sort) -> bool:
    if not fullmatch(_WRITTEN[sort], text, ASCII):
        return False
    try:
        return sort is not Sort.DAY or bool(date.fromisoformat(text))
    except ValueError:
        return False
