"""The blanks of the one form: only those that the matters handed in need, each once, none that was answered already."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Any, NamedTuple

from webapp.drafts.access import PROXY, SELF
from webapp.guide import UNKNOWN, Bundle, Edition, Field, Guidance, Kind, Question, Value
from webapp.guide.conditions import Tree, names_in

FORM = "form."
"""Under this and the field's id a draft keeps what was written into a blank."""

PROXY_IS = "proxy_is"
"""The field that follows from who applies; it is never shown."""


class Section(StrEnum):
    """The parts of the form, in order. Materials come last and hold no blanks but files."""

    APPLICANT = "applicant"
    PROXY = "proxy"
    SUBJECT = "subject"
    DETAILS = "details"
    MONEY = "money"
    MATERIALS = "materials"


class Part(NamedTuple):
    """One page of the form: a section, or a part of a long one."""

    section: Section
    number: int = 1

    @property
    def slug(self) -> str:
        """What it is called in addresses: details, details-2."""
        return self.section.value if self.number == 1 else f"{self.section.value}-{self.number}"


def part_of(slug: str) -> Part | None:
    """The page of that name, whether or not anything stands on it."""
    found = re.fullmatch(r"([a-z]+)(?:-([2-9]))?", slug)
    if found is None or found[1] not in list(Section):
        return None
    return Part(Section(found[1]), int(found[2] or 1))


@dataclass(frozen=True)
class Blank:
    """One row of the form. `name`: what the draft keeps it under. `fact`: the question it stands for, if it does.

    `known`: what was answered before; the row then only shows it, with a way to change it.
    """

    name: str
    label: str
    kind: str
    section: Section
    choices: tuple[str, ...] = ()
    labels: Mapping[str, str] | None = None
    help: str = ""
    unit: str = ""
    needed: bool = True
    question: Question | None = None
    known: Any = None

    @property
    def id(self) -> str:
        """The field's own id, or the fact's."""
        return self.name.removeprefix(FORM)

    @property
    def of_fact(self) -> bool:
        """Whether the draft keeps it as the answer to a question."""
        return not self.name.startswith(FORM)

    @property
    def to_write(self) -> bool:
        """Whether somebody has to write or choose something."""
        return self.known is None and self.kind not in ("statement", "onsite", "file")


FACT_KINDS = {Kind.YEARS: "number"}
"""The kinds of facts that are called otherwise among fields."""

CLOSED = ("choice", "choices")

MOST = 5
"""Blanks of one page."""


def blanks(
    edition: Edition, guidance: Guidance, matters: Iterable[str], values: Mapping[str, Any], facts: Mapping[str, Value]
) -> tuple[Blank, ...]:
    """All blanks for these matters, in the order of the sections.

    `values`: all that stands in the draft; `facts`: the same as the guide's values. A field is left out only where its
    condition fails for certain.
    """
    bundle, taken = edition.bundle, set(matters)
    on_path = {name: facts[name] for name in _counted(bundle, guidance) if name in facts and facts[name] != UNKNOWN}
    evaluation = edition.evaluation(on_path)
    for_another = values.get(PROXY, SELF) != SELF
    fields = [
        field
        for field in bundle.fields
        if ("*" in field.matters or taken & set(field.matters))
        and _shown(field, for_another)
        and evaluation.value(field.when) is not False
    ]
    unsure = {name for name, value in facts.items() if value == UNKNOWN}
    found = [_of_field(bundle, field, on_path, for_another, unsure) for field in fields]
    asked = {blank.name for blank in found}
    found += [
        _of_fact(bundle.question[name]) for name in _spoken_of(bundle, fields, guidance, values) if name not in asked
    ]
    order = list(Section)
    return tuple(sorted(found, key=lambda blank: order.index(blank.section)))


def of_section(all_blanks: Iterable[Blank], section: Section) -> tuple[Blank, ...]:
    """The blanks of one page. Files stand with the materials, promises on the last page."""
    if section is Section.MATERIALS:
        return tuple(blank for blank in all_blanks if blank.kind == "file")
    return tuple(blank for blank in all_blanks if blank.section is section and blank.kind not in ("file", "statement"))


def parts(all_blanks: Iterable[Blank], guidance: Guidance) -> tuple[Part, ...]:
    """The pages that there are for this person, none of them long."""
    every = tuple(all_blanks)
    found = []
    for section in Section:
        count = ceil(sum(blank.to_write for blank in of_section(every, section)) / MOST)
        found += [Part(section, number) for number in range(1, count + 1)]
    papers = guidance.materials or guidance.open_materials or of_section(every, Section.MATERIALS)
    return (*found, *((Part(Section.MATERIALS),) if papers else ()))


def of_part(all_blanks: Iterable[Blank], part: Part) -> tuple[Blank, ...]:
    """The blanks of one page. What is only shown stands on the section's first page."""
    here = of_section(all_blanks, part.section)
    to_write = [blank for blank in here if blank.to_write]
    if part.section is Section.MATERIALS:
        return here
    pages = max(1, ceil(len(to_write) / MOST))
    each = ceil(len(to_write) / pages)
    mine = to_write[(part.number - 1) * each : part.number * each]
    return tuple(blank for blank in here if blank in mine or (part.number == 1 and not blank.to_write))


def _counted(bundle: Bundle, guidance: Guidance) -> Iterator[str]:
    """Facts whose answers count: those on the path, and those that decide nothing."""
    yield from guidance.path.asked
    yield from (question.id for question in bundle.questions if question.fact.use or not question.fact.asked)


def _shown(field: Field, for_another: bool) -> bool:
    if field.id == PROXY_IS:
        return False
    return for_another or field.section != Section.PROXY


def _of_field(
    bundle: Bundle, field: Field, on_path: Mapping[str, Value], for_another: bool, unsure: Collection[str]
) -> Blank:
    """Nobody is held up by a blank whose question they answered with 不清楚."""
    question = bundle.question.get(field.answer or "")
    for_use = question is not None and question.fact.use is not None
    known = on_path.get(question.id) if question and not for_use else None
    kind = "text" if field.kind in CLOSED and not field.choices else field.kind
    return Blank(
        name=question.id if question and for_use else FORM + field.id,
        label=field.label,
        kind=FACT_KINDS.get(question.fact.kind, question.fact.kind.value) if question and for_use else kind,
        section=Section(field.section),
        choices=question.fact.choices if question and for_use else field.choices,
        labels=question.labels if question and for_use else None,
        help=field.help,
        unit=question.unit if question and for_use else "",
        needed=(field.needed or (for_another and field.section == Section.PROXY)) and field.answer not in unsure,
        question=question,
        known=known,
    )


def _of_fact(question: Question) -> Blank:
    """A question that decides nothing, asked here in its own words; nobody is held up by it."""
    return Blank(
        name=question.id,
        label=question.ask,
        kind=FACT_KINDS.get(question.fact.kind, question.fact.kind.value),
        section=Section.DETAILS,
        choices=question.fact.choices,
        labels=question.labels,
        help=question.help,
        unit=question.unit,
        needed=False,
        question=question,
    )


def _spoken_of(bundle: Bundle, fields: Iterable[Field], guidance: Guidance, values: Mapping[str, Any]) -> list[str]:
    """The facts that decide nothing but that a field or a hint waits for, or that were answered here before."""
    trees: list[Tree] = [field.when for field in fields]
    trees += [hint.when for hint in (*guidance.hints, *guidance.open_hints)]
    names = {name for tree in trees for name in names_in(tree)}
    advice = (question.id for question in bundle.questions if question.fact.asked and question.fact.use)
    return [name for name in advice if name in names or values.get(name) is not None]
