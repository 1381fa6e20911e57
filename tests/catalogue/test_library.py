"""The catalogue as a whole: editions are shared where people are judged alike, and never where they are not."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from webapp.catalogue.library import Catalogue, load
from webapp.catalogue.problems import CatalogueError
from webapp.guide import Standing, guide
from webapp.house import house

TODAY, LATER = date(2026, 12, 1), date(2026, 12, 2)
SOUND = Path(__file__).parent.parent / "samples/sound"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The program's own."""
    return load(house() / "catalogue")


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """The small one, to be changed."""
    folder = tmp_path / "catalogue"
    shutil.copytree(SOUND, folder)
    (folder / "regions").symlink_to(house() / "catalogue/regions")
    return folder


def test_the_catalogue_is_sound(catalogue: Catalogue) -> None:
    assert len(catalogue.bundles) >= 10
    assert all(bundle.lead in catalogue.departments for bundle in catalogue.bundles.values())


def test_an_edition_is_kept_and_shared(catalogue: Catalogue) -> None:
    one = catalogue.edition("retirement", "410105", TODAY)
    assert catalogue.edition("retirement", "411602", TODAY) is one, "no rule of it looks at the region"
    assert catalogue.edition("retirement", "410105", LATER) is not one, "its rules look at the day"
    still = catalogue.edition("enterprise-deregister", "410105", TODAY)
    assert catalogue.edition("enterprise-deregister", "411602", LATER) is still


def test_an_overlay_reaches_its_region_and_nobody_else(sound: Path) -> None:
    catalogue = load(sound)
    inside = catalogue.edition("noodles", "410105", TODAY)
    outside = catalogue.edition("noodles", "411002", TODAY)
    assert "street" in inside.bundle.matter
    assert "street" not in outside.bundle.matter
    area = {"area": 149, "kind": "面条"}
    standings = [{one.matter.id: one.standing for one in guide(each, area).verdicts} for each in (inside, outside)]
    assert [one["fire"] for one in standings] == [Standing.NOT_NEEDED, Standing.UNDECIDED]
    assert [one["food"] for one in standings] == [Standing.REQUIRED, Standing.UNDECIDED]


def test_places_are_told_apart_only_as_far_as_rules_do(sound: Path) -> None:
    """The noodle shop's rules say `here`: each place is its own. Without it a city's places share."""
    path = sound / "bundles/noodles/bundle.yaml"
    own = load(sound)
    assert own.edition("noodles", "410105", TODAY) is not own.edition("noodles", "410183", TODAY)
    path.write_text(path.read_text("utf-8").replace("within(home, here)", "within(home, '410000')"), "utf-8")
    shared = load(sound)
    assert shared.edition("noodles", "410105", TODAY) is shared.edition("noodles", "410183", TODAY)
    assert shared.edition("noodles", "411002", TODAY) is shared.edition("noodles", "410302", TODAY)
    assert shared.edition("noodles", "411002", TODAY) is not shared.edition("noodles", "410105", TODAY)


def test_a_day_that_only_an_overlay_looks_at_counts(sound: Path) -> None:
    path, other = sound / "bundles/noodles/bundle.yaml", sound / "overlays/410100/noodles.yaml"
    text = (
        path.read_text("utf-8")
        .replace("age_on(owner_born) >= 18", "area > 3")
        .replace("  deadline: add_days(today, 30)\n", "")
    )
    path.write_text(text, "utf-8")
    assert load(sound).edition("noodles", "410105", TODAY) is not None
    calm = load(sound)
    assert calm.edition("noodles", "410105", TODAY) is calm.edition("noodles", "410105", LATER)
    other.write_text(other.read_text("utf-8").replace("food: area > 80", "food: today >= '2026-12-02'"), "utf-8")
    daily = load(sound)
    standings = [
        {one.matter.id: one.standing for one in guide(daily.edition("noodles", "410105", day), {"area": 9}).verdicts}
        for day in (TODAY, LATER)
    ]
    assert [one["food"] for one in standings] == [Standing.UNDECIDED, Standing.REQUIRED]


def test_an_overlay_of_no_region_is_told(sound: Path) -> None:
    (sound / "overlays/410100").rename(sound / "overlays/410199")
    with pytest.raises(CatalogueError) as fault:
        load(sound)
    assert [(one.file, one.what) for one in fault.value.problems] == [
        ("catalogue/overlays/410199/noodles.yaml", "no region of the province has the code “410199”")
    ]


def test_old_editions_make_room(catalogue: Catalogue) -> None:
    first = date(2030, 1, 1)
    for offset in range(520):
        catalogue.edition("id-card", "410105", date.fromordinal(first.toordinal() + offset))
    assert len(catalogue._editions) <= 512


def test_the_version_changes_with_every_rule_and_with_nothing_else(sound: Path) -> None:
    before = load(sound).version
    assert load(sound).version == before
    (sound / "note.txt").write_text("…", "utf-8")
    assert load(sound).version == before
    path = sound / "overlays/410100/noodles.yaml"
    path.write_text(path.read_text("utf-8").replace("150", "151"), "utf-8")
    assert load(sound).version != before


def test_every_bundle_holds_in_every_city_and_in_three_counties_of_each(catalogue: Catalogue) -> None:
    """Each place resolves to an edition whose every matter, material and advice is settled or can still be."""
    cities = catalogue.regions.children("410000")
    assert len(cities) == 18
    below = [catalogue.regions.children(city.code) for city in cities]
    places = [*cities, *(several[at] for several in below for at in (0, len(several) // 2, -1))]
    assert len(places) == 18 * 4
    for name, bundle in catalogue.bundles.items():
        for place in places:
            edition = catalogue.edition(name, place.code, TODAY)
            assert edition.bundle.id == name
            found = guide(edition, {})
            assert {one.matter.id for one in found.verdicts} == set(edition.bundle.matter), (name, place.code)
            assert set(bundle.matter) <= set(edition.bundle.matter), "a place never drops what the province has"
            declared = {f"region.{one}" for one in edition.bundle.parameter}
            awaited = {fact for one in found.verdicts for fact in one.awaits if fact.startswith("region.")}
            assert awaited <= declared, (name, place.code)
