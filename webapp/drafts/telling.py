"""Answers and standings in a person's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from webapp.catalogue.places import full_name
from webapp.catalogue.regions import Regions
from webapp.catalogue.translation import told
from webapp.guide import UNKNOWN, Kind, Question
from webapp.site.language import LANGUAGES, chosen

# How a Chinese question is answered by its own verb; the first that fits counts. Each: the sign, yes, no.
_YES_NO = (
    (re.compile(r"^是|是吗|只有"), "是", "不是"),
    (re.compile(r"^知道"), "知道", "不知道"),
    (re.compile(r"愿意"), "愿意", "不愿意"),
    (re.compile(r"想|打算"), "想", "不想"),
    (re.compile(r"会用|会不会"), "会", "不会"),
    (re.compile(r"要不要|^要|(?<!需)要办|还要|要做|要开|要一起|要轮椅|要.{0,8}吗[？?]$"), "要", "不要"),
    (re.compile(r"(?<![不功智])能(?!自理|力)"), "能", "不能"),
    (re.compile(r"有没有|(?<!没)有(?!效|人|关)"), "有", "没有"),
    (re.compile(r"[了过].{0,3}吗|了没|没有[？?]$|当过|干过|做过|交过|上过"), "是的", "没有"),
)


def yes_no(question: Question) -> tuple[str, str]:
    """Yes and no as somebody would answer this very question."""
    if chosen() != next(iter(LANGUAGES)):
        return _("Yes"), _("No")
    for sign, yes, no in _YES_NO:
        if sign.search(question.ask):
            return yes, no
    return "是", "不是"


def told_note(question: Question, text: str) -> str:
    """A note beside a question; where it says “是” or “否”, the words that stand on the page as answers."""
    words = told(text)
    if question.fact.kind is not Kind.BOOLEAN or chosen() != next(iter(LANGUAGES)):
        return words
    yes, no = yes_no(question)
    return words.replace("“是”", f"“{yes}”").replace("“否”", f"“{no}”")


def told_day(day: date | str) -> str:
    """A day, or a month, as people write it."""
    if isinstance(day, str):
        return _("%(month)s/%(year)s", year=day[:4], month=int(day[5:7]))
    return str(format_date(day, "long"))


def listed(words: Iterable[str]) -> str:
    """Several things one after the other, with the language's own mark between them."""
    return _(", ").join(words)


def told_answer(question: Question, value: Any, regions: Regions) -> str:
    """An answer in words."""
    if value == UNKNOWN:
        return _("I am not sure")
    match question.fact.kind:
        case Kind.BOOLEAN:
            return yes_no(question)[0 if value else 1]
        case Kind.CHOICE:
            return told(question.labels.get(value, value))
        case Kind.CHOICES:
            return listed(told(question.labels.get(one, one)) for one in value) or _("None of these")
        case Kind.DATE:
            return told_day(date.fromisoformat(value)) if isinstance(value, str) else told_day(value)
        case Kind.REGION:
            return full_name(regions, str(value))
        case _:
            number = f"{value:g}" if isinstance(value, float) else str(value)
            return f"{number} {told(question.unit)}" if question.unit else number
