"""What is handed in: the answers that count, the matters with their departments, the fields and the materials."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from webapp.applications.submission import Share
from webapp.drafts.access import PROXY
from webapp.drafts.answers import values_of
from webapp.drafts.blanks import Section
from webapp.drafts.form_rows import Row
from webapp.drafts.form_sheet import Sheet
from webapp.drafts.papers import Paper
from webapp.drafts.review_views import matter_name
from webapp.guide import UNKNOWN, Matter, Verdict
from webapp.site.clock import today

OPEN = "unknown"
"""What stands in place of an answer that the person could not give."""


def content(sheet: Sheet, consents: Iterable[str]) -> dict[str, Any]:
    """All of it as JSON, in the catalogue's own words, so that it reads the same however the catalogue moves on.

    `consents`: the sentences whose boxes were checked. Answers off the path are not in it.
    """
    bundle, values = sheet.edition.bundle, values_of(sheet.answers)
    rows = [row for section in Section for row in sheet.all_rows(section)]
    return {
        "bundle": {"id": bundle.id, "name": bundle.name},
        "region": sheet.draft.region,
        "as_of": today().isoformat(),
        "proxy": values.get(PROXY),
        "answers": [
            {"fact": name, "ask": bundle.question[name].ask, "value": values.get(name, OPEN)}
            for name in sheet.guidance.path.asked
        ],
        "matters": [_matter(sheet, verdict) for verdict in _taken(sheet)],
        "fields": [_field(row) for row in rows if row.value is not None],
        "materials": [_material(paper) for paper in sheet.papers()],
        "onsite": [blank.label for blank in sheet.onsite()],
        "consents": list(consents),
    }


def shares(sheet: Sheet) -> list[Share]:
    """One for each matter and department, the deciding department first. `after` names only what is handed in too."""
    return [
        Share(
            verdict.matter.id,
            department,
            verdict.standing.value,
            tuple(name for name in verdict.matter.after if name in sheet.matters),
        )
        for verdict in _taken(sheet)
        for department in dict.fromkeys(verdict.matter.departments)
    ]


def _taken(sheet: Sheet) -> list[Verdict]:
    return [verdict for verdict in sheet.guidance.verdicts if verdict.matter.id in sheet.matters]


def _matter(sheet: Sheet, verdict: Verdict) -> dict[str, Any]:
    matter: Matter = verdict.matter
    return {
        "id": matter.id,
        "name": matter_name(sheet.edition, matter, sheet.facts),
        "standing": verdict.standing.value,
        "departments": list(matter.departments),
        "after": [name for name in matter.after if name in sheet.matters],
        "deadline": verdict.deadline.isoformat() if verdict.deadline else None,
        "awaits": list(verdict.awaits),
    }


def _field(row: Row) -> dict[str, Any]:
    """A field of the form, or an answer of the questions that stands for one."""
    value = row.value.isoformat() if hasattr(row.value, "isoformat") else row.value
    return {
        "id": row.blank.id,
        "label": row.blank.label,
        "kind": row.blank.kind,
        "section": row.blank.section.value,
        "value": OPEN if value == UNKNOWN else list(value) if isinstance(value, tuple) else value,
        "answered": row.blank.known is not None,
    }


def _material(paper: Paper) -> dict[str, Any]:
    return {
        "id": paper.id,
        "name": paper.title,
        "supply": paper.supply,
        "fetched": paper.fetched,
        "holder": paper.holder,
        "open": paper.open,
        "files": [{"reference": one.reference, "title": one.title, "kind": one.kind} for one in paper.files],
    }
