"""A day as a person gives it: year, month and day apart, by the ordinary or by the farmers' calendar (农历)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from flask_babel import gettext as _
from lunardate import LunarDate

PARTS = ("year", "month", "day", "calendar", "leap")


@dataclass(frozen=True)
class TypedDay:
    """What was typed, the day it means in the ordinary calendar, or what is wrong with it. All empty: nothing given."""

    typed: Mapping[str, str]
    day: date | None = None
    problem: str | None = None

    @property
    def empty(self) -> bool:
        """Whether no part of it was given."""
        return not any(self.typed.get(part) for part in PARTS[:3])


def typed_day(form: Mapping[str, str], name: str) -> TypedDay:
    """The day in the fields `name-year`, `name-month`, `name-day`, `name-calendar`, `name-leap`."""
    typed = {part: normalize("NFKC", form.get(f"{name}-{part}", "")).strip()[:12] for part in PARTS}
    if not any(typed[part] for part in PARTS[:3]):
        return TypedDay(typed)
    names = {"year": _("Year"), "month": _("Month"), "day": _("Day")}
    missing = [name for part, name in names.items() if not typed[part]]
    if missing:
        return TypedDay(typed, problem=_("Please also give: %(parts)s.", parts="、".join(missing)))
    numbers = [typed[part].rstrip("年月日") for part in PARTS[:3]]
    if not all(number.isascii() and number.isdigit() for number in numbers):
        return TypedDay(typed, problem=_("Please give the day in digits, for example 1958, 3, 12."))
    year, month, day = map(int, numbers)
    if not 1900 <= year <= 2119:
        return TypedDay(typed, problem=_("Please give the year in four digits, for example 1958."))
    try:
        if typed["calendar"] == "lunar":
            return TypedDay(typed, LunarDate(year, month, day, bool(typed["leap"])).to_solar_date())
        return TypedDay(typed, date(year, month, day))
    except ValueError:
        return TypedDay(typed, problem=_("There is no such day. Please look at the month and the day once more."))


def parts_of(day: date) -> dict[str, str]:
    """What the fields would hold if the day had been typed there by the ordinary calendar."""
    return {"year": str(day.year), "month": str(day.month), "day": str(day.day), "calendar": "solar", "leap": ""}
