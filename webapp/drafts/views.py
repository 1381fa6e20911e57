"""The pages of a draft up to its result: where, for whom, one question a page, and what comes out."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for

from webapp.catalogue.current import catalogue
from webapp.catalogue.places import Step, step
from webapp.catalogue.regions import Level
from webapp.db import db
from webapp.drafts.access import PROXY, actor, edition_of, own_draft
from webapp.drafts.answers import Answer, Closed, Conflict, save_answers
from webapp.drafts.guidance_views import guidance_page
from webapp.drafts.models import Draft
from webapp.drafts.onward import REGION, onward_from, path_of
from webapp.drafts.opening import open_draft
from webapp.drafts.pages import conflict_page, proxy_page, question_page, region_page
from webapp.drafts.questions import TYPED, Given, proxy_choices, read
from webapp.drafts.resumption import keep
from webapp.guide import Edition, Kind, Question
from webapp.site.clock import now
from webapp.site.limits import limiter

bp = Blueprint("drafts", __name__)


@bp.post("/bundles/<string:bundle>/drafts")
@limiter.limit("600/hour")
def begin(bundle: str) -> Response:
    """Open a draft of the bundle and ask where."""
    if bundle not in catalogue().bundles:
        abort(404)
    draft = open_draft(bundle, "410000", catalogue_version=catalogue().version, at=now())
    db.session.commit()
    keep(draft)
    return make_response(redirect(url_for("drafts.region", reference=draft.reference), 303))


@bp.get("/drafts/<string:reference>")
def draft(reference: str) -> Response:
    """Go on where it makes sense."""
    found, answers = own_draft(reference)
    return make_response(redirect(onward_from(found, answers).address, 303))


@bp.get("/drafts/<string:reference>/region")
def region(reference: str) -> str | Response:
    """Where is it to be done?"""
    found, answers = own_draft(reference)
    if found.handed_in:
        return make_response(redirect(onward_from(found, answers).address, 303))
    given = answers.get(REGION)
    return region_page(found, answers, step(catalogue().regions, None, Level.COUNTY), given)


@bp.post("/drafts/<string:reference>/region")
def keep_region(reference: str) -> str | Response:
    """The place, level by level; saved when it is a county, or a city whose county the person does not know."""
    found, answers = own_draft(reference)
    picked = _picked(Level.COUNTY)
    if picked.done is None:
        return region_page(found, answers, picked, answers.get(REGION))
    found.region = picked.done[:6]
    outcome = _save(found, answers, {REGION: picked.done})
    return _next(found, answers) if outcome is None else outcome


@bp.get("/drafts/<string:reference>/questions/<string:fact>")
def question(reference: str, fact: str) -> str | Response:
    """One question."""
    found, answers = own_draft(reference)
    if found.handed_in:
        return make_response(redirect(onward_from(found, answers).address, 303))
    if fact == PROXY:
        return proxy_page(found, answers)
    edition = edition_of(found)
    path = path_of(edition, answers)
    waiting = path.next_question
    if fact not in edition.bundle.question or (fact not in path.asked and (waiting is None or waiting.id != fact)):
        return make_response(redirect(onward_from(found, answers).address, 303))
    return question_page(found, answers, edition, path, edition.bundle.question[fact])


@bp.post("/drafts/<string:reference>/answers")
def answer(reference: str) -> str | Response:
    """Keep the answer to one question; the answer of this address is the next page's part."""
    found, answers = own_draft(reference)
    fact = request.form.get("fact", "")
    if fact == PROXY:
        return _keep_proxy(found, answers)
    edition = edition_of(found)
    asked = edition.bundle.question.get(fact)
    if asked is None or not asked.fact.asked:
        abort(400)
    if asked.fact.kind is Kind.REGION and not request.form.get("unsure"):
        picked = _picked(Level.COUNTY, elsewhere=True)
        if picked.done is None:
            return question_page(found, answers, edition, path_of(edition, answers), asked, places=picked)
        given = Given(picked.done)
    else:
        given = read(asked, request.form)
    if given.problem:
        return _keep_typed(found, answers, edition, asked, given)
    before = dict(answers)
    outcome = _save(found, answers, {fact: given.value, **_untyped(answers, fact)})
    return _next(found, answers, before) if outcome is None else outcome


def _keep_proxy(found: Draft, answers: dict[str, Answer]) -> str | Response:
    value = request.form.get("value")
    if value not in {choice["value"] for choice in proxy_choices()}:
        return proxy_page(found, answers, missing=True)
    outcome = _save(found, answers, {PROXY: value})
    return _next(found, answers) if outcome is None else outcome


def _keep_typed(
    found: Draft, answers: dict[str, Answer], edition: Edition, asked: Question, given: Given
) -> str | Response:
    """What cannot be an answer yet is kept all the same, and shown again with what to do."""
    if given.typed:
        outcome = _save(found, answers, {TYPED + asked.id: given.typed})
        if outcome is not None:
            return outcome
    path = path_of(edition, answers)
    return question_page(found, answers, edition, path, asked, problem=given.problem, typed=given.typed)


def _untyped(answers: dict[str, Answer], fact: str) -> dict[str, Any]:
    kept = answers.get(TYPED + fact)
    return {TYPED + fact: None} if kept is not None and kept.value is not None else {}


def _save(found: Draft, answers: dict[str, Answer], given: dict[str, Any]) -> Response | None:
    """Write, and take over what stands now; a page in its own right if somebody else answered in between."""
    seen = request.form.get("seen", type=int)
    versions = {name: answers[name].version if name in answers else 0 for name in given}
    name = next(iter(given))
    if seen is not None:
        versions[name] = seen
    try:
        outcomes = save_answers(
            found,
            {one: (given[one], versions[one]) for one in given},
            key=request.form.get("key") or token_urlsafe(12),
            by=actor(answers),
            at=now(),
        )
    except Closed:
        db.session.rollback()
        abort(410)
    for outcome in outcomes.values():
        if isinstance(outcome, Conflict):
            db.session.rollback()
            return conflict_page(found, name, outcome)
    db.session.commit()
    answers.update({one: outcome.answer for one, outcome in outcomes.items() if not isinstance(outcome, Conflict)})
    return None


def _next(found: Draft, answers: dict[str, Answer], before: dict[str, Answer] | None = None) -> str | Response:
    """The page after an answer: its part at once for htmx, a redirect otherwise."""
    onward = onward_from(found, answers, before)
    if request.headers.get("HX-Request") != "true":
        return make_response(redirect(onward.address, 303))
    if onward.path is not None and onward.path.next_question is not None:
        page: str = question_page(found, answers, edition_of(found), onward.path, onward.path.next_question)
    else:
        page = proxy_page(found, answers) if onward.asks_who else guidance_page(found, answers)
    answered = make_response(page)
    answered.headers["HX-Push-Url"] = onward.address
    return answered


def _picked(until: Level, elsewhere: bool = False) -> Step:
    """The step of the region picker that its form asks for."""
    form, regions = request.form, catalogue().regions
    if form.get("up"):
        above = regions.region(form["up"])
        parent = above.parent if above else None
        return step(regions, None if parent == "410000" else parent, until, elsewhere)
    if form.get("enough") and regions.region(form.get("at", "")):
        return Step(done=form["at"])
    if form.get("look"):
        return step(regions, form.get("at") or None, until, elsewhere, look=form.get("search", "")[:40])
    return step(regions, form.get("value") or None, until, elsewhere)
