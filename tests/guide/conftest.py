"""The catalogue as it is, read once."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.catalogue.library import load
from webapp.guide import Edition
from webapp.house import house

CATALOGUE = load(house() / "catalogue")
PLACES = ("410105", "410300", "411081", "419001")


@pytest.fixture(params=sorted(CATALOGUE.bundles))
def edition(request: pytest.FixtureRequest) -> Edition:
    """Each bundle of the catalogue in a place of the province, so that the places take turns."""
    name = request.param
    return CATALOGUE.edition(name, PLACES[len(name) % len(PLACES)], date(2026, 12, 1))
