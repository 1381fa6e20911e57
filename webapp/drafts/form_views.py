"""The pages of the one form: its parts, one after another, and the picking of a place."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from webapp.catalogue.current import catalogue
from webapp.catalogue.places import Step, full_name, step
from webapp.catalogue.regions import Level
from webapp.catalogue.translation import told
from webapp.drafts import meanings
from webapp.drafts.access import committed
from webapp.drafts.attachment_views import taken
from webapp.drafts.blank_kinds import Typed
from webapp.drafts.blanks import Blank, Part, Section, part_of
from webapp.drafts.form_offers import FormOffer, form_offer
from webapp.drafts.form_rows import Row, errors, lacking, standing, words
from webapp.drafts.form_sheet import SEEN, Sheet, address, fill, keep, kept, own_sheet, page_title, renewed
from webapp.drafts.review_views import review_page
from webapp.site.clock import local, now

bp = Blueprint("blanks", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/drafts/<string:reference>/form")
def form(reference: str) -> Response:
    """The first part of the form, or the review where there is nothing to write."""
    sheet = own_sheet(reference)
    first = sheet.parts[0] if sheet.parts else None
    return redirect(address(sheet, first), 303)


@bp.get("/drafts/<string:reference>/form/<string:section>")
def section(reference: str, section: str) -> Page:
    """One part of the form."""
    sheet = own_sheet(reference)
    part = _part(section)
    if part not in sheet.parts:
        return redirect(url_for("blanks.form", reference=reference), 303)
    return section_page(sheet, part)


@bp.post("/drafts/<string:reference>/form/<string:section>")
def keep_section(reference: str, section: str) -> Page:
    """Keep what is on the page, whatever it is; then look at it, and go on if it is right or if it may wait."""
    sheet, part = own_sheet(reference), _part(section)
    if request.form.get("keep"):
        return _kept(sheet, part)
    conflicts = saved(sheet, part, _without_removed(request.form))
    refused = taken(sheet) if part.section is Section.MATERIALS else {}
    sheet = renewed(sheet)
    pressed = request.form
    if conflicts or refused:
        return section_page(sheet, part, conflicts=conflicts, refused=refused, looked=True), 409 if conflicts else 422
    if pressed.get("again"):
        return _filled(sheet, part, form_offer(sheet, part, pressed["again"]))
    if pressed.get("place"):
        return answered(sheet, url_for("blanks.place", reference=reference, section=part.slug, name=pressed["place"]))
    if pressed.get("more") or pressed.get("less") or pressed.get("theirs") or pressed.get("stay"):
        return section_page(sheet, part, more=pressed.get("more"))
    if not pressed.get("later") and errors(sheet.rows(part)):
        return section_page(sheet, part, looked=True), 422
    return answered(sheet, address(sheet, None if pressed.get("check") else sheet.after(part)))


@bp.get("/drafts/<string:reference>/form/<string:section>/places/<string:name>")
def place(reference: str, section: str, name: str) -> Page:
    """Pick the place of an address, level by level."""
    sheet, blank = _with_place(reference, section, name)
    return place_page(sheet, blank, _first_step(sheet, blank))


@bp.post("/drafts/<string:reference>/form/<string:section>/places/<string:name>")
def keep_place(reference: str, section: str, name: str) -> Page:
    """One level more. What is picked is kept when it is deep enough."""
    sheet, blank = _with_place(reference, section, name)
    picked = _picked(blank)
    if picked.done is None:
        return place_page(sheet, blank, picked)
    before = standing(blank, sheet.answers)
    held = answer.version if (answer := sheet.answers.get(blank.name)) else 0
    line = before.get("line", "") if isinstance(before, dict) else ""
    found: Typed = picked.done if blank.kind == "region" else {"region": picked.done, "line": line}
    _written(sheet, {blank.name: (found, held)})
    sheet = renewed(sheet)
    return answered(sheet, address(sheet, sheet.place_of(name)))


def _kept(sheet: Sheet, part: Part) -> str:
    """What is on the page while it is being written: saved, with the versions that the page has seen now.

    A blank that somebody else wrote keeps the version it had, so that the next press shows both. Such a save has a key
    of its own: the page's key belongs to the press that follows.
    """
    typed = request.form.copy()
    typed["key"] = token_urlsafe(12)
    conflicts = saved(sheet, part, typed)
    seen = {name: answer.version for name, answer in sheet.answers.items() if SEEN + name in typed}
    return render_template(
        "drafts/_kept.html",
        saved_at=None if conflicts else local(now()).strftime("%H:%M"),
        seen={SEEN + name: version for name, version in seen.items() if name not in conflicts},
    )


def _filled(sheet: Sheet, part: Part, offer: FormOffer | None) -> str:
    """The page with what an earlier draft holds written into its empty blanks, to be looked at."""
    if offer is None:
        return section_page(sheet, part)
    with committed():
        fill(sheet, offer.typed, "again." + (request.form.get("key") or token_urlsafe(12)))
    return section_page(renewed(sheet), part, filled=True)


def saved(sheet: Sheet, part: Part, form: MultiDict[str, str]) -> dict[str, tuple[Typed, str, int]]:
    """Written and acknowledged; what somebody else wrote in the meantime is given back."""
    with committed():
        return keep(sheet, part, form, form.get("key") or token_urlsafe(12))


def _written(sheet: Sheet, given: dict[str, tuple[Any, int]]) -> None:
    with committed():
        kept(sheet, given, request.form.get("key") or token_urlsafe(12), {})


def section_page(
    sheet: Sheet,
    part: Part,
    *,
    conflicts: dict[str, tuple[Typed, str, int]] | None = None,
    refused: dict[str, str] | None = None,
    looked: bool = False,
    more: str | None = None,
    filled: bool = False,
) -> str:
    """One part's page. `looked`: the person pressed on, so what is missing is said; `more`: a row is added there.

    `filled`: blanks were filled in from an earlier draft, which is said.
    """
    found = sheet.rows(part, conflicts)
    before = sheet.before(part)
    pages = sheet.parts
    return render_template(
        "drafts/materials.html" if part.section is Section.MATERIALS else "drafts/form.html",
        sheet=sheet,
        section=part.slug,
        title=page_title(sheet, part),
        rows=[row for row in found if row.blank.to_write],
        onsite=[row for row in found if row.blank.kind == "onsite"],
        papers=sheet.papers() if part.section is Section.MATERIALS else [],
        errors=[*(errors(found) if looked else []), *(refused or {}).items()],
        refused=refused or {},
        looked=looked,
        rest_done=_rest_done(sheet, part),
        more=more,
        filled=filled,
        offer=None if conflicts or part.section is Section.MATERIALS else form_offer(sheet, part),
        number=pages.index(part) + 1 if part in pages else 1,
        of=len(pages) + 1,
        places={row.name: _place_words(row.typed) for row in found if row.blank.kind in ("address", "region")},
        lacking={row.name: lacking(row) for row in found},
        terms=meanings.on_form(row.blank for row in found if row.blank.to_write),
        told_rows=[_known(sheet, row) for row in found if row.blank.known is not None],
        back=address(sheet, before) if before else url_for("guidance.guidance", reference=sheet.reference),
        saved_at=local(sheet.draft.changed_at).strftime("%H:%M"),
        key=token_urlsafe(12),
    )


def _rest_done(sheet: Sheet, part: Part) -> bool:
    """Whether every other page is filled in: who came back to change one thing goes straight to the check again."""
    others = [one for one in sheet.parts if one != part and one.section is not Section.MATERIALS]
    return bool(others) and not any(errors(sheet.rows(one)) for one in others)


def _known(sheet: Sheet, row: Row) -> dict[str, object]:
    """What the questions said already, with the way back to the question."""
    fact = row.blank.question.id if row.blank.question else ""
    return {
        "label": told(row.blank.label),
        "value_lines": words(row.blank, row.value, catalogue().regions),
        "change_url": url_for("drafts.question", reference=sheet.reference, fact=fact),
    }


def _place_words(given: Typed) -> str:
    code = given.get("region") if isinstance(given, dict) else given
    return full_name(catalogue().regions, code) if isinstance(code, str) and code else ""


def place_page(sheet: Sheet, blank: Blank, at: Step) -> str:
    """The picker on its own page, so that a long list of places never stands between two fields."""
    part = sheet.place_of(blank.name) or Part(blank.section)
    return render_template(
        "drafts/place.html", sheet=sheet, blank=blank, places=at, section=part.slug, key=token_urlsafe(12),
        deep=at.at and catalogue().regions.region(at.at) is not None and len(at.path) > (blank.kind == "address"),
    )  # fmt: skip


def answered(sheet: Sheet, url: str) -> Response:
    """The next page's part at once for htmx, with its address; a redirect otherwise."""
    if request.headers.get("HX-Request") != "true":
        return redirect(url, 303)
    last = url.rsplit("/", 1)[-1]
    if "/places/" in url:
        blank = _blank(sheet, last)
        page = place_page(sheet, blank, _first_step(sheet, blank))
    elif last == "review":
        page = review_page(sheet)
    else:
        page = section_page(sheet, _part(last))
    response = make_response(page)
    response.headers["HX-Push-Url"] = url
    return response


