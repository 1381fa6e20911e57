"""The one form of a draft: what the guide says by now, the blanks it leaves, and how a page of them is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from webapp.catalogue.current import catalogue
from webapp.drafts.access import actor, chosen_of, edition_of, facts_of, guidance_of, own_draft, picked
from webapp.drafts.answers import Answer, Conflict, save_answers, values_of
from webapp.drafts.attachments import attachments_of
from webapp.drafts.blank_kinds import Typed, typed, value
from webapp.drafts.blanks import Blank, Part, Section, blanks, of_part, of_section, parts
from webapp.drafts.form_rows import Row, in_words, rows, standing
from webapp.drafts.models import Draft
from webapp.drafts.papers import Paper, papers
from webapp.drafts.questions import TYPED
from webapp.guide import Edition, Guidance, Value
from webapp.site.clock import now
from webapp.site.fields import FieldProblem

SEEN = "seen."
"""Before a blank's name: the version that the page showed. It also says that the blank was on the page."""


@dataclass(frozen=True)
class Sheet:
    """All that the pages of the form and the review are made of."""

    draft: Draft
    answers: dict[str, Answer]
    edition: Edition
    guidance: Guidance
    facts: Mapping[str, Value]
    matters: tuple[str, ...]
    blanks: tuple[Blank, ...]
    parts: tuple[Part, ...]

    @property
    def reference(self) -> str:
        """The draft's number."""
        return self.draft.reference

    def rows(self, part: Part, conflicts: Mapping[str, tuple[Typed, str, int]] | None = None) -> list[Row]:
        """The rows of one page."""
        return rows(of_part(self.blanks, part), self.answers, self.facts, conflicts)

    def all_rows(self, section: Section) -> list[Row]:
        """The rows of a whole section."""
        return rows(of_section(self.blanks, section), self.answers, self.facts)

    def papers(self) -> list[Paper]:
        """The materials with the photos and files that are there. One query."""
        pictures = of_section(self.blanks, Section.MATERIALS)
        return papers(self.edition, self.guidance, pictures, self.facts, attachments_of(self.draft))

    def promises(self) -> tuple[Blank, ...]:
        """What the person promises when handing in."""
        return tuple(blank for blank in self.blanks if blank.kind == "statement")

    def onsite(self) -> tuple[Blank, ...]:
        """What can only be done at the window: fingerprints, a signature."""
        return tuple(blank for blank in self.blanks if blank.kind == "onsite")

    def place_of(self, name: str) -> Part | None:
        """The page on which a blank stands."""
        return next(
            (part for part in self.parts if any(blank.name == name for blank in of_part(self.blanks, part))), None
        )

    def after(self, part: Part) -> Part | None:
        """The page that follows; None is the review."""
        return next((one for one in self.parts if _order(one) > _order(part)), None)

    def before(self, part: Part) -> Part | None:
        """The page in front; None is the result."""
        return next((one for one in reversed(self.parts) if _order(one) < _order(part)), None)


def _order(part: Part) -> tuple[int, int]:
    return list(Section).index(part.section), part.number


def sheet_of(draft: Draft, answers: dict[str, Answer]) -> Sheet:
    """The form as it is for what stands in the draft now."""
    edition, values = edition_of(draft), values_of(answers)
    guidance, facts = guidance_of(draft, answers), facts_of(edition.bundle, values)
    wanted = picked(guidance, chosen_of(edition.bundle, values))
    matters = tuple(matter for matter in wanted if matter not in guidance.held_back)
    every = blanks(edition, guidance, matters, values, facts)
    return Sheet(draft, answers, edition, guidance, facts, matters, every, parts(every, guidance))


def renewed(sheet: Sheet) -> Sheet:
    """The form after a save. Blanks judge nothing, so the guide is asked again only where a question was answered."""
    facts = facts_of(sheet.edition.bundle, values_of(sheet.answers))
    return sheet if facts == sheet.facts else sheet_of(sheet.draft, sheet.answers)


def own_sheet(reference: str) -> Sheet:
    """The form of a draft that this device may open; what is handed in leads to its receipt."""
    draft, answers = own_draft(reference)
    if draft.handed_in:
        abort(redirect(url_for("applications.of_draft", reference=reference), 303))
    return sheet_of(draft, answers)


