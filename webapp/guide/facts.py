"""Facts (情形要素): what may be known about a person, and the whole-number grid that each kind of value lies on.

Every fact is an ordered row of cells. A choice is numbered by its options, a truth is 0 or 1, a day is its ordinal, an
amount is counted in hundredths, a region is its six digits (so a city is an interval). One kind of diagram node, an
interval split, then serves all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from math import floor
from re import ASCII, fullmatch
from typing import TypeAlias

UNKNOWN = "unknown"
"""The answer 不清楚. It is an answer to every question and never one of a question's choices."""

Value: TypeAlias = bool | int | float | str | date | tuple[str, ...]
Answers: TypeAlias = Mapping[str, Value]


class Kind(StrEnum):
    """What sort of value a fact has."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"
    INTEGER = "integer"
    YEARS = "years"
    MONEY = "money"
    DATE = "date"
    MONTH = "month"
    REGION = "region"


class Use(StrEnum):
    """What a fact is for, if it decides nothing."""

    FORM = "form"
    ROUTING = "routing"
    ADVICE = "advice"


class ValueProblem(ValueError):
    """A value that does not fit its fact. The text is a sentence for the person who gave it."""


@dataclass(frozen=True)
class Fact:
    """One thing that may be known. `source` is who will find it out when the person does not know."""

    id: str
    kind: Kind
    choices: tuple[str, ...] = ()
    exclusive: str | None = None
    asked: bool = True
    wish: bool = False
    use: Use | None = None
    source: str | None = None
    per_record: bool = False

    @property
    def decides(self) -> bool:
        """Whether a rule may rest on it: form, routing and advice facts decide nothing."""
        return self.use is None

    def read(self, given: object) -> Value:
        """The value that JSON or a form gave, as this fact's own type. ValueProblem if it is none."""
        return _READERS[self.kind](self, given)

    def cell(self, value: Value) -> int:
        """Where the value lies on the grid."""
        match self.kind:
            case Kind.BOOLEAN | Kind.INTEGER:
                return int(value)  # type: ignore[arg-type]
            case Kind.CHOICE:
                return self.choices.index(str(value))
            case Kind.YEARS | Kind.MONEY:
                return floor(Decimal(str(value)) * 100)
            case Kind.DATE:
                return value.toordinal()  # type: ignore[union-attr]
            case Kind.REGION:
                return int(str(value)[:6])
            case _:
                raise TypeError(f"{self.kind} has no single cell")

    def value(self, cell: int) -> Value:
        """The value that stands at a place of the grid."""
        match self.kind:
            case Kind.BOOLEAN:
                return bool(cell)
            case Kind.CHOICE:
                return self.choices[cell]
            case Kind.YEARS | Kind.MONEY:
                return cell / 100
            case Kind.DATE:
                return date.fromordinal(cell)
            case Kind.REGION:
                return f"{cell:06d}"
            case _:
                return cell

    @property
    def span(self) -> tuple[int, int]:
        """First and last place of the grid that is looked at when cuts are searched."""
        match self.kind:
            case Kind.BOOLEAN:
                return 0, 1
            case Kind.CHOICE:
                return 0, len(self.choices) - 1
            case Kind.DATE:
                return date(1900, 1, 1).toordinal(), date(2119, 12, 31).toordinal()
            case Kind.REGION:
                return 100000, 999999
            case Kind.YEARS:
                return 0, 200_00
            case _:
                return -1_000_000, 1_000_000_000_00


def _shown(given: object) -> str:
    """What was given, short enough for a sentence."""
    if isinstance(given, int) and not isinstance(given, bool) and abs(given) >= 10**30:
        return "a number of more than thirty digits"
    text = str(given) if isinstance(given, date) else repr(given)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _boolean(fact: Fact, given: object) -> bool:
    if isinstance(given, bool):
        return given
    raise ValueProblem(f"“{fact.id}” takes true or false, not {_shown(given)}")


def _choice(fact: Fact, given: object) -> str:
    if isinstance(given, str) and given in fact.choices:
        return given
    raise ValueProblem(f"“{fact.id}” takes one of {'、'.join(fact.choices)}, not {_shown(given)}")


def _choices(fact: Fact, given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) and one in fact.choices for one in given):
        raise ValueProblem(f"“{fact.id}” takes a list out of {'、'.join(fact.choices)}, not {_shown(given)}")
    if fact.exclusive in given and len(set(given)) > 1:
        raise ValueProblem(f"“{fact.exclusive}” cannot go together with another choice of “{fact.id}”")
    return tuple(choice for choice in fact.choices if choice in given)


def _integer(fact: Fact, given: object) -> int:
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if isinstance(given, int) and not isinstance(given, bool) and fact.span[0] <= given <= fact.span[1]:
        return given
    raise ValueProblem(f"“{fact.id}” takes a whole number, not {_shown(given)}")


def _decimal(fact: Fact, given: object) -> float:
    """A number of hundredths; what is smaller falls away, so that a rule and the grid see the same number."""
    if isinstance(given, int | float) and not isinstance(given, bool) and abs(given) <= fact.span[1]:
        try:
            cell = fact.cell(given)
        except (InvalidOperation, OverflowError, ValueError):
            cell = fact.span[0] - 1
        if fact.span[0] <= cell <= fact.span[1]:
            return given if isinstance(given, int) else cell / 100
    raise ValueProblem(f"“{fact.id}” takes a number, not {_shown(given)}")


def _date(fact: Fact, given: object) -> date:
    day = given if isinstance(given, date) and not isinstance(given, datetime) else None
    if isinstance(given, str) and fullmatch(r"\d{4}-\d\d-\d\d", given, ASCII):
        try:
            day = date.fromisoformat(given)
        except ValueError:
            day = None
    if day is None or not fact.span[0] <= day.toordinal() <= fact.span[1]:
        raise ValueProblem(f"“{fact.id}” takes a day like 1965-01-31, not {_shown(given)}")
    return day


def _month(fact: Fact, given: object) -> str:
    if isinstance(given, str) and fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", given, ASCII):
        return given
    raise ValueProblem(f"“{fact.id}” takes a month like 1965-01, not {_shown(given)}")


def _region(fact: Fact, given: object) -> str:
    """Six digits a county, nine a town, twelve a village."""
    if isinstance(given, str) and fullmatch(r"[1-9]\d{5}(\d{3}){0,2}", given, ASCII):
        return given
    raise ValueProblem(f"“{fact.id}” takes a region of six digits like '410105', not {_shown(given)}")


_READERS: dict[Kind, Callable[[Fact, object], Value]] = {
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.INTEGER: _integer,
    Kind.YEARS: _decimal,
    Kind.MONEY: _decimal,
    Kind.DATE: _date,
    Kind.MONTH: _month,
    Kind.REGION: _region,
}
