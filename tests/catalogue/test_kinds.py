"""Sorts of values: what each function takes and gives, and what may be compared with what."""

from __future__ import annotations

import pytest

from webapp.catalogue.kinds import GIVES, TAKES, Sort, Sorting
from webapp.guide import Bundle, Derived, Fact, Kind, Parameter, Question
from webapp.guide.conditions import parse
from webapp.guide.functions import FUNCTIONS

FACTS = {
    "b": Kind.BOOLEAN,
    "c": Kind.CHOICE,
    "s": Kind.CHOICES,
    "n": Kind.INTEGER,
    "y": Kind.YEARS,
    "d": Kind.DATE,
    "r": Kind.REGION,
}
BUNDLE = Bundle(
    "it",
    "",
    tuple(Question(Fact(name, kind, ("甲", "乙") if name in "cs" else ()), "?") for name, kind in FACTS.items()),
    (),
    (Derived("m", Kind.MONTH, (), ((parse("True"), parse("month_of(d)")),)), Derived("g", Kind.CHOICE, ("male_60",))),
    (Parameter("list", Kind.CHOICES), Parameter("text", Kind.CHOICE), Parameter("limit", Kind.MONEY)),
)


def faults(rule: str, wanted: Sort = Sort.TRUTH) -> list[str]:
    """What is wrong with the rule."""
    found: list[str] = []
    Sorting(BUNDLE, lambda what, _hint: found.append(what)).expect(parse(rule), wanted, "this rule")
    return found


def test_every_function_says_what_it_takes() -> None:
    assert set(TAKES) == set(FUNCTIONS)
    assert set(GIVES) <= set(FUNCTIONS)
    assert all(len(TAKES[name]) == len(function.rises) for name, function in FUNCTIONS.items())


@pytest.mark.parametrize(
    "rule",
    [
        "b and not b or True",
        "b == True",
        "c == '甲' and c in ('甲', '乙') and '甲' == c",
        "'甲' in s and not '乙' in s",
        "c in region.list and month_no(today) in region.list and n in region.list",
        "n + y * 2 - 1 > region.limit",
        "age_on(d) >= 60 and d >= '2026-12-01' and '2026-12-01' < d and d == today",
        "age_by(d, '08-31') > 6 and age_by(d, region.text) > 6 and month_day(today) >= '10-01'",
        "add_months(d, n) <= today and add_months(m, n) == '2026-12' and m < month_of(today)",
        "within(r, '410000') and within(r, here) and same_city(r, '410105') and r == '410105'",
        "add_months(d, 720 + delay_of(d, 'male_60')) < min(today, d) and delay_of(d, g) > 3",
        "max(n, y) > pct(n, y) and year_of(d) == 2026 and days_since(d) < months_since(d)",
        "c == region.text",
    ],
)
def test_what_goes_together(rule: str) -> None:
    assert faults(rule) == []


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ("n", "this rule must be yes or no, here it is a number"),
        ("'甲'", "this rule must be yes or no, here it is the text '甲'"),
        ("b and c", "a part of “and” or “or” must be yes or no, here it is a choice"),
        ("not d", "what stands behind “not” must be yes or no, here it is a day"),
        ("n == '3'", "a side of “==” must be a number, here it is the text '3'"),
        ("b == '是'", "a side of “==” must be yes or no, here it is the text '是'"),
        ("b > True", "“>” does not go with yes or no"),
        ("r > '410000'", "“>” does not go with a region"),
        ("r == '4101'", "'4101' is not a region"),
        ("within(r, '郑州')", "'郑州' is not a region"),
        ("d == '2026-2-1'", "'2026-2-1' is not a day"),
        ("m == '2026-13'", "'2026-13' is not a month"),
        ("d < m", "a day is compared with a month"),
        ("n == d", "a number is compared with a day"),
        ("s == s", "several choices are not compared"),
        ("c in s", "before “in” stands a choice in quotes"),
        ("'甲' in n", "behind “in” stands a question of several choices or a list"),
        ("s in region.list", "before “in” stands one value"),
        ("d - today > 3", "a side of “-” must be a number, here it is a day"),
        ("age_on(n) > 3", "what “age_on” takes must be a day, here it is a number"),
        ("add_days(d, d) > today", "what “add_days” takes must be a number, here it is a day"),
        ("delay_of(d, 'men') > 3", "the table of delays has no group 'men'"),
        ("min(d, n) > 3", "“min” takes two values of one sort"),
        ("same_city(r, n)", "what “same_city” takes must be a region, here it is a number"),
    ],
)
def test_what_does_not(rule: str, what: str) -> None:
    assert what in faults(rule)[0]


def test_a_day_or_a_month_is_a_time() -> None:
    assert faults("add_months(d, 3)", Sort.TIME) == []
    assert faults("add_months(m, 3)", Sort.TIME) == []
    assert faults("n", Sort.TIME) == ["this rule must be a day or a month, here it is a number"]


def test_a_name_that_leads_nowhere_is_told_elsewhere() -> None:
    assert faults("nobody > 3 and region.nothing") == []
