"""What stands in another draft of this device, offered where the same is asked again: shown, and never used unasked.

Only what catalogue/shared.yaml calls the same is offered, and only of the same person: both drafts are the person's
own, or both are for somebody of the family. It is said whose it is. What was written for others stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import bindparam, or_, select

from webapp.catalogue.current import catalogue
from webapp.catalogue.shared import About, Meaning
from webapp.catalogue.translation import told
from webapp.db import Moment, db
from webapp.drafts.access import FAMILY, PROXY, SELF
from webapp.drafts.answers import Answer, answers, drafts
from webapp.drafts.blanks import FORM
from webapp.drafts.models import Draft
from webapp.drafts.questions import inputs_of
from webapp.drafts.resumption import held
from webapp.drafts.telling import told_answer
from webapp.guide import UNKNOWN, Kind, Question, ValueProblem
from webapp.site.clock import now
from webapp.site.keys import KeyLost, ring

NAME = Meaning("name", About.PERSON)
"""The blank that says whom a draft is for."""

LONGEST_NAME = 20


@dataclass(frozen=True)
class Earlier:
    """Another draft of this device for the same person, with what stands there under the names asked for."""

    reference: str
    bundle: str
    proxy: str
    values: dict[str, Any]
    changed_at: datetime

    @property
    def source(self) -> str:
        """In words: in which bundle it stands, and whose it is."""
        bundle, name = told(catalogue().bundles[self.bundle].name), self._name
        if self.proxy == SELF and name:
            return _("In “%(bundle)s” you (%(name)s) said:", bundle=bundle, name=name)
        if self.proxy == SELF:
            return _("In “%(bundle)s” you said:", bundle=bundle)
        if name:
            return _("Helping %(name)s with “%(bundle)s”, you said:", bundle=bundle, name=name)
        return _("Helping somebody of your family with “%(bundle)s”, you said:", bundle=bundle)

    @property
    def _name(self) -> str:
        """Whom the draft is for, if that was written into its form."""
        names = (self.values.get(blank) for blank in _name_blanks(self.bundle))
        return next((name[:LONGEST_NAME] for name in names if isinstance(name, str)), "")

    def caution(self, about: About) -> str:
        """When it may not be used; empty where it is the person's own."""
        return {
            About.PERSON: "" if self.proxy == SELF else _("Only if it is the same person."),
            About.CHILD: _("Only if it is the same child."),
            About.BUSINESS: _("Only if it is the same shop or company."),
            About.PROJECT: _("Only if it is the same building project."),
        }[about]


@dataclass(frozen=True)
class Offer:
    """An earlier answer to a question. `inputs`: what a form sends to give it again."""

    source: str
    words: str
    caution: str
    inputs: tuple[tuple[str, str], ...]


def offer_of(draft: Draft, standing: dict[str, Answer], asked: Question) -> Offer | None:
    """The last answer given elsewhere on this device to the same question, if it can be an answer here.

    No query where the device holds no other draft or the question is the bundle's own; else one.
    """
    shared = catalogue().sharing.facts
    meaning = shared.get((draft.bundle, asked.id))
    if meaning is None:
        return None
    for each in earlier(draft, standing, [asked.id]):
        value = each.values.get(asked.id)
        if shared.get((each.bundle, asked.id)) == meaning and _answers(asked, value):
            words = told_answer(asked, value, catalogue().regions)
            return Offer(each.source, words, each.caution(meaning.about), inputs_of(asked, value))
    return None


def _answers(asked: Question, value: Any) -> bool:
    """Whether it is a known answer that the question still takes."""
    if value is None or value == UNKNOWN:
        return False
    try:
        asked.fact.read(value)
    except ValueProblem:
        return False
    return asked.fact.kind is not Kind.REGION or catalogue().regions.region(str(value)) is not None


def others(draft: Draft) -> list[str]:
    """The numbers of the other drafts that this device may open."""
    return [reference for reference in held() if reference != draft.reference]


def earlier(draft: Draft, standing: dict[str, Answer], names: Iterable[str]) -> list[Earlier]:
    """The other drafts of this device for the same person, the last changed first; handed in or not, never expired."""
    references = others(draft)
    proxy = standing[PROXY].value if PROXY in standing else None
    wanted = {*names}
    if not references or not wanted or proxy not in (SELF, FAMILY):
        return []
    wanted |= {PROXY, *_name_blanks()}
    found: dict[str, tuple[str, datetime, dict[str, Any]]] = {}
    parameters = {"references": references, "names": sorted(wanted), "now": now()}
    for reference, bundle, changed_at, name, sealed in db.session.connection().execute(ELSEWHERE, parameters):
        values = found.setdefault(reference, (bundle, changed_at, {}))[2]
        try:
            values[name] = ring().box(reference).open(name, sealed)
        except KeyLost:
            continue  # that draft says so itself, when it is opened
    same = [
        Earlier(reference, bundle, proxy, values, changed_at)
        for reference, (bundle, changed_at, values) in found.items()
        if values.get(PROXY) == proxy and bundle in catalogue().bundles
    ]
    return sorted(same, key=lambda each: each.changed_at, reverse=True)


def _name_blanks(bundle: str | None = None) -> list[str]:
    """Where drafts (of one bundle) keep the name of whom they are for."""
    return [FORM + name for where, name in catalogue().sharing.names(NAME) if bundle in (None, where)]


ELSEWHERE = (
    select(drafts.c.reference, drafts.c.bundle, drafts.c.changed_at, answers.c.name, answers.c.value)
    .join(answers, answers.c.draft_id == drafts.c.id)
    .where(
        drafts.c.reference.in_(bindparam("references", expanding=True)),
        answers.c.name.in_(bindparam("names", expanding=True)),
        or_(drafts.c.handed_in_at.is_not(None), drafts.c.expires_at > bindparam("now", type_=Moment())),
    )
)
