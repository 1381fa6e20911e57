"""Answers and standings in a person's words."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from webapp.catalogue.places import full_name
from webapp.catalogue.regions import Regions
from webapp.catalogue.translation import told
from webapp.guide import UNKNOWN, Kind, Question


def told_day(day: date | str) -> str:
    """A day, or a month, as people write it."""
    if isinstance(day, str):
        return _("%(month)s/%(year)s", year=day[:4], month=int(day[5:7]))
    return str(format_date(day, "long"))


def told_answer(question: Question, value: Any, regions: Regions) -> str:
    """An answer in words."""
    if value == UNKNOWN:
        return _("I am not sure")
    match question.fact.kind:
        case Kind.BOOLEAN:
            return _("Yes") if value else _("No")
        case Kind.CHOICE:
            return told(question.labels.get(value, value))
        case Kind.CHOICES:
            return "、".join(told(question.labels.get(one, one)) for one in value) or _("None of these")
        case Kind.DATE:
            return told_day(date.fromisoformat(value)) if isinstance(value, str) else told_day(value)
        case Kind.REGION:
            return full_name(regions, str(value))
        case _:
            number = f"{value:g}" if isinstance(value, float) else str(value)
            return f"{number} {told(question.unit)}" if question.unit else number
