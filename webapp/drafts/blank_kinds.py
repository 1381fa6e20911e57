"""What stands in a blank: as it was typed (kept always), as a value (only if it is right), and in words to read.

Typed, as the draft keeps it: words; a list of words for several choices and for a list; {"year", "month", "day",
"calendar", "leap"} for a day, {"year", "month"} for a month, {"region", "line"} for an address, {"name", "id",
"phone"} for a person, and a list of those for people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from webapp.catalogue.places import full_name
from webapp.catalogue.regions import Regions
from webapp.catalogue.translation import told
from webapp.drafts.blanks import Blank
from webapp.drafts.telling import told_day
from webapp.guide import UNKNOWN
from webapp.site import fields
from webapp.site.clock import today
from webapp.site.dates import PARTS, typed_day
from webapp.site.fields import FieldProblem

KEPT = 4000
"""Characters of one input that are kept, right or wrong."""

MOST_ROWS = 30
PAST = re.compile(r"birth|death|start")
"""Days of this name cannot lie ahead."""

PERSON = ("name", "id", "phone")
Typed = Any
"""What JSON can say: see above."""


def typed(blank: Blank, form: MultiDict[str, str], before: Typed = None) -> Typed:
    """What the form holds for this blank; None where nothing was written. `before` keeps a place picked elsewhere."""
    name = blank.name
    match blank.kind:
        case "date":
            return _none_if_empty(dict(typed_day(form, name).typed), "year", "month", "day")
        case "month":
            return _none_if_empty({part: _words(form, f"{name}-{part}") for part in ("year", "month")})
        case "choices":
            return [words for words in form.getlist(name) if words in (*blank.choices, UNKNOWN)] or None
        case "region":
            return before
        case "address":
            region = before.get("region", "") if isinstance(before, Mapping) else ""
            return _none_if_empty({"region": region, "line": _words(form, f"{name}-line")})
        case "person":
            return _none_if_empty(_person(form, name))
        case "people":
            return _rows(form, name, lambda row: _none_if_empty(_person(form, row)))
        case "list":
            return _rows(form, name, lambda row: _words(form, row) or None)
        case _:
            return _words(form, name) or None


def _words(form: MultiDict[str, str], name: str) -> str:
    """As typed; NUL can be kept by no database, and what is longer than any answer is cut."""
    return form.get(name, "").replace("\0", "")[:KEPT].replace("\r\n", "\n").strip()


def _person(form: MultiDict[str, str], name: str) -> dict[str, str]:
    return {part: _words(form, f"{name}-{part}") for part in PERSON}


def _none_if_empty(found: dict[str, str], *parts: str) -> dict[str, str] | None:
    return found if any(found.get(part) for part in parts or tuple(found)) else None


def _rows(form: MultiDict[str, str], name: str, row: Callable[[str], Any]) -> list[Any] | None:
    found = [row(f"{name}-{number}") for number in range(MOST_ROWS)]
    return [one for one in found if one is not None] or None


def value(blank: Blank, given: Typed) -> Any:
    """What the blank says, as JSON; None where nothing stands. Raises FieldProblem where it cannot be right."""
    if given in (None, "", [], {}):
        return None
    if given == UNKNOWN or given == [UNKNOWN]:
        return UNKNOWN if blank.of_fact else None
    reader = READERS.get(blank.kind, _line)
    try:
        return reader(blank, given)
    except (AttributeError, TypeError, KeyError) as fault:  # kept under another kind of blank, before the form changed
        raise FieldProblem(_("Please give this once more: the form has changed.")) from fault


def _line(blank: Blank, given: Typed) -> str:
    return fields.line(given)


def _text(blank: Blank, given: Typed) -> str:
    return fields.line(given, fields.LONGEST_TEXT)


def _choice(blank: Blank, given: Typed) -> str:
    if given not in blank.choices:
        raise FieldProblem(_("Please choose one of these answers."))
    return str(given)


def _choices(blank: Blank, given: Typed) -> list[str]:
    found = [choice for choice in blank.choices if choice in given]
    if not found:
        raise FieldProblem(_("Please choose one of these answers."))
    exclusive = blank.question.fact.exclusive if blank.question and blank.of_fact else None
    if exclusive in found and len(found) > 1:
        raise FieldProblem(_("“%(choice)s” cannot go together with another answer.", choice=told(exclusive or "")))
    return found


def _boolean(blank: Blank, given: Typed) -> bool:
    if given not in ("true", "false", True, False):
        raise FieldProblem(_("Please choose one answer."))
    return given in ("true", True)


def _number(blank: Blank, given: Typed) -> int | float:
    return given if isinstance(given, int | float) else fields.number(given, whole=blank.kind == "integer")


def _day(blank: Blank, given: Typed) -> str:
    if isinstance(given, str):
        return date.fromisoformat(given).isoformat()
    found = typed_day({f"d-{part}": given.get(part, "") for part in PARTS}, "d")
    if found.day is None:
        raise FieldProblem(found.problem or _("Please give the day."))
    if PAST.search(blank.id) and found.day > today():
        raise FieldProblem(_("This day lies ahead. Please look at the year once more."))
    return found.day.isoformat()


def _month(blank: Blank, given: Typed) -> str:
    return given if isinstance(given, str) else fields.month(given["year"], given["month"])


def _address(blank: Blank, given: Typed) -> dict[str, str]:
    if not given.get("region"):
        raise FieldProblem(_("Please pick the place first."), "place")
    if not given.get("line"):
        raise FieldProblem(_("Please write the street and number, or the group in the village."), "line")
    return {"region": given["region"], "line": fields.line(given["line"])}


def _one_person(given: Mapping[str, str], id_needed: bool, part: str = "") -> dict[str, str]:
    found = {}
    for name in PERSON:
        words = given.get(name, "")
        try:
            found[name] = _PARTS[name](words) if words else ""
        except FieldProblem as fault:
            raise FieldProblem(fault.sentence, f"{part}{name}") from None
    if not found["name"]:
        raise FieldProblem(_("Please write the name."), f"{part}name")
    if id_needed and not found["id"]:
        raise FieldProblem(_("Please write the number of the identity card."), f"{part}id")
    return found


def _paper(words: str) -> str:
    """An identity card's number, or a passport's as it stands: a parent may come from abroad."""
    found = fields.plain(words)
    return found if re.fullmatch(r"[A-Z]{1,3}\d{5,10}", found) else fields.id_number(words).number


_PARTS: dict[str, Callable[[str], str]] = {"name": fields.line, "id": _paper, "phone": fields.phone}


def _people(blank: Blank, given: Typed) -> list[dict[str, str]]:
    return [_one_person(person, False, f"{number}-") for number, person in enumerate(given)]


def _list(blank: Blank, given: Typed) -> list[str]:
    return [fields.line(words) for words in given]


READERS: dict[str, Callable[[Blank, Typed], Any]] = {
    "long_text": _text,
    "integer": _number,
    "number": _number,
    "money": _number,
    "date": _day,
    "month": _month,
    "choice": _choice,
    "choices": _choices,
    "boolean": _boolean,
    "region": lambda blank, given: str(given),
    "address": _address,
    "person": lambda blank, given: _one_person(given, True),
    "people": _people,
    "list": _list,
    "id_number": lambda blank, given: fields.id_number(given).number,
    "phone": lambda blank, given: fields.phone(given),
    "bank_account": lambda blank, given: fields.bank_account(given),
}


def doubt(blank: Blank, found: Any) -> str | None:
    """What may be wrong with a value that is taken all the same."""
    return fields.bank_doubt(found) if blank.kind == "bank_account" and isinstance(found, str) else None


def lines(blank: Blank, found: Any, regions: Regions) -> list[str]:
    """A value in words, a line each."""
    match blank.kind:
        case _ if found == UNKNOWN:
            return [_("I am not sure")]
        case "boolean":
            return [_("Yes") if found else _("No")]
        case "choice":
            return [told((blank.labels or {}).get(found, found))]
        case "choices":
            return [told((blank.labels or {}).get(one, one)) for one in found]
        case "date":
            return [told_day(date.fromisoformat(found))]
        case "month":
            return [told_day(found)]
        case "region":
            return [full_name(regions, found)]
        case "address":
            return [full_name(regions, found["region"]), found["line"]]
        case "person":
            return _person_lines(found)
        case "people":
            return [", ".join(_person_lines(person)) for person in found]
        case "list":
            return list(found)
        case "long_text":
            return str(found).split("\n")
        case _:
            return [_short(blank, found)]


def _person_lines(found: Mapping[str, str]) -> list[str]:
    return [words for words in (found["name"], fields.in_groups(found["id"], 6, 4), found["phone"]) if words]


def _short(blank: Blank, found: Any) -> str:
    groups = {"id_number": (6, 4), "phone": (3, 4), "bank_account": (4,)}.get(blank.kind)
    if groups and "-" not in str(found):
        return fields.in_groups(str(found), *groups)
    unit = _("yuan") if blank.kind == "money" else told(blank.unit) if blank.unit else ""
    return f"{found:g} {unit}".strip() if isinstance(found, float) else f"{found} {unit}".strip()
