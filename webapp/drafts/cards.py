"""A matter as the result page shows it: whether it is due and why, who does it where, how long it takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from webapp.catalogue.library import Catalogue
from webapp.catalogue.translation import told
from webapp.catalogue.whereabouts import where_to_go
from webapp.drafts import meanings
from webapp.drafts.telling import listed, told_answer, told_day
from webapp.guide import Basis, Bundle, Evaluation, Guidance, Standing, Value, Verdict
from webapp.site.language import LANGUAGES
from webapp.site.language import chosen as chosen_language

CHINESE = next(iter(LANGUAGES))
"""The language in which official words are looked for."""


@dataclass(frozen=True)
class Card:
    """A matter as it is shown."""

    id: str
    name: str
    standing: str
    department: str
    line: str
    reasons: tuple[str, ...]
    awaits: str
    facts: tuple[tuple[str, str], ...]
    where: str
    optional: bool
    on: bool
    brings: str
    terms: tuple[tuple[str, str], ...]
    told: tuple[str, ...]
    go_to: tuple[tuple[str, str], ...]


def card(
    verdict: Verdict,
    said: Guidance,
    facts: Mapping[str, Value],
    evaluation: Evaluation,
    chosen: Collection[str],
    here: str,
    known: Catalogue,
) -> Card:
    """A verdict as its card. `facts` as given, `evaluation` of those that are known; `here`: where it is done."""
    matter, bundle = verdict.matter, evaluation.bundle
    name = next((name for when, name in matter.variants if evaluation.value(when)), matter.name)
    held = verdict.standing is not Standing.NOT_NEEDED and matter.id in said.held_back
    barred = verdict.barred or tuple(one.entry for one in said.instead if held and matter.id in one.entry.matters)
    where = {
        language: where_to_go(matter, facts, here, known.regions, language)
        for language in {chosen_language(), CHINESE}
        if verdict.standing is not Standing.NOT_NEEDED
    }
    return Card(
        matter.id,
        told(name),
        verdict.standing.value,
        listed(told(known.departments[one].name) for one in matter.departments),
        _line(verdict),
        () if verdict.standing is Standing.UNDECIDED else _reasons(bundle, verdict, facts, known),
        _awaits(bundle, verdict) if verdict.standing is Standing.UNDECIDED else "",
        tuple(_facts(verdict)),
        where.get(chosen_language(), ""),
        matter.optional,
        matter.id in chosen,
        told(matter.brings),
        meanings.on_card(name, verdict, where.get(CHINESE, "")),
        tuple(told(entry.otherwise) for entry in barred) or ((_("Already done."),) if verdict.done else ()),
        bundles(matter.go_to, known),
    )


def _line(verdict: Verdict) -> str:
    """Who needs it, and by when it is best done: the day's rule is no better founded than the matter."""
    said = [told(verdict.matter.says)]
    if verdict.deadline is not None:
        said.append(_("Best done by %(day)s.", day=told_day(verdict.deadline)))
        if verdict.matter.basis is not Basis.SOURCED:
            said.append(_("What the window in your place says counts."))
    return " ".join(one for one in said if one)


def _reasons(bundle: Bundle, verdict: Verdict, facts: Mapping[str, Value], known: Catalogue) -> tuple[str, ...]:
    """The answers that settle it, as the person gave them."""
    found = []
    for name in verdict.because:
        asked = bundle.question.get(name)
        if asked is not None and name in facts:
            answered = told_answer(asked, facts[name], known.regions)
            found.append(_("%(question)s — %(answer)s", question=told(asked.ask), answer=answered))
    return tuple(found)


def _awaits(bundle: Bundle, verdict: Verdict) -> str:
    """Who will find out what is missing, in one sentence."""
    holders: dict[str, None] = {}
    matters = {d.id: d.from_matter for d in bundle.derived if d.from_matter}
    for name in verdict.awaits:
        if name.startswith("region."):
            holders[_("the window in your place (its local rule)")] = None
        elif name in matters:
            holders[told(bundle.matter[matters[name] or ""].name)] = None
        else:
            source = bundle.facts[name].source if name in bundle.facts else None
            holders[told(source) if source else _("you, or the window with you")] = None
    return listed(holders)


def _facts(verdict: Verdict) -> Iterable[tuple[str, str]]:
    matter = verdict.matter
    if verdict.standing is Standing.NOT_NEEDED:
        return
    if matter.days.basis is Basis.SOURCED and matter.days.text:
        yield _("How long"), told(matter.days.text)
    elif matter.days.basis is Basis.SOURCED and matter.days.legal is not None:
        yield _("How long"), _("at most %(days)s working days by law", days=matter.days.legal)
    else:
        yield _("How long"), _("as the window in your place says")
    if matter.fee and matter.fee_basis is Basis.SOURCED:
        yield _("What it costs"), told(matter.fee)
    if matter.law and matter.basis is Basis.SOURCED:
        yield _("What it rests on"), told(matter.law)
    elif matter.basis is not Basis.SOURCED:
        yield _("What it rests on"), _("being checked; what the window in your place says counts")


def bundles(names: Iterable[str], catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Other bundles to go to, those that there are: name and address."""
    known = catalogue.bundles
    return tuple((told(known[name].name), url_for("catalogue.bundle", bundle=name)) for name in names if name in known)
