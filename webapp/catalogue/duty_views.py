"""For policy staff: the responsibilities of a bundle, and what differs in a place, as pages to read and to print."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, render_template, request, url_for
from flask_babel import gettext as _

from webapp.catalogue.current import catalogue
from webapp.catalogue.differences import change_words, differences, gap_facts, kind_words, remarks, step_words
from webapp.catalogue.library import Catalogue
from webapp.catalogue.places import place_name
from webapp.catalogue.regions import PROVINCE, Level
from webapp.catalogue.responsibilities import cells, columns, responsibilities
from webapp.catalogue.sentences import Sentences
from webapp.catalogue.tiers import tier_line, tier_word
from webapp.site.clock import today
from webapp.site.language import chosen

bp = Blueprint("duties", __name__)


@bp.get("/bundles/<string:bundle>/responsibilities", endpoint="responsibilities")
def duties(bundle: str) -> str:
    """Who leads, who helps, and who does what by when."""
    known, region = _asked_for(bundle)
    found, words = known.bundles[bundle], Sentences(known.bundles[bundle], chosen())
    listed = responsibilities(known, bundle, chosen(), region)
    heads = list(columns(words).values())[1:]
    return render_template(
        "catalogue/responsibilities.html",
        back=url_for("catalogue.bundle", bundle=bundle),
        list=listed,
        tier=(tier_word(found.tier, chosen()), tier_line(found, known.regions, chosen())),
        rows=[
            (row, [(head, cell) for head, cell in zip(heads, cells(row, words)[1:-1], strict=True) if cell])
            for row in listed.rows
        ],
        places=_places(known, region, "duties.responsibilities", bundle),
        differences_url=url_for("duties.differences", bundle=bundle, region=region),
    )


@bp.get("/bundles/<string:bundle>/differences", endpoint="differences")
def local(bundle: str) -> str:
    """What a place changes, level by level, and which values it still has to supply."""
    known, region = _asked_for(bundle)
    words = Sentences(known.bundles[bundle], chosen())
    found = differences(known, bundle, region, today(), chosen())
    steps = []
    for step in found.steps:
        by_kind = {
            heading: [(change_words(one, words), remarks(one, words)) for one in step.changes if one.kind == kind]
            for kind, heading in kind_words(words).items()
        }
        groups = [(heading, lines) for heading, lines in by_kind.items() if lines]
        steps.append(({"place": step.place, "words": step_words(step, words), "note": step.note}, groups))
    return render_template(
        "catalogue/differences.html",
        back=url_for("maps.map", bundle=bundle),
        found=found,
        steps=steps,
        gaps=[(gap, gap_facts(gap, words)) for gap in found.gaps],
        places=_places(known, region, "duties.differences", bundle),
        responsibilities_url=url_for("duties.responsibilities", bundle=bundle, region=region),
    )


def _asked_for(bundle: str) -> tuple[Catalogue, str]:
    """The catalogue, and the region of the address; the province without one. Unknown ones are not there: 404."""
    known, region = catalogue(), request.args.get("region") or PROVINCE
    if bundle not in known.bundles or known.regions.region(region) is None:
        abort(404)
    return known, region[:6]


def _places(known: Catalogue, region: str, page: str, bundle: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The cities, and the counties of the city that the region is or lies in, each with its address of the page."""
    regions, found = known.regions, []
    for above in (one for one in regions.path(region) if one.level in (Level.PROVINCE, Level.CITY)):
        below = [one for one in regions.children(above.code) if one.level in (Level.CITY, Level.COUNTY)]
        if below:
            links = [(place_name(one), url_for(page, bundle=bundle, region=one.code)) for one in below]
            whole = (_("all of %(place)s", place=place_name(above)), url_for(page, bundle=bundle, region=above.code))
            found.append((place_name(above), [whole, *links]))
    return found


def init_app(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(bp)
