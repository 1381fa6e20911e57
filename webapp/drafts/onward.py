"""Where a draft goes on: the first sensible page for all that stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from webapp.drafts.access import PROXY, edition_of, facts_of
from webapp.drafts.answers import Answer, values_of
from webapp.drafts.models import Draft
from webapp.guide import Edition, Path, follow, open_now

REGION = "region"
"""The step before the questions: where the thing is to be done."""


@dataclass(frozen=True)
class Onward:
    """An address, and the path if it is the next question's."""

    address: str
    path: Path | None = None
    asks_who: bool = False


def path_of(edition: Edition, answers: Mapping[str, Answer]) -> Path:
    """The questions answered on the way, and the next one."""
    return follow(edition, facts_of(edition.bundle, values_of(answers)))


def onward_from(draft: Draft, answers: Mapping[str, Answer], before: Mapping[str, Answer] | None = None) -> Onward:
    """The first sensible page. `before`: what stood before the last answer; if that closes the bundle, it is told."""
    reference = draft.reference
    if draft.handed_in:
        return Onward(url_for("applications.of_draft", reference=reference))
    standing = values_of(answers)
    if REGION not in standing:
        return Onward(url_for("drafts.region", reference=reference))
    edition = edition_of(draft)
    if edition.closed:
        return Onward(url_for("guidance.guidance", reference=reference))
    if PROXY not in standing:
        return Onward(url_for("drafts.question", reference=reference, fact=PROXY), asks_who=True)
    path = path_of(edition, answers)
    if path.next_question is None or (before is not None and _closed_by_it(edition, answers, before)):
        return Onward(url_for("guidance.guidance", reference=reference))
    return Onward(url_for("drafts.question", reference=reference, fact=path.next_question.id), path)


def _closed_by_it(edition: Edition, answers: Mapping[str, Answer], before: Mapping[str, Answer]) -> bool:
    now = open_now(edition, facts_of(edition.bundle, values_of(answers)))
    return now is False and open_now(edition, facts_of(edition.bundle, values_of(before))) is not False
