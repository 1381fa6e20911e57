"""The pages of the journey up to the result, as HTML: where, for whom, a question, two answers to one question."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from flask import Response, current_app, make_response, render_template, request, url_for
from markupsafe import Markup

from webapp.catalogue.current import catalogue
from webapp.catalogue.places import Step, step
from webapp.catalogue.regions import Level
from webapp.catalogue.translation import told
from webapp.drafts import meanings
from webapp.drafts.access import PROXY
from webapp.drafts.answers import Answer, Conflict
from webapp.drafts.models import Draft
from webapp.drafts.offers import Offer, offer_of
from webapp.drafts.questions import TYPED, choices_of, proxy_choices, shown
from webapp.drafts.telling import told_answer, told_note
from webapp.guide import Edition, Kind, Path, Question
from webapp.site.language import chosen


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
    """One question, with what stands or what was typed; `problem` says what is wrong with that.

    Until it is answered, an answer given in another draft of this device is offered.
    """
    given, kept = answers.get(asked.id), answers.get(TYPED + asked.id)
    offer = offer_of(found, answers, asked) if given is None or given.value is None else None
    position = path.asked.index(asked.id) if asked.id in path.asked else len(path.asked)
    before = path.asked[position - 1] if position else PROXY
    if asked.fact.kind is Kind.REGION and places is None:
        places = step(catalogue().regions, None, Level.COUNTY, elsewhere=True)
    value = typed if problem else _standing(asked, given, kept)
    least, most = path.left
    return render_template(
        "drafts/question.html",
        draft=found,
        question=asked,
        asked=_asked(edition, asked, value, problem, offer) if places is None else "",
        offer=offer,
        noted=_noted(edition, asked),
        given_words=told_answer(asked, given.value, catalogue().regions) if given and given.value is not None else None,
        seen=given.version if given else 0,
        problem=problem,
        places=places,
        number=position + 1,
        least=max(least - 1, 0),
        most=max(most - 1, 0),
        back=url_for("drafts.question", reference=found.reference, fact=before),
        key=token_urlsafe(12),
        offer_key=token_urlsafe(12) if offer else None,
    )


def _standing(asked: Question, given: Answer | None, kept: Answer | None) -> Any:
    if kept is not None and kept.value is not None:
        return kept.value
    return shown(asked, given.value) if given is not None else None


def _asked(edition: Edition, asked: Question, value: Any, problem: str | None, offer: Offer | None) -> Markup:
    """The question and its answers. As long as it is not answered they are the same for everybody, and kept."""
    if value is not None or problem is not None or offer is not None:
        return _part("asked", asked, asked.fact.kind.value, choices_of(asked), value, problem, offer)
    return _kept("asked", edition, asked, lambda: (asked, asked.fact.kind.value, choices_of(asked)))


def _noted(edition: Edition, asked: Question) -> Markup:
    """What stands beside the question: mistakes, why it is asked, what its words mean."""
    return _kept("noted", edition, asked, lambda: _notes(asked))


def _notes(asked: Question) -> tuple[Any, ...]:
    mistakes = [told_note(asked, mistake) for mistake in asked.mistakes]
    return mistakes, told(asked.why), told_note(asked, asked.help), *meanings.beside(asked)


def _kept(name: str, edition: Edition, asked: Question, values: Callable[[], tuple[Any, ...]]) -> Markup:
    """A macro's answer to `values`, made once for each question and language."""
    parts: dict[tuple[str, str, str, str], tuple[Question, Markup]] = current_app.extensions["question parts"]
    key = (name, edition.bundle.id, asked.id, chosen())
    found = parts.get(key)
    if found is None or found[0] is not asked:
        found = parts[key] = (asked, _part(name, *values()))
    return found[1]


def _part(name: str, *values: Any) -> Markup:
    module = current_app.jinja_env.get_template("drafts/_asking.html").module
    return Markup(getattr(module, name)(*values))  # noqa: S704  # a macro of ours, which escapes what it is given


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
