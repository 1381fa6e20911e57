"""What the pages of a draft start from: the draft this device may open, its edition, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import abort

from webapp.catalogue.current import catalogue
from webapp.db import db
from webapp.drafts.answers import Answer, Closed, values_of
from webapp.drafts.models import Draft
from webapp.drafts.resumption import held_draft
from webapp.guide import UNKNOWN, Bundle, Edition, Guidance, Standing, Value, ValueProblem, guide
from webapp.guide.conditions import names_in
from webapp.site.clock import today

PROXY = "proxy"
"""The name under which a draft keeps who applies: `self`, `family` or `other`."""

SELF, FAMILY, OTHER = "self", "family", "other"
BY_AGENT = "filed_by_agent"
"""The fact of some bundles that follows from who applies; it is never asked a second time."""

own_draft = held_draft


@contextmanager
def committed() -> Iterator[None]:
    """What is written inside is committed at the end. If the draft can no longer be written, nothing is: 410."""
    try:
        yield
    except Closed:
        db.session.rollback()
        abort(410)
    db.session.commit()


def edition_of(draft: Draft) -> Edition:
    """The draft's bundle as it holds in its region today."""
    return catalogue().edition(draft.bundle, draft.region, today())


def facts_of(bundle: Bundle, values: Mapping[str, Any]) -> dict[str, Value]:
    """The answers that are facts of the bundle, as the guide's values. What no longer fits counts as not given."""
    found: dict[str, Value] = {}
    for name, fact in bundle.facts.items():
        given = values.get(name)
        if name == BY_AGENT and values.get(PROXY):
            given = values[PROXY] != SELF
        if given is None:
            continue
        try:
            found[name] = UNKNOWN if given == UNKNOWN else fact.read(given)
        except ValueProblem:
            continue
    return found


def chosen_of(bundle: Bundle, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The optional matters that the person has switched on, or wished for in a question and not switched off."""
    wishes = {name for name, fact in bundle.facts.items() if fact.wish and values.get(name) is True}
    found = []
    for matter in bundle.matters:
        switched = values.get(f"chosen.{matter.id}")
        if matter.optional and (switched is True or (switched is None and wishes & names_in(matter.when))):
            found.append(matter.id)
    return tuple(found)


def guidance_of(draft: Draft, answers: Mapping[str, Answer]) -> Guidance:
    """What the guide says to all that stands in the draft."""
    edition, values = edition_of(draft), values_of(answers)
    return guide(edition, facts_of(edition.bundle, values), chosen_of(edition.bundle, values))


def picked(guidance: Guidance, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The matters that would be handed in: the required, those to be verified, and of the optional ones the chosen."""
    return tuple(
        verdict.matter.id
        for verdict in guidance.verdicts
        if verdict.standing is not Standing.NOT_NEEDED and (not verdict.matter.optional or verdict.matter.id in chosen)
    )


def actor(answers: Mapping[str, Answer]) -> str:
    """Who is typing, for the history: the person, or somebody for them."""
    proxy = answers.get(PROXY)
    return "applicant" if proxy is None or proxy.value in (SELF, None) else f"proxy-{proxy.value}"
