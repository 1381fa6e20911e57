"""The result: what must and may be done and why, what to bring, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from webapp.catalogue.translation import told
from webapp.catalogue.whereabouts import where_to_go
from webapp.db import db
from webapp.drafts import meanings
from webapp.drafts.access import actor, catalogue, chosen_of, edition_of, facts_of, guidance_of, own_draft
from webapp.drafts.answers import Answer, Closed, save_answers, values_of
from webapp.drafts.models import Draft
from webapp.drafts.telling import listed, told_answer, told_day
from webapp.guide import (
    UNKNOWN,
    Basis,
    Bundle,
    Edition,
    Guidance,
    Instead,
    Material,
    Standing,
    Supply,
    Tier,
    Value,
    Verdict,
)
from webapp.guide.conditions import NEVER
from webapp.site.clock import now
from webapp.site.language import LANGUAGES
from webapp.site.language import chosen as chosen_language

bp = Blueprint("guidance", __name__)


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


@bp.get("/drafts/<string:reference>/guidance")
def guidance(reference: str) -> str | Response:
    """The result page."""
    found, answers = own_draft(reference)
    if found.handed_in:
        return make_response(redirect(url_for("drafts.draft", reference=reference), 303))
    return guidance_page(found, answers)


@bp.post("/drafts/<string:reference>/choices")
def choose(reference: str) -> Response:
    """Keep which optional matters are wanted, and go on to the form."""
    found, answers = own_draft(reference)
    said = guidance_of(found, answers)
    wanted = set(request.form.getlist("chosen"))
    given = {
        f"chosen.{verdict.matter.id}": (verdict.matter.id in wanted)
        for verdict in said.verdicts
        if verdict.matter.optional and verdict.standing is not Standing.NOT_NEEDED
    }
    if given:
        try:
            seen = {name: answers[name].version if name in answers else 0 for name in given}
            save_answers(
                found,
                {name: (value, seen[name]) for name, value in given.items()},
                key=request.form.get("key") or token_urlsafe(12),
                by=actor(answers),
                at=now(),
            )
        except Closed:
            db.session.rollback()
            abort(410)
        db.session.commit()
    return make_response(redirect(url_for("blanks.form", reference=reference), 303))


def guidance_page(found: Draft, answers: dict[str, Answer]) -> str:
    """The result page's HTML, for its own address and as the answer to the last question."""
    edition = edition_of(found)
    bundle, values = edition.bundle, values_of(answers)
    if edition.closed:
        return render_template("drafts/not_here.html", draft=found, bundle=bundle)
    said, chosen = guidance_of(found, answers), chosen_of(edition.bundle, values)
    facts = facts_of(bundle, values)
    gone = _elsewhere(edition, facts)
    cards = [
        _card(edition, verdict, facts, chosen, said, found.region)
        for verdict in said.verdicts
        if verdict.matter.id not in gone
    ]
    return render_template(
        "drafts/guidance.html",
        draft=found,
        bundle=bundle,
        said=said,
        cards={standing.value: [card for card in cards if card.standing == standing.value] for standing in Standing},
        elsewhere=list(gone.values()),
        unsaid=bundle.tier is Tier.ELECTIVE and not bundle.confirmed,
        instead=[_instead(one) for one in said.instead],
        brought=[_material(one, edition, facts) for one in said.materials if not _fetched(one, edition, facts)],
        fetched=[_material(one, edition, facts) for one in said.materials if _fetched(one, edition, facts)],
        open_materials=[_material(one, edition, facts) for one in said.open_materials],
        hints=[(told(hint.tell), _bundles(hint.go_to)) for hint in said.hints],
        answered=[_answered(bundle, name, values.get(name), found.reference) for name in said.path.asked],
        computed=_computed(bundle, said),
        terms=meanings.on_result(said),
        key=token_urlsafe(12),
    )


def _elsewhere(edition: Edition, facts: dict[str, Value]) -> dict[str, tuple[str, str]]:
    """What the region does not offer although it may concern this person: its name, and where it can be done."""
    evaluation = edition.evaluation({name: value for name, value in facts.items() if value != UNKNOWN})
    return {
        matter.id: (told(matter.name), told(matter.elsewhere))
        for matter in edition.bundle.matters
        if matter.elsewhere and matter.when == NEVER and evaluation.value(matter.offered_when) is not False
    }