def address(sheet: Sheet, part: Part | None) -> str:
    """Where a page of the form stands; after the last one comes the review."""
    if part is None:
        return url_for("review.review", reference=sheet.reference)
    return url_for("blanks.section", reference=sheet.reference, section=part.slug)


def title(section: Section) -> str:
    """What a section of the form is called."""
    return {
        Section.APPLICANT: _("The applicant"),
        Section.PROXY: _("You, who fill it in for somebody"),
        Section.SUBJECT: _("Who or what it is about"),
        Section.DETAILS: _("Some details"),
        Section.MONEY: _("Where the money goes"),
        Section.MATERIALS: _("Papers"),
    }[section]


def page_title(sheet: Sheet, part: Part) -> str:
    """What a page is called; the parts of a long section are counted."""
    several = part.number > 1 or Part(part.section, 2) in sheet.parts
    return (
        _("%(title)s (%(number)s)", title=title(part.section), number=part.number) if several else title(part.section)
    )


def keep(sheet: Sheet, part: Part, form: MultiDict[str, str], key: str) -> dict[str, tuple[Typed, str, int]]:
    """Save all that the page holds, right or wrong, before anything is looked at. The caller commits.

    Gives the blanks that somebody else wrote in the meantime, as `rows` takes them. Raises Closed.
    """
    given: dict[str, tuple[Any, int]] = {}
    shown: dict[str, Typed] = {}
    for blank in of_part(sheet.blanks, part):
        if not blank.to_write or SEEN + blank.name not in form or form.get("theirs") == blank.name:
            continue
        before = standing(blank, sheet.answers)
        now_typed = typed(blank, form, before)
        if now_typed == before:
            continue
        shown[blank.name] = now_typed
        seen = form.get(SEEN + blank.name, type=int) or 0
        given |= _as_kept(blank, now_typed, seen, sheet.answers)
    return kept(sheet, given, key, shown)


def fill(sheet: Sheet, given: Mapping[str, Typed], key: str) -> None:
    """Write into blanks where nothing stands, as if it had been typed there. The caller commits. Raises Closed."""
    empty = [blank for blank in sheet.blanks if blank.name in given and standing(blank, sheet.answers) is None]
    wanted: dict[str, tuple[Any, int]] = {}
    for blank in empty:
        held = sheet.answers.get(blank.name)
        wanted |= _as_kept(blank, given[blank.name], held.version if held else 0, sheet.answers)
    kept(sheet, wanted, key, {})


def kept(
    sheet: Sheet, given: Mapping[str, tuple[Any, int]], key: str, shown: Mapping[str, Typed]
) -> dict[str, tuple[Typed, str, int]]:
    """Save by name (value, seen version), and take over what stands now."""
    if not given:
        return {}
    outcomes = save_answers(sheet.draft, given, key=key, by=actor(sheet.answers), at=now())
    conflicts: dict[str, tuple[Typed, str, int]] = {}
    by_name = {blank.name: blank for blank in sheet.blanks}
    for name, outcome in outcomes.items():
        if not isinstance(outcome, Conflict):
            sheet.answers[name] = outcome.answer
            continue
        sheet.answers[name] = outcome.theirs
        if name in shown:
            words = in_words(by_name[name], outcome.theirs.value, catalogue().regions)
            conflicts[name] = (shown[name], words, outcome.theirs.version)
    return conflicts


def _as_kept(blank: Blank, given: Typed, seen: int, answers: Mapping[str, Answer]) -> dict[str, tuple[Any, int]]:
    """A blank as the draft keeps it: words as they were typed; for a question its answer, if it is one."""
    if not blank.of_fact:
        return {blank.name: (given, seen)}
    rough = answers.get(TYPED + blank.name)
    version = rough.version if rough else 0
    try:
        right = value(blank, given)
    except FieldProblem:
        return {TYPED + blank.name: (given, version)}
    found: dict[str, tuple[Any, int]] = {blank.name: (right, seen)}
    if rough is not None and rough.value is not None:
        found[TYPED + blank.name] = (None, version)
    return found
