"""Materials nobody needs, issues or shares, and blanks that are asked twice or never."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from itertools import combinations

from webapp.guide import Field, Kind, Material, Supply
from webapp.guide.conditions import ALWAYS
from webapp.rehearsal.flaws import NOTE, SERIOUS, Flaw, Flaws, Stage


def materials(stage: Stage) -> Flaws:
    """Materials that are needed of nobody, and those for which nobody is named who shares them."""
    for one in stage.bundle.materials:
        at = ("materials", one.id)
        wanted, rule = stage.due_of(one.matters), stage.node(one.when)
        if not stage.can(wanted) and not stage.anywhere(partial(_sent_to_some, matters=one.matters)):
            what, hint = f"“{one.name}” is for matters only that nobody is sent to", "mend the matter, or “for”"
            yield Flaw("for-nobody", SERIOUS, (*at, "for"), what, hint, {}, (one.id, *one.matters))
        elif stage.can(rule) and stage.can(wanted) and not stage.can(wanted, rule):
            what = f"“{one.name}” is never needed: its rule and those of its matters exclude each other"
            given, hint = stage.somebody(rule) or {}, "mend “when” or “for”"
            yield Flaw("never-needed", SERIOUS, (*at, "when"), what, hint, given, (one.id,))
        somebody = stage.somebody(wanted, rule)
        if one.supply is Supply.SHARED and not one.shared_from:
            what, hint = f"“{one.name}” counts as shared, and nobody is named who shares it", "write shared_from"
            yield Flaw("nobody-shares", SERIOUS, (*at, "supply"), what, hint, somebody, (one.id,))
        if one.supply is Supply.PARTLY and not one.shared_from:
            what, hint = f"“{one.name}” may be shared, and nobody is named who shares it", "write shared_from"
            yield Flaw("nobody-shares", NOTE, (*at, "supply"), what, hint, somebody, (one.id,))
        if one.shared_when is not None and one.supply not in (Supply.SHARED, Supply.PARTLY):
            what, hint = f"“{one.name}” is never shared, so “shared_when” changes nothing", "write supply: partly"
            yield Flaw("shared-idle", SERIOUS, (*at, "shared_when"), what, hint, somebody, (one.id,))
        if one.shared_when is not None and stage.can(stage.node(one.shared_when)):
            shared = stage.node(one.shared_when)
            if stage.can(wanted, rule) and not stage.can(wanted, rule, shared):
                what, hint = f"nobody who needs “{one.name}” is ever in the case of “shared_when”", "mend “shared_when”"
                yield Flaw("never-shared", SERIOUS, (*at, "shared_when"), what, hint, somebody, (one.id,))


def materials_twice(stage: Stage) -> Flaws:
    """The same document, asked of one person twice."""
    for one, other in combinations(stage.bundle.materials, 2):
        if one.name == other.name:
            given = stage.somebody(_needed(stage, one), _needed(stage, other))
            if given is not None:
                what, hint = f"“{one.name}” is asked for twice", "keep one, with all its matters under “for”"
                yield Flaw("material-twice", SERIOUS, ("materials", other.id), what, hint, given, (one.id, other.id))


def _needed(stage: Stage, one: Field | Material) -> int:
    return stage.both(stage.due_of(one.matters), stage.node(one.when))


def blanks(stage: Stage) -> Flaws:
    """Blanks that nobody is ever asked to fill in, and those that do not fit the answer they are filled from."""
    for one in stage.bundle.fields:
        at = ("fields", one.id)
        nobody = not stage.can(stage.due_of(one.matters))
        if nobody and not stage.anywhere(partial(_sent_to_some, matters=one.matters)):
            what, hint = f"the blank “{one.label}” is for matters only that nobody is sent to", "mend “for”"
            yield Flaw("for-nobody", SERIOUS, (*at, "for"), what, hint, {}, (one.id, *one.matters))
        elif (
            not nobody and one.when != ALWAYS and stage.can(stage.node(one.when)) and not stage.can(_needed(stage, one))
        ):
            what = f"nobody is ever asked for “{one.label}”: its rule and those of its matters exclude each other"
            given = stage.somebody(stage.node(one.when)) or {}
            yield Flaw("never-needed", SERIOUS, (*at, "when"), what, "mend “when” or “for”", given, (one.id,))
        fact = stage.bundle.facts.get(one.answer or "")
        missing = (
            [c for c in fact.choices if c not in one.choices] if fact and one.kind in ("choice", "choices") else []
        )
        if fact and fact.kind in (Kind.CHOICE, Kind.CHOICES) and one.choices and missing:
            what = f"the blank “{one.label}” has no choice “{missing[0]}”, which the question that fills it has"
            value = (missing[0],) if fact.kind is Kind.CHOICES else missing[0]
            hint = "give both the same choices"
            yield Flaw("answer-misfits", NOTE, (*at, "choices"), what, hint, {fact.id: value}, (one.id, fact.id))


def blanks_twice(stage: Stage) -> Flaws:
    """The same thing asked twice on the form, or on the form and before it."""
    asks = {question.ask: question for question in stage.bundle.questions}
    for one, other in combinations(stage.bundle.fields, 2):
        if one.label == other.label and one.section == other.section:
            given = stage.somebody(_needed(stage, one), _needed(stage, other))
            if given is not None:
                what, hint = f"the form asks “{one.label}” twice", "keep one, with all its matters under “for”"
                yield Flaw("blank-twice", SERIOUS, ("fields", other.id), what, hint, given, (one.id, other.id))
    for one in stage.bundle.fields:
        question = asks.get(one.label)
        if question is not None and one.answer != question.id:
            given = stage.somebody(_needed(stage, one)) or {}
            what, hint = f"“{one.label}” is asked as a question and again on the form", f"write answer: {question.id}"
            yield Flaw("asked-again", SERIOUS, ("fields", one.id), what, hint, given, (one.id, question.id))


PROOFS = (materials, materials_twice, blanks, blanks_twice)


def _sent_to_some(stage: Stage, matters: Collection[str]) -> bool:
    return stage.can(stage.due_of(matters))
