"""The pages of a draft up to its result: where, for whom, one question a page, and what comes out."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for

from webapp.catalogue.places import Step, step
from webapp.catalogue.regions import Level
from webapp.catalogue.translation import told
from webapp.db import db
from webapp.drafts.access import PROXY, actor, catalogue, edition_of, facts_of, own_draft
from webapp.drafts.answers import Answer, Closed, Conflict, save_answers, values_of
from webapp.drafts.models import Draft
from webapp.drafts.opening import open_draft
from webapp.drafts.questions import TYPED, Given, choices_of, proxy_choices, read, shown
from webapp.drafts.resumption import keep
from webapp.drafts.telling import told_answer
from webapp.guide import Edition, Kind, Path, Question, Value, next_step
from webapp.site.clock import now
from webapp.site.limits import limiter

bp = Blueprint("drafts", __name__)

REGION = "region"
"""The step before the questions: where the thing is to be done."""


@bp.post("/bundles/<string:bundle>/drafts")
@limiter.limit("60/hour")
def begin(bundle: str) -> Response:
    """Open a draft of the bundle and ask where."""
    if bundle not in catalogue().bundles:
        abort(404)
    draft = open_draft(bundle, "410000", catalogue_version=catalogue().version, at=now())
    db.session.commit()
    keep(draft)
    return redirect(url_for("drafts.region", reference=draft.reference), 303)  # type: ignore[return-value]


@bp.get("/drafts/<string:reference>")
def draft(reference: str) -> Response:
    """Go on where it makes sense."""
    found, answers = own_draft(reference)
    return redirect(_onward(found, answers), 303)  # type: ignore[return-value]


@bp.get("/drafts/<string:reference>/region")
def region(reference: str) -> str | Response:
    """Where is it to be done?"""
    found, answers = own_draft(reference)
    if found.handed_in:
        return redirect(_onward(found, answers), 303)  # type: ignore[return-value]
    given = answers.get(REGION)
    return _region_page(found, answers, step(catalogue().regions, None, Level.COUNTY), given)


@bp.post("/drafts/<string:reference>/region")
def keep_region(reference: str) -> str | Response:
    """The place, level by level; saved when it is a county, or a city whose county the person does not know."""
    found, answers = own_draft(reference)
    picked = _picked(Level.COUNTY)
    if picked.done is None:
        return _region_page(found, answers, picked, answers.get(REGION))
    found.region = picked.done[:6]
    outcome = _save(found, answers, {REGION: picked.done})
    return _next(found, answers, None) if outcome is None else outcome


@bp.get("/drafts/<string:reference>/questions/<string:fact>")
def question(reference: str, fact: str) -> str | Response:
    """One question."""
    found, answers = own_draft(reference)
    if found.handed_in:
        return redirect(_onward(found, answers), 303)  # type: ignore[return-value]
    if fact == PROXY:
        return _proxy_page(found, answers)
    edition = edition_of(found)
    path, _ = _path(edition, answers)
    waiting = path.next_question
    if fact not in edition.bundle.question or (fact not in path.asked and (waiting is None or waiting.id != fact)):
        return redirect(_onward(found, answers), 303)  # type: ignore[return-value]
    return _question_page(found, answers, edition, path, edition.bundle.question[fact])


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
            return _question_page(found, answers, edition, _path(edition, answers)[0], asked, places=picked)
        given = Given(picked.done)
    else:
        given = read(asked, request.form)
    if given.problem:
        return _keep_typed(found, answers, edition, asked, given)
    before = _path(edition, answers)[1]
    outcome = _save(found, answers, {fact: given.value, **_untyped(answers, fact)})
    return _next(found, answers, before) if outcome is None else outcome


def _keep_proxy(found: Draft, answers: dict[str, Answer]) -> str | Response:
    value = request.form.get("value")
    if value not in {choice["value"] for choice in proxy_choices()}:
        return _proxy_page(found, answers, missing=True)
    outcome = _save(found, answers, {PROXY: value})
    return _next(found, answers, None) if outcome is None else outcome


def _keep_typed(
    found: Draft, answers: dict[str, Answer], edition: Edition, asked: Question, given: Given
) -> str | Response:
    """What cannot be an answer yet is kept all the same, and shown again with what to do."""
    if given.typed:
        outcome = _save(found, answers, {TYPED + asked.id: given.typed})
        if outcome is not None:
            return outcome
    path, _ = _path(edition, answers)
    return _question_page(found, answers, edition, path, asked, problem=given.problem, typed=given.typed)


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
            return _conflict_page(found, name, outcome)
    db.session.commit()
    answers.update({one: outcome.answer for one, outcome in outcomes.items() if not isinstance(outcome, Conflict)})
    return None


def _next(found: Draft, answers: dict[str, Answer], before: bool | None) -> str | Response:
    """The page after an answer: its part at once for htmx, a redirect otherwise."""
    address = _onward(found, answers, before)
    if request.headers.get("HX-Request") != "true":
        return redirect(address, 303)  # type: ignore[return-value]
    edition = edition_of(found)
    path, _open_now = _path(edition, answers)
    if address == url_for("drafts.question", reference=found.reference, fact=PROXY):
        page = _proxy_page(found, answers)
    elif path.next_question is not None and address.endswith(f"/questions/{path.next_question.id}"):
        page = _question_page(found, answers, edition, path, path.next_question)
    else:
        from webapp.drafts.guidance_views import guidance_page

        page = guidance_page(found, answers)
    answered = page if isinstance(page, Response) else make_response(page)
    answered.headers["HX-Push-Url"] = address
    return answered


def _onward(found: Draft, answers: dict[str, Answer], before: bool | None = False) -> str:
    """The first sensible page. `before`: whether it could be applied for before the answer just given."""
    reference = found.reference
    if found.handed_in:
        return url_for("applications.of_draft", reference=reference)
    values = values_of(answers)
    if REGION not in values:
        return url_for("drafts.region", reference=reference)
    if PROXY not in values:
        return url_for("drafts.question", reference=reference, fact=PROXY)
    path, apply_now = _path(edition_of(found), answers)
    if path.next_question is None or (apply_now is False and before is not False):
        return url_for("guidance.guidance", reference=reference)
    return url_for("drafts.question", reference=reference, fact=path.next_question.id)


def _path(edition: Edition, answers: dict[str, Answer]) -> tuple[Path, bool | None]:
    facts: dict[str, Value] = facts_of(edition.bundle, values_of(answers))
    return next_step(edition, facts)


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


def _region_page(found: Draft, answers: dict[str, Answer], places: Step, given: Answer | None) -> str:
    return render_template(
        "drafts/region.html",
        draft=found,
        bundle=catalogue().bundles[found.bundle],
        places=places,
        given=given,
        key=token_urlsafe(12),
    )


def _proxy_page(found: Draft, answers: dict[str, Answer], missing: bool = False) -> str:
    given = answers.get(PROXY)
    return render_template(
        "drafts/proxy.html", draft=found, choices=proxy_choices(), given=given, missing=missing, key=token_urlsafe(12)
    )


def _question_page(
    found: Draft,
    answers: dict[str, Answer],
    edition: Edition,
    path: Path,
    asked: Question,
    problem: str | None = None,
    typed: Any = None,
    places: Step | None = None,
) -> str:
    given, kept = answers.get(asked.id), answers.get(TYPED + asked.id)
    position = path.asked.index(asked.id) if asked.id in path.asked else len(path.asked)
    before = path.asked[position - 1] if position else PROXY
    if asked.fact.kind is Kind.REGION and places is None:
        places = step(catalogue().regions, None, Level.COUNTY, elsewhere=True)
    value = (
        typed
        if problem
        else kept.value
        if kept and kept.value is not None
        else shown(asked, given.value if given else None)
    )
    return render_template(
        "drafts/question.html",
        draft=found,
        question=asked,
        kind=asked.fact.kind.value,
        choices=choices_of(asked),
        value=value,
        given=given,
        given_words=told_answer(asked, given.value, catalogue().regions) if given and given.value is not None else None,
        seen=given.version if given else 0,
        problem=problem,
        places=places,
        number=position + 1,
        least=max(path.left[0] - 1, 0),
        most=max(path.left[1] - 1, 0),
        changing=asked.id in path.asked,
        back=url_for("drafts.question", reference=found.reference, fact=before),
        key=token_urlsafe(12),
        told=told,
    )


def _conflict_page(found: Draft, name: str, outcome: Conflict) -> Response:
    asked = catalogue().bundles[found.bundle].question.get(name)
    words = [
        told_answer(asked, value, catalogue().regions) if asked else str(value)
        for value in (outcome.theirs.value, outcome.ours)
    ]
    page = render_template(
        "drafts/conflict.html",
        draft=found,
        name=name,
        asked=asked,
        theirs=words[0],
        ours=words[1],
        at=outcome.theirs.at,
        by=outcome.theirs.by,
        form=request.form,
        version=outcome.theirs.version,
        key=token_urlsafe(12),
    )
    return make_response(page, 409)
