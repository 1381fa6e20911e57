"""Picking a place: the steps go down to the level that a question needs, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from webapp.catalogue.places import ELSEWHERE, full_name, place_name, step
from webapp.catalogue.regions import Level, Regions
from webapp.house import house

REGIONS = Regions(house() / "catalogue/regions")


@pytest.fixture(autouse=True)
def speaking(app: Flask) -> Iterator[None]:
    """Names are said in the language of a request."""
    with app.test_request_context():
        yield


def test_the_first_step_offers_the_cities() -> None:
    first = step(REGIONS, None, Level.COUNTY)
    assert len(first.choices) == 18
    assert {"code": "410100", "name": "郑州市"} in first.choices
    assert (first.path, first.done, first.at) == ([], None, "")


def test_going_down_ends_where_the_question_is_deep_enough() -> None:
    city = step(REGIONS, "410100", Level.COUNTY)
    assert city.done is None
    assert city.at == "410100"
    assert all(choice["code"].startswith("4101") for choice in city.choices)
    county = step(REGIONS, "410105", Level.COUNTY)
    assert county.done == "410105"
    assert [one["code"] for one in county.path] == ["410100", "410105"]
    assert step(REGIONS, "410105", Level.VILLAGE).done is None


def test_a_city_without_counties_is_deep_enough_for_a_county() -> None:
    assert step(REGIONS, "419001", Level.COUNTY).done == "419001"
    assert step(REGIONS, "419001", Level.TOWN).done is None


def test_elsewhere_is_offered_only_where_it_may_be() -> None:
    offered = step(REGIONS, None, Level.COUNTY, elsewhere=True)
    assert offered.choices[-1]["code"] == ELSEWHERE
    assert step(REGIONS, ELSEWHERE, Level.COUNTY, elsewhere=True).done == ELSEWHERE
    assert step(REGIONS, ELSEWHERE, Level.COUNTY).done is None
    assert full_name(REGIONS, ELSEWHERE)


@pytest.mark.parametrize("code", ["999999", "4101", "x", "410105001002003", "410199"])
def test_an_unknown_code_is_like_none(code: str) -> None:
    assert step(REGIONS, code, Level.COUNTY).choices == step(REGIONS, None, Level.COUNTY).choices


def test_a_search_looks_below_the_place_and_not_too_deep() -> None:
    found = step(REGIONS, "410100", Level.COUNTY, look="金水").found
    assert found
    assert found[0]["code"] == "410105"
    assert all(len(one["code"]) == 6 for one in found)
    assert found[0]["line"] == "郑州市"
    assert step(REGIONS, None, Level.COUNTY, look="没有这个地方").found == []


def test_names_are_whole() -> None:
    region = REGIONS.region("410105")
    assert region
    assert place_name(region) == "金水区"
    assert full_name(REGIONS, "410105").endswith("金水区")
