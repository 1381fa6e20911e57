"""The rows of the form as a page shows them: what stands in each blank, what is wrong with it, what may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from webapp.catalogue.regions import Regions
from webapp.catalogue.translation import told
from webapp.drafts.answers import Answer
from webapp.drafts.blank_kinds import Typed, doubt, lines, value
from webapp.drafts.blanks import FORM, Blank
from webapp.drafts.questions import TYPED
from webapp.drafts.telling import told_answer, told_day
from webapp.guide import UNKNOWN, Value
from webapp.site import fields
from webapp.site.dates import parts_of
from webapp.site.fields import FieldProblem

OWN_NUMBER = FORM + "applicant_id_no"
"""The blank whose number also tells the applicant's birthday and sex."""

BIRTH, SEX = "birth_date", "sex"
MALE, FEMALE = "男", "女"  # the catalogue's own choices
FIRST = {"address": "-line", "person": "-name", "people": "-0-name", "list": "-0", "month": "-year"}
"""Where an error leads to, for blanks that have several inputs."""


@dataclass(frozen=True)
class Row:
    """One blank on its page. `problems`: by part, sentences. `theirs`: what another device wrote in the meantime."""

    blank: Blank
    typed: Typed = None
    version: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)
    doubt: str | None = None
    offered: bool = False
    theirs: str | None = None
    value: Any = None

    @property
    def name(self) -> str:
        """The draft's name for it, and the input's."""
        return self.blank.name

    @property
    def missing(self) -> bool:
        """Whether it has to be filled in and is not."""
        return self.blank.to_write and self.blank.needed and self.value is None and not self.problems


def rows(
    all_blanks: Iterable[Blank],
    answers: Mapping[str, Answer],
    facts: Mapping[str, Value],
    conflicts: Mapping[str, tuple[Typed, str, int]] | None = None,
) -> list[Row]:
    """A row for each blank. `conflicts`: by name what was typed here, what stands there in words, and its version."""
    every = tuple(all_blanks)
    own = _own_number(answers)
    found = []
    for blank in every:
        if not blank.to_write:
            found.append(Row(blank, value=blank.known))
            continue
        given = standing(blank, answers)
        offer = _offer(blank, own) if given is None and own else None
        kept = answers.get(blank.name)
        ours, theirs, version = (conflicts or {}).get(blank.name, (given, None, kept.version if kept else 0))
        found.append(_row(blank, ours if theirs is not None else given or offer, version, given, theirs, facts))
    return found


def standing(blank: Blank, answers: Mapping[str, Answer]) -> Typed:
    """What stands in the draft for a blank, as it was typed."""
    kept = answers.get(TYPED + blank.name) if blank.of_fact else None
    if kept is not None and kept.value is not None:
        return kept.value
    found = answers[blank.name].value if blank.name in answers else None
    if blank.of_fact and blank.kind == "date" and isinstance(found, str):
        return parts_of(date.fromisoformat(found))
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found) if isinstance(found, int | float) else found


def _row(blank: Blank, shown: Typed, version: int, given: Typed, theirs: str | None, facts: Mapping[str, Value]) -> Row:
    problems, right = {}, None
    try:
        right = value(blank, given)
    except FieldProblem as fault:
        problems[fault.part] = _better(blank, given, facts) or fault.sentence
    unsure = doubt(blank, right) or _other_birthday(blank, right, facts)
    return Row(blank, shown, version, problems, unsure, given is None and shown is not None, theirs, right)


def _better(blank: Blank, given: Typed, facts: Mapping[str, Value]) -> str | None:
    """A sentence that knows the birthday from the questions."""
    born = facts.get(BIRTH)
    if blank.name != OWN_NUMBER or not isinstance(born, date) or not isinstance(given, str):
        return None
    try:
        fields.id_number(given, born)
    except FieldProblem as fault:
        return fault.sentence
    return None


def _own_number(answers: Mapping[str, Answer]) -> fields.IdNumber | None:
    kept = answers.get(OWN_NUMBER)
    try:
        return fields.id_number(kept.value) if kept and isinstance(kept.value, str) else None
    except FieldProblem:
        return None


def _offer(blank: Blank, own: fields.IdNumber) -> Typed:
    """What the applicant's own number fills in."""
    asks_for = blank.question.id if blank.question else blank.id
    if asks_for == BIRTH and blank.kind == "date":
        return {"year": str(own.birth.year), "month": str(own.birth.month), "day": str(own.birth.day)}
    if asks_for == SEX and blank.kind == "choice":
        return MALE if own.male else FEMALE
    return None


def _other_birthday(blank: Blank, right: Any, facts: Mapping[str, Value]) -> str | None:
    """The number says another birthday than the person did."""
    said = facts.get(BIRTH)
    if blank.name != OWN_NUMBER or right is None or not isinstance(said, date):
        return None
    birth = fields.id_number(right).birth
    if birth == said:
        return None
    return _(
        "The number says %(number)s as birthday, but you answered %(answer)s before. Please see which is right.",
        number=told_day(birth),
        answer=told_day(said),
    )


def errors(found: Iterable[Row]) -> list[tuple[str, str]]:
    """What keeps these rows from being done: where it stands, and the sentence."""
    faults = []
    for row in found:
        if row.missing:
            faults.append((anchor(row.blank), lacking(row)))
        faults += [(anchor(row.blank, part), sentence) for part, sentence in row.problems.items()]
    return faults


def lacking(row: Row) -> str:
    """The sentence for a blank that is empty."""
    label = told(row.blank.label)
    if row.offered:
        return _("%(label)s: read from the identity card's number. Please see whether it is right.", label=label)
    if row.blank.kind in ("choice", "choices", "boolean", "region"):
        return _("Please choose: %(label)s", label=label)
    return _("Please fill in: %(label)s", label=label)


def anchor(blank: Blank, part: str = "") -> str:
    """The id of the input to which an error leads."""
    if part:
        return f"{blank.name}-{part}"
    if blank.kind == "region":
        return f"{blank.name}-place"
    return blank.name + FIRST.get(blank.kind, "")


def words(blank: Blank, found: Any, regions: Regions) -> list[str]:
    """What stands in a blank, in words; an answer given before in the question's words."""
    if blank.known is not None and blank.question is not None:
        return [told_answer(blank.question, blank.known, regions)]
    return lines(blank, found, regions) if found is not None else []


def in_words(blank: Blank, given: Typed, regions: Regions) -> str:
    """What was typed, for a person who has to choose between two; as it stands where it is no value."""
    if given is None:
        return _("nothing")
    try:
        right = value(blank, given)
    except FieldProblem:
        parts = given.values() if isinstance(given, Mapping) else given if isinstance(given, list) else [given]
        return " ".join(str(part) for part in parts)
    return " ".join(lines(blank, right, regions)) if right not in (None, UNKNOWN) else _("I am not sure")