def _part(slug: str) -> Part:
    return part_of(slug) or abort(404)


def _blank(sheet: Sheet, name: str) -> Blank:
    return next((blank for blank in sheet.blanks if blank.name == name and blank.to_write), None) or abort(404)


def _with_place(reference: str, section: str, name: str) -> tuple[Sheet, Blank]:
    sheet = own_sheet(reference)
    blank = _blank(sheet, name)
    if blank.kind not in ("address", "region") or sheet.place_of(name) != part_of(section):
        abort(404)
    return sheet, blank


def _depth(blank: Blank) -> Level:
    """An address goes down to the village; a place that only sends papers somewhere, to the county."""
    return Level.VILLAGE if blank.kind == "address" else Level.COUNTY


def _first_step(sheet: Sheet, blank: Blank) -> Step:
    """Where the picking begins: beside what was picked before, else in the place where the thing is done."""
    regions, given = catalogue().regions, standing(blank, sheet.answers)
    code = given.get("region") if isinstance(given, dict) else given
    picked = regions.region(code) if isinstance(code, str) else None
    at = picked.parent if picked else sheet.draft.region
    here = step(regions, None if at == "410000" else at, _depth(blank), elsewhere=True)
    return step(regions, None, _depth(blank), elsewhere=True) if here.done else here


def _picked(blank: Blank) -> Step:
    """The step of the picker that its form asks for."""
    form, regions, until = request.form, catalogue().regions, _depth(blank)
    if form.get("up"):
        above = regions.region(form["up"])
        parent = above.parent if above else None
        return step(regions, None if parent == "410000" else parent, until, elsewhere=True)
    if form.get("enough") and regions.region(form.get("at", "")):
        return Step(done=form["at"])
    if form.get("look"):
        return step(regions, form.get("at") or None, until, elsewhere=True, look=form.get("search", "")[:40])
    return step(regions, form.get("value") or None, until, elsewhere=True)


def _without_removed(form: MultiDict[str, str]) -> MultiDict[str, str]:
    """The form without the row whose 删除 was pressed."""
    gone = form.get("less", "")
    return MultiDict((name, words) for name, words in form.items(multi=True) if not _belongs(name, gone))


def _belongs(name: str, row: str) -> bool:
    return bool(row) and (name == row or name.startswith(row + "-"))
