"""What another draft of this device holds for the empty blanks of a page, offered in one press and shown before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.catalogue.current import catalogue
from webapp.catalogue.shared import Meaning
from webapp.catalogue.translation import told
from webapp.drafts.blank_kinds import Typed, lines, value
from webapp.drafts.blanks import FORM, Blank, Part, of_part
from webapp.drafts.form_rows import standing
from webapp.drafts.form_sheet import Sheet
from webapp.drafts.offers import Earlier, earlier, others
from webapp.guide import UNKNOWN
from webapp.site.fields import FieldProblem


@dataclass(frozen=True)
class FormOffer:
    """What one earlier draft holds for a page. `rows`: each blank's label and lines; `typed`: by blank."""

    reference: str
    source: str
    cautions: tuple[str, ...]
    rows: tuple[tuple[str, list[str]], ...]
    typed: Mapping[str, Typed]


def form_offer(sheet: Sheet, part: Part, reference: str | None = None) -> FormOffer | None:
    """What the last changed draft that has something for this page holds; with `reference`, what that draft holds.

    No query where nothing on the page is empty that bundles share, or the device holds no other draft; else one.
    """
    open_blanks = tuple(_open(sheet, part)) if others(sheet.draft) else ()
    names = {name for _blank, meaning in open_blanks for _bundle, name in _places(meaning)}
    for each in earlier(sheet.draft, sheet.answers, names):
        if reference in (None, each.reference) and (found := _from(each, open_blanks)):
            return found
    return None


def _open(sheet: Sheet, part: Part) -> Iterator[tuple[Blank, Meaning]]:
    """The page's empty blanks that bundles share."""
    sharing = catalogue().sharing
    for blank in of_part(sheet.blanks, part):
        names = sharing.facts if blank.of_fact else sharing.fields
        meaning = names.get((sheet.draft.bundle, blank.id))
        if meaning is not None and blank.to_write and standing(blank, sheet.answers) is None:
            yield blank, meaning


def _places(meaning: Meaning) -> Iterator[tuple[str, str]]:
    """The bundles that have it, and the name under which their drafts keep it."""
    sharing = catalogue().sharing
    yield from ((bundle, FORM + name) for bundle, name in sharing.names(meaning))
    yield from (own for own, one in sharing.facts.items() if one == meaning)


def _from(each: Earlier, open_blanks: tuple[tuple[Blank, Meaning], ...]) -> FormOffer | None:
    typed: dict[str, Typed] = {}
    rows, cautions = [], {}
    for blank, meaning in open_blanks:
        given = next((each.values.get(name) for bundle, name in _places(meaning) if bundle == each.bundle), None)
        right = _right(blank, given)
        if right is not None:
            typed[blank.name] = given
            rows.append((told(blank.label), lines(blank, right, catalogue().regions)))
            cautions[each.caution(meaning.about)] = True
    cautions.pop("", None)
    return FormOffer(each.reference, each.source, tuple(cautions), tuple(rows), typed) if typed else None


def _right(blank: Blank, given: Typed) -> Any:
    """What it says in this blank; None where it cannot stand here."""
    try:
        found = value(blank, given)
    except FieldProblem:
        return None
    return None if found == UNKNOWN else found
