"""Corners of the compiler that a drawn bundle seldom meets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.guide import properties
from webapp.guide import (
    UNKNOWN,
    Bundle,
    Demand,
    Derived,
    Edition,
    Fact,
    Kind,
    Matter,
    Parameter,
    Question,
    Standing,
    Value,
    follow,
    guide,
)
from webapp.guide.conditions import parse

TODAY = date(2026, 12, 1)


def bundle(*facts: Fact, rules: dict[str, str], parameters: tuple[Parameter, ...] = (), **derived: str) -> Bundle:
    """A bundle of one required matter for each rule."""
    return Bundle(
        "it",
        "",
        tuple(Question(fact, "?") for fact in facts),
        tuple(Matter(name, "", ("rst",), Demand.REQUIRED, parse(rule)) for name, rule in rules.items()),
        tuple(Derived(name, Kind.BOOLEAN, (), ((parse("True"), parse(rule)),)) for name, rule in derived.items()),
        parameters,
    )


def standings(found: Bundle, answers: dict[str, Value], region: str = "410105") -> dict[str, str]:
    """What each matter is, by name."""
    return {v.matter.id: v.standing.value for v in guide(Edition(found, region, TODAY), answers).verdicts}


NUMBER, PLACE, DAY, OTHER = (
    Fact("n", Kind.INTEGER),
    Fact("r", Kind.REGION),
    Fact("d", Kind.DATE),
    Fact("e", Kind.DATE),
)


def test_one_is_not_always() -> None:
    """`True` and `1` are equal in Python; a matter for everybody is not a number."""
    found = bundle(NUMBER, rules={"counted": "n >= 1", "everybody": "True", "nobody": "n * 0 > 1"})
    assert standings(found, {}) == {"counted": "undecided", "everybody": "required", "nobody": "not-needed"}


def test_a_known_place_may_lie_in_an_asked_one() -> None:
    found = bundle(PLACE, rules={"m": "within('410105', r)", "here": "within(here, r)"})
    assert standings(found, {"r": "410100"}) == {"m": "required", "here": "required"}
    assert standings(found, {"r": "411000"}) == {"m": "not-needed", "here": "not-needed"}


def test_a_village_counts_by_its_county() -> None:
    found = bundle(PLACE, rules={"m": "r == '410105'", "here": "within('410105', r)"})
    assert standings(found, {"r": "410105001002"}) == {"m": "required", "here": "required"}


def test_beside_an_exclusive_choice_stands_no_other() -> None:
    several = Fact("s", Kind.CHOICES, ("甲", "乙", "都没有"), "都没有")
    found = bundle(several, rules={"never": "'甲' in s and '都没有' in s", "some": "'甲' in s or '都没有' in s"})
    assert standings(found, {}) == {"never": "not-needed", "some": "undecided"}
    assert standings(found, {"s": ("都没有",)})["some"] == "required"


@pytest.mark.parametrize(("months", "standing"), [(11, "required"), (12, "not-needed")])
def test_a_comparison_that_cuts_nothing_is_awaited_through_its_sources(months: int, standing: str) -> None:
    found = bundle(DAY, OTHER, rules={"m": "e < add_months(d, 12)"})
    day = {"d": date(2026, 1, 31)}
    assert standings(found, day) == {"m": "undecided"}
    (verdict,) = guide(Edition(found, "410105", TODAY), day).verdicts
    assert verdict.awaits == ("e",)
    assert standings(found, {**day, "e": date(2026 + months // 12, months % 12 + 1, 31)}) == {"m": standing}


def test_a_missing_truth_of_the_region_may_not_matter() -> None:
    parameter = Parameter("open", Kind.BOOLEAN)
    found = bundle(
        NUMBER,
        rules={"m": "n > 1 and (region.open or not region.open)", "o": "n > 1 and region.open"},
        parameters=(parameter,),
    )
    assert standings(found, {"n": 2}) == {"m": "required", "o": "undecided"}
    (_, verdict) = guide(Edition(found, "410105", TODAY), {"n": 2}).verdicts
    assert verdict.awaits == ("region.open",)


LINE = Parameter("line", Kind.INTEGER, None, "r", {"410100": 60, "411000": 70})
BY_PLACE = bundle(
    PLACE,
    NUMBER,
    Fact("b", Kind.BOOLEAN),
    rules={"m": "(n >= region.line and b) or (n < region.line and not b)"},
    parameters=(LINE,),
)


@pytest.mark.parametrize(
    ("place", "number", "truth", "standing"),
    [
        ("410105", 60, True, "required"),
        ("410105", 59, True, "not-needed"),
        ("411002", 60, False, "required"),
        ("411002", 60, True, "not-needed"),
        ("410200", 60, True, "undecided"),
    ],
)
def test_a_parameter_is_looked_up_for_the_place_that_was_said(
    place: str, number: int, truth: bool, standing: str
) -> None:
    assert standings(BY_PLACE, {"r": place, "n": number, "b": truth}) == {"m": standing}


def test_nothing_is_asked_for_a_place_that_has_not_said_its_limit() -> None:
    """In 410200 the limit is not known: neither the number nor the truth can change that."""
    edition = Edition(BY_PLACE, "410105", TODAY)
    assert properties.interview(edition, {"r": "410105", "n": 60, "b": True})[1] == ["r", "n", "b"]
    given, asked = properties.interview(edition, {"r": "410200", "n": 60, "b": True})
    assert asked[0] == "r"
    assert follow(edition, given).next_question is None
    assert "b" not in asked, "once place and number are known, no answer can settle it"


def test_what_a_check_found_out_counts_before_any_question() -> None:
    held = Fact("checked", Kind.INTEGER, asked=False)
    other = Fact("other", Kind.INTEGER, asked=False)
    found = bundle(NUMBER, held, other, rules={"m": "checked > other and n > 1", "o": "checked == 3"})
    edition = Edition(found, "410105", TODAY)
    path = follow(edition, {})
    assert path.next_question is not None
    assert path.next_question.id == "n", "a small number settles the first matter without the checks"
    path = follow(edition, {"checked": 3, "other": 2})
    assert path.next_question is not None
    assert path.next_question.id == "n"
    assert follow(edition, {"checked": 2, "other": 2}).next_question is None
    assert standings(found, {"checked": 3, "other": 2, "n": 2}) == {"m": "required", "o": "required"}


def test_a_result_of_a_matter_is_a_fact_that_nobody_is_asked() -> None:
    base = bundle(NUMBER, rules={"first": "n > 1", "then": "grade >= 3"})
    found = replace(base, derived=(Derived("grade", Kind.INTEGER, from_matter="first"),))
    edition = Edition(found, "410105", TODAY)
    assert [v.standing for v in guide(edition, {"n": 2}).verdicts] == [Standing.REQUIRED, Standing.UNDECIDED]
    assert guide(edition, {"n": 2}).next_question is None
    assert standings(found, {"n": 2, "grade": 3}) == {"first": "required", "then": "required"}


def test_not_knowing_is_no_choice() -> None:
    found = bundle(NUMBER, Fact("b", Kind.BOOLEAN), rules={"m": "n > 1 and b"})
    assert standings(found, {"n": UNKNOWN, "b": False}) == {"m": "not-needed"}
    assert standings(found, {"n": UNKNOWN, "b": True}) == {"m": "undecided"}


def test_answers_to_what_was_never_a_question_are_left_aside() -> None:
    found = bundle(NUMBER, rules={"m": "n > 1"})
    assert standings(found, {"n": 2, "gone": "甲"}) == {"m": "required"}


@pytest.mark.parametrize("today", [date(1, 1, 1), date(1900, 1, 1), date(9999, 12, 31)])
def test_any_day_of_the_calendar_can_be_judged(today: date) -> None:
    rules = {
        "a": "age_on(d) >= 60",
        "b": "add_months(d, 744) <= today",
        "c": "days_since(d) < 30",
        "e": "age_by(d, '12-31') > 3",
    }
    assert len(guide(Edition(bundle(DAY, rules=rules), "410105", today), {"d": date(1990, 1, 1)}).verdicts) == 4
