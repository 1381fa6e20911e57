"""A thousand copies of the catalogue: a step costs what it costs with one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from statistics import quantiles
from time import process_time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.drafts.test_views import asked
from webapp.catalogue.library import Catalogue
from webapp.guide import follow

COPIES, MUCH = 1000, 1.2
HTMX = {"HX-Request": "true"}
TODAY = date(2026, 12, 1)


def usual(seconds: list[float]) -> float:
    """The quicker quarter's end: what a step costs when nothing else is going on. In processor time."""
    return quantiles(seconds, n=4)[0]


@pytest.fixture
def catalogues(app: Flask) -> Iterator[tuple[Catalogue, Catalogue]]:
    """The catalogue, and one with a thousand of each bundle, whose overlays and scenarios are there as often."""
    one: Catalogue = app.extensions["catalogue"]
    bundles = {f"{name}-{n}": replace(b, id=f"{name}-{n}") for n in range(COPIES) for name, b in one.bundles.items()}
    grown = Catalogue(
        {**one.bundles, **bundles},
        one.departments,
        one.stages,
        one.audiences,
        {**one.overlays, **{f"{name}-{n}": each for n in range(COPIES) for name, each in one.overlays.items()}},
        one.scenarios,
        one.sharing,
        one.regions,
        one.version,
        one.terms,
        one.folder,
    )
    yield one, grown
    app.extensions["catalogue"] = one


def test_the_guide_costs_the_same(catalogues: tuple[Catalogue, Catalogue]) -> None:
    scenario = catalogues[0].scenarios["retirement"][0]
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(600):
        which = number % 2
        began = process_time()
        follow(catalogues[which].edition("retirement", "410105", TODAY), scenario.given)
        times[which].append(process_time() - began)
    few, many = (usual(each[50:]) for each in times)
    assert many < few * MUCH


def test_a_whole_step_costs_the_same(app: Flask, client: FlaskClient, catalogues: tuple[Catalogue, Catalogue]) -> None:
    visit = asked(client, "id-card")
    question = visit.path
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(120):
        which = number % 2
        app.extensions["catalogue"] = catalogues[which]
        visit.open(question)
        form = visit.form("/answers")
        given = dict(form.filled(value="丢了" if number // 2 % 2 else "快到期或过期"))
        began = process_time()
        page = client.post(form.action, data=given, headers=HTMX)
        times[which].append(process_time() - began)
        assert page.status_code == 200
    few, many = (usual(each[10:]) for each in times)
    assert many < few * MUCH
