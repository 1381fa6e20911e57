"""The functions that a condition may call, each with the source of its rule and the way it moves.

All are pure: the day of judging is handed in. Days are `date`, months are text `YYYY-MM`; both compare in time's order.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

RETIREMENT_DELAY = {
    # group: (first birth month that is delayed, birth months per month of delay, longest delay in months)
    "male_60": ("1965-01", 4, 36),
    "female_55": ("1970-01", 4, 36),
    "female_50": ("1975-01", 2, 60),
}
"""Rows of the table of 全国人大常委会关于实施渐进式延迟法定退休年龄的决定 (2024-09-13, in force 2025-01-01)."""


def months_between(first: str, last: str) -> int:
    """Whole calendar months from one month to another."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])


def month_of(day: date | str) -> str:
    """The month of a day, as YYYY-MM."""
    return day if isinstance(day, str) else f"{day.year:04d}-{day.month:02d}"


def add_months(day: date | str, months: float) -> date | str:
    """That many months later; the last day of the month where there is no such day. A month stays a month."""
    year, month = (day.year, day.month) if isinstance(day, date) else (int(day[:4]), int(day[5:7]))
    year, month = divmod(year * 12 + month - 1 + int(months), 12)
    if not 1 <= year <= 9999:
        year, month = (1, 0) if year < 1 else (9999, 11)
    if isinstance(day, str):
        return f"{year:04d}-{month + 1:02d}"
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: float) -> date:
    """That many days later, within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + int(days), 1), date.max.toordinal()))


def age_on(born: date, today: date) -> int:
    """Completed years; on the birthday itself somebody has the new age. Born 29 February: on 1 March in other years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age_by(born: date, month_day: str, today: date) -> int:
    """Completed years on that day (`MM-DD`) of this year."""
    month, day = int(month_day[:2]), int(month_day[3:5])
    return today.year - born.year - ((month, day) < (born.month, born.day))


def days_since(day: date, today: date) -> int:
    """Calendar days from a day to today; negative before it."""
    return (today - day).days


def months_since(day: date, today: date) -> int:
    """The largest n with add_months(day, n) <= today."""
    months = months_between(month_of(day), month_of(today))
    return months if add_months(day, months) <= today else months - 1  # type: ignore[operator]


def delay_of(born: date, group: str) -> int:
    """Months by which the statutory retirement age is delayed (渐进式延迟法定退休年龄)."""
    from_month, step, longest = RETIREMENT_DELAY[group]
    months = months_between(from_month, month_of(born))
    return 0 if months < 0 else min(months // step + 1, longest)


def year_of(day: date | str) -> int:
    """The calendar year."""
    return day.year if isinstance(day, date) else int(day[:4])


def month_no(day: date | str) -> int:
    """The month's number, 1 to 12."""
    return day.month if isinstance(day, date) else int(day[5:7])


def month_day(day: date) -> str:
    """The day within the year, as MM-DD."""
    return f"{day.month:02d}-{day.day:02d}"


def percent(part: float, whole: float) -> float:
    """100 * part / whole, 0 if the whole is 0; without the dust of binary fractions, so that 29 of 100 is 29."""
    return round(100 * part / whole, 9) if whole else 0


def region_prefix(code: str) -> str:
    """The digits that every place inside a region shares: 41 a province, 4101 a city, 410105 a county."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code[4:6] == "00" else code


def within(region: str, code: str) -> bool:
    """Whether a region lies in another."""
    return region.startswith(region_prefix(code))


def same_city(one: str, other: str) -> bool:
    """Whether two regions share their first four digits."""
    return one[:4] == other[:4]


@dataclass(frozen=True)
class Function:
    """A callable word of the grammar. `rises`: how the result moves with each argument, +1, -1, or 0 for neither."""

    call: Callable[..., Any]
    rises: tuple[int, ...]
    needs_today: bool = False


FUNCTIONS: dict[str, Function] = {
    "days_since": Function(days_since, (-1,), needs_today=True),
    "months_since": Function(months_since, (-1,), needs_today=True),
    "age_on": Function(age_on, (-1,), needs_today=True),
    "age_by": Function(age_by, (-1, +1), needs_today=True),
    "add_days": Function(add_days, (+1, +1)),
    "add_months": Function(add_months, (+1, +1)),
    "month_of": Function(month_of, (+1,)),
    "month_no": Function(month_no, (0,)),
    "month_day": Function(month_day, (0,)),
    "year_of": Function(year_of, (+1,)),
    "min": Function(min, (+1, +1)),
    "max": Function(max, (+1, +1)),
    "pct": Function(percent, (0, 0)),
    "within": Function(within, (0, 0)),
    "same_city": Function(same_city, (0, 0)),
    "delay_of": Function(delay_of, (+1, 0)),
}
