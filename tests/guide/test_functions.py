"""The functions of the rules, with the check values of the sources and the days on which one errs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.generated import BOUNDED
from webapp.guide import functions as f
from webapp.guide.functions import FUNCTIONS

DAYS = st.dates(date(1900, 1, 1), date(2119, 12, 31))


@pytest.mark.parametrize(
    ("born", "group", "base", "retires", "delay"),
    [
        (date(1964, 12, 31), "male_60", 60, "2024-12", 0),
        (date(1965, 1, 1), "male_60", 60, "2025-02", 1),
        (date(1965, 4, 30), "male_60", 60, "2025-05", 1),
        (date(1965, 5, 1), "male_60", 60, "2025-07", 2),
        (date(1976, 8, 31), "male_60", 60, "2039-07", 35),
        (date(1976, 9, 1), "male_60", 60, "2039-09", 36),
        (date(1990, 6, 1), "male_60", 60, "2053-06", 36),
        (date(1969, 12, 31), "female_55", 55, "2024-12", 0),
        (date(1970, 1, 1), "female_55", 55, "2025-02", 1),
        (date(1981, 8, 31), "female_55", 55, "2039-07", 35),
        (date(1981, 9, 1), "female_55", 55, "2039-09", 36),
        (date(1974, 12, 31), "female_50", 50, "2024-12", 0),
        (date(1975, 1, 1), "female_50", 50, "2025-02", 1),
        (date(1975, 3, 1), "female_50", 50, "2025-05", 2),
        (date(1984, 10, 31), "female_50", 50, "2039-09", 59),
        (date(1984, 11, 1), "female_50", 50, "2039-11", 60),
    ],
)
def test_the_table_of_the_delayed_retirement(born: date, group: str, base: int, retires: str, delay: int) -> None:
    """对照表 of 全国人大常委会关于实施渐进式延迟法定退休年龄的决定."""
    assert f.delay_of(born, group) == delay
    assert f.add_months(f.month_of(born), base * 12 + delay) == retires


@BOUNDED
@given(DAYS, DAYS, st.sampled_from(["male_60", "female_55", "female_50"]))
def test_who_is_born_later_retires_later(one: date, other: date, group: str) -> None:
    """The date is monotone in the birth: only so can a comparison with it be one cut."""
    first, last = sorted((one, other))
    due = [f.add_months(born, 720 + f.delay_of(born, group)) for born in (first, last)]
    assert due[0] <= due[1]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 1, 31), 13, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        ("2026-12", 1, "2027-01"),
        ("2026-01", -1, "2025-12"),
        (date(2026, 5, 5), 10**9, date(9999, 12, 5)),
        (date(2026, 5, 5), -(10**9), date(1, 1, 5)),
    ],
)
def test_months_are_added_as_people_count(day: date | str, months: int, then: date | str) -> None:
    assert f.add_months(day, months) == then


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (date(1966, 12, 1), date(2026, 12, 1), 60),
        (date(1966, 12, 2), date(2026, 12, 1), 59),
        (date(1964, 2, 29), date(2026, 2, 28), 61),
        (date(1964, 2, 29), date(2026, 3, 1), 62),
        (date(1964, 2, 29), date(2028, 2, 29), 64),
        (date(2027, 1, 1), date(2026, 12, 1), -1),
    ],
)
def test_on_the_birthday_one_has_the_new_age(born: date, today: date, age: int) -> None:
    assert f.age_on(born, today) == age


def test_the_age_by_a_day_of_the_year() -> None:
    today = date(2026, 12, 1)
    assert f.age_by(date(2020, 8, 31), "08-31", today) == 6
    assert f.age_by(date(2020, 9, 1), "08-31", today) == 5


def test_days_and_full_months_since() -> None:
    today = date(2026, 2, 28)
    assert f.days_since(date(2026, 1, 29), today) == 30
    assert f.days_since(date(2026, 3, 1), today) == -1
    assert f.months_since(date(2026, 1, 31), today) == 1  # 31 January and one month is 28 February
    assert f.months_since(date(2026, 1, 28), today) == 1
    assert f.months_since(date(2025, 8, 29), today) == 6
    assert f.months_since(date(2026, 3, 1), today) == -1


@BOUNDED
@given(DAYS, DAYS)
def test_full_months_are_the_most_that_fit(day: date, today: date) -> None:
    months = f.months_since(day, today)
    assert f.add_months(day, months) <= today < f.add_months(day, months + 1)  # type: ignore[operator]


def test_parts_of_a_day() -> None:
    assert (f.year_of(date(2026, 3, 9)), f.month_no(date(2026, 3, 9)), f.month_day(date(2026, 3, 9))) == (
        2026,
        3,
        "03-09",
    )
    assert (f.year_of("2026-03"), f.month_no("2026-03"), f.month_of("2026-03")) == (2026, 3, "2026-03")
    assert f.add_days(date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert f.add_days(date(2026, 1, 1), 10**9) == date.max


def test_shares_and_regions() -> None:
    assert f.percent(0.29, 1) == 29
    assert f.percent(3, 10) == 30
    assert f.percent(1, 0) == 0
    assert f.within("410105", "410000")
    assert f.within("410105", "410100")
    assert f.within("410105001002", "410105")
    assert not f.within("410100", "410105")
    assert f.same_city("410105", "410183")
    assert not f.same_city("410105", "411002")


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
@BOUNDED
@given(data=st.data())
def test_every_function_moves_as_it_says(name: str, data: st.DataObject) -> None:
    """`rises` is a promise to the compiler: along an argument the result never turns back."""
    function = FUNCTIONS[name]
    draws = {
        "min": [st.integers(0, 99)] * 2,
        "max": [st.integers(0, 99)] * 2,
        "age_by": [DAYS, st.sampled_from(["01-01", "08-31", "12-31"])],
        "add_days": [DAYS, st.integers(-999, 999)],
        "add_months": [DAYS, st.integers(-999, 999)],
        "delay_of": [DAYS, st.just("male_60")],
    }.get(name, [DAYS])
    today = {"today": data.draw(DAYS)} if function.needs_today else {}
    for place, way in enumerate(function.rises):
        if way:
            rest = [data.draw(one) for one in draws]
            ends = sorted(data.draw(st.tuples(draws[place], draws[place])))
            low, high = (function.call(*rest[:place], end, *rest[place + 1 :], **today) for end in ends)
            assert low <= high if way > 0 else low >= high
