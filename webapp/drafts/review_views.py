"""The last page before handing in: all that was answered, what is missing, who gets it, and the consent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from secrets import token_urlsafe

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from webapp.catalogue.current import catalogue
from webapp.catalogue.places import full_name
from webapp.catalogue.translation import told
from webapp.drafts.access import PROXY
from webapp.drafts.answers import values_of, version_sum
from webapp.drafts.blanks import Part, Section
from webapp.drafts.form_rows import Row, anchor, errors, words
from webapp.drafts.form_sheet import Sheet, address, own_sheet, title
from webapp.drafts.questions import proxy_choices
from webapp.drafts.telling import told_answer, told_day
from webapp.guide import UNKNOWN, Edition, Instead, Matter, Value

bp = Blueprint("review", __name__)

CONSENT = "consent"
"""The name of the checkbox without which nothing is handed in."""


@dataclass(frozen=True)
class HandedIn:
    """A matter that would be handed in, with the departments that get it, the deciding one first."""

    id: str
    name: str
    standing: str
    departments: tuple[str, ...]


@bp.get("/drafts/<string:reference>/review")
def review(reference: str) -> str:
    """Check your answers."""
    return review_page(own_sheet(reference))


def review_page(
    sheet: Sheet, *, agreed: Iterable[str] = (), unagreed: Iterable[str] = (), changed: bool = False
) -> str:
    """The page. `agreed`: checkboxes that are on; `unagreed`: those that are missing; `changed`: it was written to."""
    lacking = missing(sheet)
    promised = promises(sheet)
    wrong = set(unagreed)
    return render_template(
        "drafts/review.html",
        sheet=sheet,
        bundle=told(sheet.edition.bundle.name),
        missing=lacking,
        instead=[_instead(one) for one in sheet.guidance.instead],
        held=not sheet.guidance.may_hand_in,
        asked=[*_start(sheet), *_asked(sheet)],
        parts=[
            {"title": title(one), "rows": [_shown(sheet, row) for row in sheet.all_rows(one) if _written(row)]}
            for one in Section
            if one is not Section.MATERIALS
        ],
        papers=sheet.papers(),
        papers_url=address(sheet, Part(Section.MATERIALS)),
        matters=handed_in(sheet),
        promises=promised,
        agreed=set(agreed),
        errors=[(name, unchecked()) for name, _sentence in promised if name in wrong],
        changed=changed,
        back=_back(sheet),
        checked=version_sum(sheet.draft),
        key=token_urlsafe(12),
    )  # fmt: skip


def promises(sheet: Sheet) -> list[tuple[str, str]]:
    """The boxes that have to be checked: the form's own promises, and the consent. Name and sentence."""
    found = [
        (
            blank.name,
            _("%(promise)s: %(words)s", promise=told(blank.label), words=told(blank.help))
            if blank.help
            else told(blank.label),
        )
        for blank in sheet.promises()
    ]
    consent = _("I confirm that all of this is true, and agree that it goes to the departments above.")
    return [*found, (CONSENT, consent)]


def unchecked() -> str:
    """The sentence beside a box that has to be checked."""
    return _("Please check this box before you hand it in.")


def _back(sheet: Sheet) -> str:
    result = url_for("guidance.guidance", reference=sheet.reference)
    return address(sheet, sheet.parts[-1]) if sheet.parts else result


def missing(sheet: Sheet) -> list[tuple[str, str]]:
    """What has to be done before it can be handed in: an address, and a sentence."""
    found = []
    waiting = sheet.guidance.next_question
    if waiting is not None:
        url = url_for("drafts.question", reference=sheet.reference, fact=waiting.id)
        found.append((url, _("Not answered yet: %(question)s", question=told(waiting.ask))))
    for part in sheet.parts:
        faults = [] if part.section is Section.MATERIALS else errors(sheet.rows(part))
        found += [(f"{address(sheet, part)}#{place}", sentence) for place, sentence in faults]
    if not sheet.matters and sheet.guidance.may_hand_in:
        url = url_for("guidance.guidance", reference=sheet.reference)
        found.append((url, _("Nothing is chosen yet. Please choose what you want to have done.")))
    return found


def handed_in(sheet: Sheet) -> list[HandedIn]:
    """The matters, in the author's order."""
    known = catalogue().departments
    return [
        HandedIn(
            verdict.matter.id,
            told(matter_name(sheet.edition, verdict.matter, sheet.facts)),
            verdict.standing.value,
            tuple(told(known[one].name) for one in verdict.matter.departments),
        )
        for verdict in sheet.guidance.verdicts
        if verdict.matter.id in sheet.matters
    ]


def matter_name(edition: Edition, matter: Matter, facts: Mapping[str, Value]) -> str:
    """The matter's name in this situation: a matter may have variants."""
    known = {name: value for name, value in facts.items() if value != UNKNOWN}
    evaluation = edition.evaluation(known)
    return next((name for when, name in matter.variants if evaluation.value(when)), matter.name)


def _start(sheet: Sheet) -> list[dict[str, object]]:
    """Where, and for whom."""
    who = {choice["value"]: choice["words"] for choice in proxy_choices()}
    proxy = values_of(sheet.answers).get(PROXY)
    return [
        {
            "label": _("Where it is done"),
            "value": full_name(catalogue().regions, sheet.draft.region),
            "change_url": url_for("drafts.region", reference=sheet.reference),
        },
        {
            "label": _("Who fills it in"),
            "value": who.get(str(proxy), ""),
            "change_url": url_for("drafts.question", reference=sheet.reference, fact=PROXY),
        },
    ]


def _asked(sheet: Sheet) -> list[dict[str, object]]:
    """Every answer that counts."""
    values, regions = values_of(sheet.answers), catalogue().regions
    return [
        {
            "label": told(sheet.edition.bundle.question[name].ask),
            "value": told_answer(sheet.edition.bundle.question[name], values[name], regions) if name in values else "",
            "change_url": url_for("drafts.question", reference=sheet.reference, fact=name),
        }
        for name in sheet.guidance.path.asked
    ]


def _written(row: Row) -> bool:
    """Whether the row belongs on the page: what the questions said already stands above."""
    return row.blank.to_write and (row.value is not None or row.blank.needed or bool(row.problems))


def _shown(sheet: Sheet, row: Row) -> dict[str, object]:
    lines = words(row.blank, row.value, catalogue().regions)
    return {
        "label": told(row.blank.label),
        "value_lines": lines or [_("Not filled in yet")],
        "change_url": f"{address(sheet, sheet.place_of(row.name))}#{anchor(row.blank)}",
    }


def _instead(one: Instead) -> dict[str, object]:
    return {
        "words": told(one.entry.otherwise),
        "from": told_day(one.apply_from) if one.apply_from is not None else "",
        "until": told_day(one.apply_until) if one.apply_until is not None else "",
    }
