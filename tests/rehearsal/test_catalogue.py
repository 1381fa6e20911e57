"""The whole catalogue in the eighteen cities: no blocking finding, and quick enough to be run before each opening."""

from __future__ import annotations

from datetime import date
from time import process_time

from webapp.catalogue.library import load
from webapp.house import house
from webapp.rehearsal.rehearsals import rehearsals


def test_no_bundle_has_a_blocking_finding_in_any_city() -> None:
    catalogue = load(house() / "catalogue")
    cities = [city.code for city in catalogue.regions.children("410000")]
    began = process_time()
    found = list(rehearsals(catalogue, list(catalogue.bundles), cities, date(2026, 12, 1)))
    assert process_time() - began < 60
    assert {one.bundle for one in found} == set(catalogue.bundles)
    assert len(found) > 52 * 18
    assert [str(each) for one in found for each in one.blocking] == []
