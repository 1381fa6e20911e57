"""The result: what must and may be done and why, what to bring, and what to do next."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from webapp.catalogue.current import catalogue
from webapp.catalogue.translation import told
from webapp.drafts import meanings
from webapp.drafts.access import actor, chosen_of, committed, edition_of, facts_of, guidance_of, own_draft
from webapp.drafts.answers import Answer, save_answers, values_of
from webapp.drafts.cards import bundles, card
from webapp.drafts.models import Draft
from webapp.drafts.papers import fetched
from webapp.drafts.telling import told_answer, told_day
from webapp.guide import (
    UNKNOWN,
    Bundle,
    Evaluation,
    Guidance,
    Instead,
    Material,
    Standing,
    Supply,
    Tier,
)
from webapp.guide.conditions import NEVER
from webapp.site.clock import now

bp = Blueprint("guidance", __name__)


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
        with committed():
            seen = {name: answers[name].version if name in answers else 0 for name in given}
            save_answers(
                found,
                {name: (value, seen[name]) for name, value in given.items()},
                key=request.form.get("key") or token_urlsafe(12),
                by=actor(answers),
                at=now(),
            )
    return make_response(redirect(url_for("blanks.form", reference=reference), 303))


def guidance_page(found: Draft, answers: dict[str, Answer]) -> str:
    """The result page's HTML, for its own address and as the answer to the last question."""
    edition = edition_of(found)
    bundle, values = edition.bundle, values_of(answers)
    if edition.closed:
        return render_template("drafts/not_here.html", draft=found, bundle=bundle)
    said, chosen = guidance_of(found, answers), chosen_of(edition.bundle, values)
    facts = facts_of(bundle, values)
    evaluation = edition.evaluation({name: value for name, value in facts.items() if value != UNKNOWN})
    gone = _elsewhere(bundle, evaluation)
    known = catalogue()
    cards = [
        card(verdict, said, facts, evaluation, chosen, found.region, known)
        for verdict in said.verdicts
        if verdict.matter.id not in gone
    ]
    materials = [(_material(one, comes), comes) for one in said.materials for comes in (fetched(one, evaluation),)]
    return render_template(
        "drafts/guidance.html",
        draft=found,
        bundle=bundle,
        said=said,
        cards={standing.value: [one for one in cards if one.standing == standing.value] for standing in Standing},
        elsewhere=list(gone.values()),
        unsaid=bundle.tier is Tier.ELECTIVE and not bundle.confirmed,
        instead=[_instead(one) for one in said.instead],
        brought=[one for one, comes in materials if not comes],
        fetched=[one for one, comes in materials if comes],
        open_materials=[_material(one, fetched(one, evaluation)) for one in said.open_materials],
        hints=[(told(hint.tell), bundles(hint.go_to, known)) for hint in said.hints],
        answered=[_answered(bundle, name, values.get(name), found.reference) for name in said.path.asked],
        computed=_computed(bundle, said),
        terms=meanings.on_result(said),
        key=token_urlsafe(12),
    )


def _elsewhere(bundle: Bundle, evaluation: Evaluation) -> dict[str, tuple[str, str]]:
    """What the region does not offer although it may concern this person: its name, and where it can be done."""
    return {
        matter.id: (told(matter.name), told(matter.elsewhere))
        for matter in bundle.matters
        if matter.elsewhere and matter.when == NEVER and evaluation.value(matter.offered_when) is not False
    }


def _material(material: Material, comes: bool) -> dict[str, Any]:
    ways = {
        Supply.GENERATED: _("The form makes it for you."),
        Supply.TEMPLATE: _("There is a model to fill in."),
        Supply.PARTLY: _("Part of it we can fetch; please have it at hand."),
    }
    way = ways.get(material.supply, "")
    if comes and material.supply is not Supply.GENERATED:
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
        "go_to": bundles(one.entry.go_to, catalogue()),
        "partial": bool(one.entry.matters),
    }


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
