"""Rules as sentences: what a condition says, in Chinese or English, with the catalogue's own words and never an id.

Words about the person come from the questions, their choices, the derived facts' names and the parameters' `says`; what
joins them is translated here. A negation goes inwards, so that no sentence says “not (A and not B)”.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp.guide import Bundle
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
)
from webapp.guide.facts import Kind
from webapp.site.language import LANGUAGES, translations, words_in

OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRROR = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
IN_TIME = {"add_days", "add_months", "month_of", "month_day"}
TRUTHS = {"within", "same_city"}
DAYS = (Kind.DATE, Kind.MONTH)
DEFAULT = next(iter(LANGUAGES))


def sentence(tree: Tree, bundle: Bundle, language: str) -> str:
    """What a rule of the bundle says, in a language of `LANGUAGES`; a term that is no rule as a noun."""
    return Sentences(bundle, language).of(tree)


@dataclass(frozen=True)
class Sentences:
    """The sentences of one bundle in one language."""

    bundle: Bundle
    language: str

    def _(self, message: str, **values: object) -> str:
        return words_in(self.language)(message, **values)

    def told(self, text: str) -> str:
        """A text of the catalogue in the language."""
        if self.language == DEFAULT or not text:
            return text
        return str(translations(self.language, "catalogue").gettext(text))

    def of(self, tree: Tree) -> str:
        """The whole sentence, without a full stop."""
        return self._condition(tree, True) if self._is_truth(tree) else self.noun(tree)  # type: ignore[arg-type]

    def _is_truth(self, tree: Tree) -> bool:
        match tree:
            case All() | Any() | Not() | Is() | Member() | Constant(bool()):
                return True
            case Call(function):
                return function in TRUTHS
            case Name() | RegionParameter():
                return self._kind(tree) is Kind.BOOLEAN
            case _:
                return False

    def _condition(self, tree: Tree, holds: bool) -> str:
        match tree:
            case Not(part):
                return self._condition(part, not holds)
            case All(parts):
                return self._join(parts, holds, holds)
            case Any(parts):
                return self._answers(parts, holds) or self._join(parts, not holds, holds)
            case Is(left, sign, right):
                return self._comparison(left, sign if holds else OPPOSITE[sign], right)
            case Member(left, right):
                return self._membership(left, right, holds)
            case Constant(value):
                return self._("in every case") if bool(value) is holds else self._("in no case")
            case Call("within", (place, code)):
                values = {"place": self.noun(place), "region": self.noun(code)}
                return (
                    self._("%(place)s is in %(region)s", **values)
                    if holds
                    else self._("%(place)s is not in %(region)s", **values)
                )
            case Call("same_city", (one, other)):
                values = {"one": self.noun(one), "other": self.noun(other)}
                return (
                    self._("%(one)s and %(other)s are in the same city", **values)
                    if holds
                    else self._("%(one)s and %(other)s are not in the same city", **values)
                )
            case _:
                return self._truth(tree, holds)

    def _truth(self, term: Term, holds: bool) -> str:
        """A yes-no question, derived fact or parameter."""
        derived = self.bundle.derived_fact.get(term.fact) if isinstance(term, Name) else None
        if derived is not None:
            name = self.told(derived.name)
            return name if holds else self._("it is not so that “%(name)s”", name=name)
        answer = self._("Yes, it is so") if holds else self._("No, it is not so")
        return self._("%(term)s is “%(answer)s”", term=self.noun(term), answer=answer)

    def _join(self, parts: Sequence[Tree], every: bool, holds: bool) -> str:
        """The parts, joined; a part that is itself joined the other way stands in brackets."""
        said = []
        for part in parts:
            words = self._condition(part, holds)
            said.append(self._("(%(words)s)", words=words) if self._mixed(part, every, holds) else words)
        return (self._(", and ") if every else self._(", or ")).join(dict.fromkeys(said))

    def _mixed(self, part: Tree, every: bool, holds: bool) -> bool:
        while isinstance(part, Not):
            part, holds = part.part, not holds
        if isinstance(part, Any) and self._answers(part.parts, holds):
            return False
        return isinstance(part, All | Any) and len(part.parts) > 1 and (isinstance(part, All) is holds) is not every

    def _answers(self, parts: Sequence[Tree], holds: bool) -> str:
        """Several answers to one question in one breath; empty if the parts are not that."""
        terms = {part.left for part in parts if isinstance(part, Is) and part.sign == "=="}
        if len(terms) != 1 or not all(
            isinstance(part, Is) and part.sign == "==" and isinstance(part.right, Constant) for part in parts
        ):
            return ""
        term = next(iter(terms))
        values = [self._value(part.right, term) for part in parts if isinstance(part, Is)]
        listed = self._(" or ").join(self._("“%(value)s”", value=value) for value in values)
        words = {"term": self.noun(term), "values": listed}
        return self._("%(term)s is %(values)s", **words) if holds else self._("%(term)s is not %(values)s", **words)

    def _comparison(self, left: Term, sign: str, right: Term) -> str:
        if isinstance(left, Constant) and not isinstance(right, Constant):
            left, sign, right = right, MIRROR[sign], left
        if sign in ("==", "!=") and isinstance(right, Constant) and isinstance(right.value, bool):
            return self._condition(left, right.value is (sign == "=="))
        if isinstance(left, Call) and left.function == "days_since" and (_number(right) or 0) < 0:
            to_come = Call("add_days", (left.arguments[0], right))
            left, right = Today(), to_come  # “not after 20 days before it”, where it lies ahead
        words = {"left": self.noun(left), "right": self._value(right, left)}
        if sign in ("==", "!=") and isinstance(right, Constant) and self._kind(left) is Kind.CHOICE:
            words["right"] = self._("“%(value)s”", value=words["right"])
        timely = self._in_time(left) or self._in_time(right)
        match sign:
            case "==":
                return self._("%(left)s is %(right)s", **words)
            case "!=":
                return self._("%(left)s is not %(right)s", **words)
            case "<":
                return (
                    self._("%(left)s is before %(right)s", **words)
                    if timely
                    else self._("%(left)s is less than %(right)s", **words)
                )
            case "<=":
                return (
                    self._("%(left)s is not after %(right)s", **words)
                    if timely
                    else self._("%(left)s is at most %(right)s", **words)
                )
            case ">":
                return (
                    self._("%(left)s is after %(right)s", **words)
                    if timely
                    else self._("%(left)s is more than %(right)s", **words)
                )
            case _:
                return (
                    self._("%(left)s is not before %(right)s", **words)
                    if timely
                    else self._("%(left)s is at least %(right)s", **words)
                )

    def _membership(self, left: Term, right: Term, holds: bool) -> str:
        words = {"option": self._value(left, right), "list": self.noun(right)}
        if isinstance(left, Constant):
            return (
                self._("%(list)s has “%(option)s” among it", **words)
                if holds
                else self._("%(list)s does not have “%(option)s” among it", **words)
            )
        return (
            self._("%(option)s is among %(list)s", **words)
            if holds
            else self._("%(option)s is not among %(list)s", **words)
        )

    def noun(self, term: Term) -> str:
        """What has a value, as a noun."""
        match term:
            case Name(fact):
                question = self.bundle.question.get(fact)
                if question is not None:
                    return self._("the answer to “%(question)s”", question=self.told(question.ask))
                return self.told(self.bundle.derived_fact[fact].name)
            case RegionParameter(name):
                return self._("the local rule on “%(says)s”", says=self.told(self.bundle.parameter[name].says))
            case Today():
                return self._("today")
            case Here():
                return self._("the place where it is done")
            case Call(function, arguments):
                return self._call(function, arguments)
            case Arithmetic(sign, left, right):
                return self._sum(sign, left, right)
            case Constant():
                return self._value(term, None)

    def _sum(self, sign: str, left: Term, right: Term) -> str:
        known = _number(Arithmetic(sign, left, right))
        if known is not None:
            return f"{known:g}"
        words = {"left": self._inner(left), "right": self._inner(right)}
        if sign == "+":
            return self._("%(left)s plus %(right)s", **words)
        return (
            self._("%(left)s minus %(right)s", **words) if sign == "-" else self._("%(left)s times %(right)s", **words)
        )

    def _inner(self, term: Term) -> str:
        """A part of a sum or a call; what is itself worked out from two stands in brackets."""
        joined = isinstance(term, Arithmetic) and _number(term) is None
        joined = joined or (isinstance(term, Call) and term.function in ("min", "max"))
        return self._("(%(words)s)", words=self.noun(term)) if joined else self.noun(term)

    def _call(self, function: str, arguments: tuple[Term, ...]) -> str:
        if function in ("add_months", "add_days"):
            return self._shifted(function, *arguments)
        one = self._inner(arguments[0])
        other = self._inner(arguments[1]) if len(arguments) > 1 else ""
        timely = any(map(self._in_time, arguments))
        match function:
            case "age_on":
                return self._("the age today counted from %(one)s", one=one)
            case "age_by":
                return self._("the age on %(other)s of this year counted from %(one)s", one=one, other=other)
            case "days_since":
                return self._("the days from %(one)s to today", one=one)
            case "months_since":
                return self._("the whole months from %(one)s to today", one=one)
            case "month_of":
                return self._("the month of %(one)s", one=one)
            case "month_no":
                return self._("the number of the month of %(one)s", one=one)
            case "month_day":
                return self._("the day in the year of %(one)s", one=one)
            case "year_of":
                return self._("the year of %(one)s", one=one)
            case "min":
                return (
                    self._("the earlier of %(one)s and %(other)s", one=one, other=other)
                    if timely
                    else self._("the smaller of %(one)s and %(other)s", one=one, other=other)
                )
            case "max":
                return (
                    self._("the later of %(one)s and %(other)s", one=one, other=other)
                    if timely
                    else self._("the larger of %(one)s and %(other)s", one=one, other=other)
                )
            case "pct":
                return self._("the share of %(one)s in %(other)s, in percent", one=one, other=other)
            case "delay_of":
                return self._("the months of later retirement for %(one)s and %(other)s", one=one, other=other)
            case _:
                return self._condition(Call(function, arguments), True)

    def _shifted(self, function: str, day: Term, by: Term) -> str:
        number = _number(by)
        if number is None:
            words = {"day": self.noun(day), "number": self._inner(by)}
            return (
                self._("%(number)s months after %(day)s", **words)
                if function == "add_months"
                else self._("%(number)s days after %(day)s", **words)
            )
        words = {"day": self.noun(day), "span": self._span(function, abs(number))}
        return self._("%(span)s before %(day)s", **words) if number < 0 else self._("%(span)s after %(day)s", **words)

    def _span(self, function: str, number: float) -> str:
        if function == "add_days":
            return self._("%(number)s day(s)", number=f"{number:g}")
        if number and number % 12 == 0:
            return self._("%(number)s year(s)", number=f"{number / 12:g}")
        return self._("%(number)s month(s)", number=f"{number:g}")

    def _value(self, term: Term, of: Term | None) -> str:
        """A value as it is said of the term it is compared with: a choice's label, a day, a number and its unit."""
        if not isinstance(term, Constant):
            return self.noun(term)
        value = term.value
        if isinstance(value, bool):
            return self._("Yes, it is so") if value else self._("No, it is not so")
        if isinstance(value, str):
            question = self.bundle.question.get(of.fact) if isinstance(of, Name) else None
            if question is not None and value in question.fact.choices:
                return self.told(question.labels.get(value, value))
            return self._text(value)
        number = f"{value:.15g}"
        unit = self._unit(of)
        return f"{number}{unit}" if self.language == DEFAULT else f"{number} {unit}".strip()

    def _unit(self, term: Term | None) -> str:
        match term:
            case Name(fact) if fact in self.bundle.question:
                return self.told(self.bundle.question[fact].unit)
            case Call("age_on" | "age_by"):
                return self._("year(s) of age")
            case Call("days_since"):
                return self._("day(s)")
            case Call("months_since" | "delay_of"):
                return self._("month(s)")
            case _:
                return ""

    def _text(self, value: str) -> str:
        groups = {
            "male_60": self._("men, 60 before the reform"),
            "female_55": self._("women, 55 before the reform"),
            "female_50": self._("women, 50 before the reform"),
        }
        if value in groups:
            return groups[value]
        if day := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
            return self._("%(year)s-%(month)s-%(day)s", **_day(date.fromisoformat(day[0])))
        if month := re.fullmatch(r"(\d{4})-(\d\d)", value):
            return self._("month %(month)s of %(year)s", year=int(month[1]), month=int(month[2]))
        if within_year := re.fullmatch(r"(\d\d)-(\d\d)", value):
            return self._("day %(day)s of month %(month)s", month=int(within_year[1]), day=int(within_year[2]))
        if re.fullmatch(r"\d{6}", value):
            return self._("Henan") if value == "410000" else self._("the place with the code %(code)s", code=value)
        return self.told(value)

    def _kind(self, term: Tree) -> Kind | None:
        match term:
            case Name(fact):
                question = self.bundle.question.get(fact)
                return question.fact.kind if question else self.bundle.derived_fact[fact].kind
            case RegionParameter(name):
                return self.bundle.parameter[name].kind
            case _:
                return None

    def _in_time(self, term: Term) -> bool:
        """Whether it is earlier or later, not more or less."""
        match term:
            case Today():
                return True
            case Call(function, arguments):
                return function in IN_TIME or (function in ("min", "max") and any(map(self._in_time, arguments)))
            case Constant(str() as value):
                return re.fullmatch(r"(\d{4}-)?\d\d-\d\d|\d{4}-\d\d", value) is not None
            case _:
                return self._kind(term) in DAYS


def _number(term: Term) -> float | None:
    """The number that a term of numbers alone comes to."""
    match term:
        case Constant(int() | float() as value) if not isinstance(value, bool):
            return value
        case Arithmetic(sign, left, right):
            one, other = _number(left), _number(right)
            if one is None or other is None:
                return None
            return one + other if sign == "+" else one - other if sign == "-" else one * other
        case _:
            return None


def _day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
