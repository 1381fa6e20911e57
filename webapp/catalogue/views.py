"""The pages before a draft: home, finding by one's own words, life stages, a bundle's page."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask import Blueprint, Flask, abort, current_app, render_template, request, url_for
from flask_babel import gettext as _

from webapp.catalogue.current import catalogue
from webapp.catalogue.directory import Audience, Stage
from webapp.catalogue.finding import Finder
from webapp.catalogue.tiers import tier_line, tier_word
from webapp.catalogue.translation import told
from webapp.guide import Bundle, Tier
from webapp.house import house
from webapp.site.language import chosen
from webapp.site.limits import limiter

bp = Blueprint("catalogue", __name__)

POPULAR = ("elderly-welfare", "retirement", "after-death", "newborn", "social-security-card", "restaurant-start")
"""Shown on the home page: what people ask for most, as far as the national lists say."""

GUESS = 0.15
"""An unsure match below this is not worth a person's time. Beside a danger no guess is shown."""


def picture(bundle: Bundle) -> str:
    """The bundle's own drawing, else its life stage's."""
    drawn = current_app.extensions["pictures"]
    if bundle.id in drawn:
        return bundle.id
    return next((stage.picture for stage in catalogue().stages if stage.has(bundle)), "question-paper")


@bp.get("/")
def home() -> str:
    """One big field, the life stages, and where one stopped."""
    stages = [
        (told(one.name), one.picture, url_for("catalogue.stage", stage=one.id), [told(b.name) for b in bundles[:2]])
        for one in catalogue().stages
        if (bundles := catalogue().of_stage(one))
    ]
    popular = [_row(catalogue().bundles[name]) for name in POPULAR if name in catalogue().bundles]
    return render_template(
        "catalogue/home.html", stages=stages, popular=popular, resume_url=url_for("resumption.look_up")
    )


def _row(bundle: Bundle) -> tuple[str, str, str, str]:
    return told(bundle.name), told(bundle.for_whom), url_for("catalogue.bundle", bundle=bundle.id), picture(bundle)


@bp.post("/find")
@limiter.limit("60/minute")
def find() -> str:
    """What a person's own words may mean: danger first, at most three bundles, or an honest “not sure”."""
    words = request.form.get("words", "").strip()[:500]
    finder: Finder = current_app.extensions["finder"]
    found = finder.find(words)
    known, matches = catalogue().bundles, []
    for match in found.bundles:
        if not found.sure and (found.emergency or match.score < GUESS):
            continue
        bundle = known[match.bundle]
        line = told(finder.tell_apart.get(bundle.id, "") or bundle.for_whom)
        matches.append((told(bundle.name), line, url_for("catalogue.bundle", bundle=bundle.id), picture(bundle)))
    question = None if found.emergency else found.question
    choices = [
        (told(answer), told(known[name].name), url_for("catalogue.bundle", bundle=name), picture(known[name]))
        for name, answer in (question.choices.items() if question else ())
    ]
    return render_template(
        "catalogue/found.html",
        words=words,
        ask=told(question.ask) if question else None,
        choices=choices,
        sure=found.sure,
        emergency=(found.emergency, danger(found.emergency)) if found.emergency else None,
        matches=matches,
        elsewhere=told(finder.tell_apart.get(found.known_elsewhere or "", "")) or None,
    )


def danger(number: str) -> str:
    """What to do first, in two sentences."""
    sentences = {
        "110": _("Are you in danger? Call the police now. They come at once."),
        "119": _("Is there a fire, or is somebody trapped? Get out first, then call the fire brigade."),
        "120": _("Is somebody hurt or very ill? Call the ambulance now."),
        "12356": _(
            "You are not alone. Somebody who listens answers day and night. In a matter of minutes call 120 or 110."
        ),
        "12338": _(
            "Is somebody hurting you at home? The police come at once (110); the women's line (12338) advises you."
        ),
        "96110": _("This sounds like fraud. Do not transfer any money. Call the anti-fraud line now."),
    }
    return sentences.get(number, _("Please call now. A person helps you."))


@bp.get("/stages/<string:stage>")
def stage(stage: str) -> str:
    """The bundles of a life stage."""
    found = next((one for one in catalogue().stages if one.id == stage), None) or abort(404)
    return _shelf(told(found.name), catalogue().of_stage(found))


@bp.get("/bundles")
def bundles() -> str:
    """The three ways of looking through everything: by life stage, by who it is for, by department."""
    known = catalogue()
    return render_template(
        "catalogue/bundles.html",
        stages=_pictured((one, known.of_stage(one), url_for("catalogue.stage", stage=one.id)) for one in known.stages),
        audiences=_pictured(
            (one, known.of_audience(one), url_for("catalogue.audience", audience=one.id)) for one in known.audiences
        ),
        departments=[
            (told(one.name), url_for("catalogue.department", department=one.id))
            for one in known.departments.values()
            if known.of_department(one.id)
        ],
    )


def _pictured(rows: Iterable[tuple[Stage | Audience, Collection[Bundle], str]]) -> list[dict[str, str]]:
    """The rows that hold something, as pictures with words that lead there."""
    return [{"words": told(one.name), "url": url, "picture": one.picture} for one, held, url in rows if held]


@bp.get("/audiences/<string:audience>")
def audience(audience: str) -> str:
    """The bundles for these people."""
    found = next((one for one in catalogue().audiences if one.id == audience), None) or abort(404)
    return _shelf(told(found.name), catalogue().of_audience(found))


@bp.get("/departments/<string:department>")
def department(department: str) -> str:
    """The bundles that a department leads or helps with."""
    found = catalogue().departments.get(department) or abort(404)
    return _shelf(told(found.name), catalogue().of_department(department))


def _shelf(name: str, bundles: Iterable[Bundle]) -> str:
    return render_template("catalogue/stage.html", stage=name, bundles=[_row(bundle) for bundle in bundles])


@bp.get("/bundles/<string:bundle>")
def bundle(bundle: str) -> str:
    """For whom a bundle is, what it brings, what to have at hand."""
    found = catalogue().bundles.get(bundle) or abort(404)
    departments = catalogue().departments
    shown = [told(one.name) for one in catalogue().scenarios.get(bundle, ()) if one.shown][:3]
    certain = found.confidence == "high"
    return render_template(
        "catalogue/bundle.html",
        bundle={
            "name": told(found.name),
            "picture": picture(found),
            "for_whom": told(found.for_whom or found.audience),
            "brings": told(found.brings),
            "at_hand": told(found.at_hand),
            "scenarios": shown,
            "start_url": url_for("drafts.begin", bundle=bundle),
            "map_url": url_for("maps.map", bundle=bundle),
            "responsibilities_url": url_for("duties.responsibilities", bundle=bundle),
            "lead": told(departments[found.lead].name) if found.lead in departments else "",
            "departments": [
                told(departments[one].name) for one in dict.fromkeys(found.departments) if one in departments
            ],
            "tier": (tier_word(found.tier, chosen()), tier_line(found, catalogue().regions, chosen())),
            "everywhere": found.tier is Tier.MANDATORY,
            "basis_note": "" if certain else _("Some of its rules are still being checked."),
        },
    )


def init_app(app: Flask) -> None:
    """Add the pages, and what they look up."""
    app.register_blueprint(bp)
    app.add_template_filter(told)
    app.jinja_env.globals["told"] = told
    app.extensions["pictures"] = _pictures()


def _pictures() -> frozenset[str]:
    import re

    drawn = (house() / "static/pictures/pictures.svg").read_text("utf-8")
    return frozenset(re.findall(r'<(?:symbol|g)\b[^>]* id="([\w-]+)"', drawn))
