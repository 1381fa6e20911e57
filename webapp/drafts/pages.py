"""The pages of the journey up to the result, as HTML: where, for whom, a question, two answers to one question."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from flask import Response, make_response, render_template, request, url_for

from webapp.catalogue.places import Step, step
from webapp.catalogue.regions import Level
from webapp.drafts.access import PROXY, catalogue
from webapp.drafts.answers import Answer, Conflict
from webapp.drafts.models import Draft
from webapp.drafts.questions import TYPED, choices_of, proxy_choices, shown
from webapp.drafts.telling import told_answer
from webapp.guide import Edition, Kind, Path, Question


def region_page(found: Draft, answers: dict[str, Answer], places: Step, given: Answer | None) -> str:
    """Where is it to be done? The picker stands at `places`; `given` is the place that stands."""
    return render_template(
        "drafts/region.html",
        draft=found,
        bundle=catalogue().bundles[found.bundle],
        places=places,
        given=given,
        key=token_urlsafe(12),
    )


def proxy_page(found: Draft, answers: dict[str, Answer], missing: bool = False) -> str:
    """Who applies? `missing`: nothing was chosen, and that is said."""
    given = answers.get(PROXY)
    return render_template(
        "drafts/proxy.html", draft=found, choices=proxy_choices(), given=given, missing=missing, key=token_urlsafe(12)
    )


def question_page(
    found: Draft,
    answers: dict[str, Answer],
    edition: Edition,
    path: Path,
    asked: Question,
    problem: str | None = None,
    typed: Any = None,
    places: Step | None = None,
) -> str:
    """One question, with what stands or what was typed; `problem` says what is wrong with that."""
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
    )


def conflict_page(found: Draft, name: str, outcome: Conflict) -> Response:
    """Two answers to one question: both are shown, and the person chooses."""
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
