"""A question on a page: how it is shown, and what its form gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import normalize

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from webapp.catalogue.translation import told
from webapp.drafts.access import FAMILY, OTHER, SELF
from webapp.drafts.telling import yes_no
from webapp.guide import UNKNOWN, Fact, Kind, Question, ValueProblem
from webapp.site.dates import parts_of, typed_day

TYPED = "typed."
"""Under this and the question's name a draft keeps what was typed but cannot be an answer yet."""

LONGEST = 200


@dataclass(frozen=True)
class Given:
    """What a question's form gave. `value` is JSON for the draft; with a `problem`, `typed` is what stood there."""

    value: Any = None
    typed: Any = None
    problem: str | None = None
    place: str | None = None


def proxy_choices() -> list[dict[str, str]]:
    """Who applies: the first question of every bundle."""
    return [
        {"value": SELF, "words": _("I apply for myself"), "picture": "question-person"},
        {"value": FAMILY, "words": _("I help somebody of my family"), "picture": "question-several"},
        {"value": OTHER, "words": _("I help somebody else (staff, neighbours)"), "picture": "help"},
    ]


def choices_of(question: Question) -> list[dict[str, str]]:
    """The answers as rows; a choice may have a plainer label."""
    if question.fact.kind is Kind.BOOLEAN:
        yes, no = yes_no(question)
        return [{"value": "true", "words": yes}, {"value": "false", "words": no}]
    return [{"value": choice, "words": told(question.labels.get(choice, choice))} for choice in question.fact.choices]


def shown(question: Question, value: Any) -> Any:
    """A draft's value as the form's components take it."""
    if value is None or value == UNKNOWN:
        return UNKNOWN if value == UNKNOWN else None
    match question.fact.kind:
        case Kind.BOOLEAN:
            return "true" if value else "false"
        case Kind.CHOICES:
            return list(value)
        case Kind.DATE:
            return parts_of(date.fromisoformat(value))
        case _:
            return value


def inputs_of(question: Question, value: Any) -> tuple[tuple[str, str], ...]:
    """What the question's form sends for this answer: the way back from `read`, and from the picking of a place."""
    match question.fact.kind:
        case Kind.DATE:
            return tuple((f"value-{part}", words) for part, words in shown(question, value).items() if words)
        case Kind.REGION:
            return (("at", str(value)), ("enough", "1"))
        case Kind.CHOICES:
            return tuple(("value", str(one)) for one in value)
        case _:
            return (("value", str(shown(question, value))),)


def read(question: Question, form: MultiDict[str, str]) -> Given:
    """What the form of the question gave. An empty answer is a problem: 不清楚 has its own button."""
    if form.get("unsure") or form.get("value") == UNKNOWN:
        return Given(UNKNOWN)
    fact = question.fact
    match fact.kind:
        case Kind.BOOLEAN | Kind.CHOICE:
            return _choice(fact, form.get("value"))
        case Kind.CHOICES:
            return _several(fact, form.getlist("value"))
        case Kind.DATE:
            day = typed_day(form, "value")
            if day.day is None:
                problem = day.problem or _("Please give a day, or press “I am not sure”.")
                return Given(typed=dict(day.typed), problem=problem)
            return _checked(fact, day.day.isoformat(), dict(day.typed))
        case Kind.REGION:
            code = form.get("value", "")
            return Given(place=code) if code.isdigit() and code.isascii() else Given(problem=_("Please pick a place."))
        case _:
            return _number(fact, form.get("value", ""))


def _choice(fact: Fact, given: str | None) -> Given:
    if given is None:
        return Given(problem=_("Please choose one answer. If you do not know, choose “I am not sure”."))
    if fact.kind is Kind.BOOLEAN:
        return Given(given == "true") if given in ("true", "false") else Given(problem=_("Please choose one answer."))
    return Given(given) if given in fact.choices else Given(problem=_("Please choose one of these answers."))


def _several(fact: Fact, given: list[str]) -> Given:
    if UNKNOWN in given:
        return Given(UNKNOWN)
    known = [choice for choice in fact.choices if choice in given]
    if fact.exclusive in known and len(known) > 1:
        words = _("“%(choice)s” cannot go together with another answer.", choice=told(fact.exclusive or ""))
        return Given(typed=known, problem=words)
    return Given(known)


def _number(fact: Fact, given: str) -> Given:
    typed = normalize("NFKC", given).strip()[:LONGEST]
    plain = typed.replace(",", "").replace(" ", "")
    if not plain:
        return Given(problem=_("Please give a number, or press “I am not sure”."))
    whole = fact.kind is Kind.INTEGER
    try:
        number = int(plain) if whole else float(plain)
    except ValueError:
        words = (
            _("Please give a whole number in digits, for example 15.")
            if whole
            else _("Please give a number in digits, for example 15 or 15.5.")
        )
        return Given(typed=typed, problem=words)
    if number < 0:
        return Given(typed=typed, problem=_("The number cannot be below 0."))
    return _checked(fact, number, typed)


def _checked(fact: Fact, value: Any, typed: Any) -> Given:
    try:
        fact.read(value)
    except ValueProblem:
        return Given(typed=typed, problem=_("This cannot be right. Please look at it once more."))
    return Given(value)