def _card(
    edition: Edition, verdict: Verdict, facts: dict[str, Value], chosen: Iterable[str], said: Guidance, here: str
) -> Card:
    matter, evaluation = verdict.matter, edition.evaluation({k: v for k, v in facts.items() if v != "unknown"})
    name = next((name for when, name in matter.variants if evaluation.value(when)), matter.name)
    held = verdict.standing is not Standing.NOT_NEEDED and matter.id in said.held_back
    barred = verdict.barred or tuple(one.entry for one in said.instead if held and matter.id in one.entry.matters)

    def where(language: str) -> str:
        if verdict.standing is Standing.NOT_NEEDED:
            return ""
        return where_to_go(matter, facts, here, catalogue().regions, language)

    return Card(
        matter.id,
        told(name),
        verdict.standing.value,
        listed(told(catalogue().departments[one].name) for one in matter.departments),
        _line(verdict),
        () if verdict.standing is Standing.UNDECIDED else _reasons(edition.bundle, verdict, facts),
        _awaits(edition.bundle, verdict) if verdict.standing is Standing.UNDECIDED else "",
        tuple(_facts(verdict)),
        where(chosen_language()),
        matter.optional,
        matter.id in chosen,
        told(matter.brings),
        meanings.on_card(name, verdict, where(next(iter(LANGUAGES)))),
        tuple(told(entry.otherwise) for entry in barred) or ((_("Already done."),) if verdict.done else ()),
        _bundles(matter.go_to),
    )


def _line(verdict: Verdict) -> str:
    """Who needs it, and by when it is best done: the day's rule is no better founded than the matter."""
    said = [told(verdict.matter.says)]
    if verdict.deadline is not None:
        said.append(_("Best done by %(day)s.", day=told_day(verdict.deadline)))
        if verdict.matter.basis is not Basis.SOURCED:
            said.append(_("What the window in your place says counts."))
    return " ".join(one for one in said if one)


def _reasons(bundle: Bundle, verdict: Verdict, facts: dict[str, Value]) -> tuple[str, ...]:
    """The answers that settle it, as the person gave them."""
    found = []
    for name in verdict.because:
        asked = bundle.question.get(name)
        if asked is not None and name in facts:
            answered = told_answer(asked, facts[name], catalogue().regions)
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


def _fetched(material: Material, edition: Edition, facts: dict[str, Value]) -> bool:
    if material.supply in (Supply.SHARED, Supply.GENERATED):
        return True
    if material.shared_when is None:
        return False
    known = {name: value for name, value in facts.items() if value != "unknown"}
    return edition.evaluation(known).value(material.shared_when) is True


def _material(material: Material, edition: Edition, facts: dict[str, Value]) -> dict[str, Any]:
    ways = {
        Supply.GENERATED: _("The form makes it for you."),
        Supply.TEMPLATE: _("There is a model to fill in."),
        Supply.PARTLY: _("Part of it we can fetch; please have it at hand."),
    }
    way = ways.get(material.supply, "")
    if _fetched(material, edition, facts) and material.supply is not Supply.GENERATED:
        way = (
            _("Fetched from: %(holder)s", holder=told(material.shared_from))
            if material.shared_from
            else _("We fetch it.")
        )
    return {"name": told(material.name), "line": told(material.says), "way": way, "id": material.id}


def _instead(one: Instead) -> dict[str, Any]:
    return {
        "words": told(one.entry.otherwise),
        "from": told_day(one.apply_from) if one.apply_from is not None else "",
        "until": told_day(one.apply_until) if one.apply_until is not None else "",
        "go_to": _bundles(one.entry.go_to),
        "partial": bool(one.entry.matters),
    }


def _bundles(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    known = catalogue().bundles
    return tuple((told(known[name].name), url_for("catalogue.bundle", bundle=name)) for name in names if name in known)


def _answered(bundle: Bundle, name: str, value: Any, reference: str) -> dict[str, str]:
    asked = bundle.question[name]
    return {
        "label": told(asked.ask),
        "value": told_answer(asked, value, catalogue().regions) if value is not None else "",
        "change_url": url_for("drafts.question", reference=reference, fact=name),
    }


def _computed(bundle: Bundle, said: Guidance) -> list[tuple[str, str]]:
    """The derived dates and months worth telling: they have a name and a day."""
    found = []
    for derived in bundle.derived:
        value = said.computed.get(derived.id)
        if derived.name and value is not None and derived.kind.value in ("date", "month"):
            found.append((told(derived.name), told_day(value)))
    return found
