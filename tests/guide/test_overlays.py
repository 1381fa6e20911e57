"""What a region may change: more and stricter, never less of what everybody must do; and only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.conftest import CATALOGUE
from tests.guide.generated import BOUNDED, Case, answers, cases, trees
from webapp.guide import (
    WHOLE,
    Demand,
    Edition,
    Fact,
    Kind,
    Material,
    Matter,
    Overlay,
    Parameter,
    Question,
    Standing,
    Tier,
    guide,
    lay,
    supply,
)
from webapp.guide.conditions import ALWAYS, Here, Is, Name, RegionParameter, parse
from webapp.guide.overlays import within
from webapp.guide.regional import changes_with_the_day, regions_told_apart


@st.composite
def overlays(draw: Any, case: Case) -> Overlay:
    """Anything that a region could write for the case's bundle."""
    facts = tuple(question.fact for question in case.bundle.questions)
    rule, ids = trees(facts, ("truth",), loose=False), [matter.id for matter in case.bundle.matters]
    some = st.lists(st.sampled_from(ids), unique=True)
    own = Matter("own", "", ("rst",), draw(st.sampled_from(list(Demand))), draw(rule))
    return Overlay(
        "drawn",
        draw(st.sampled_from(["410000", "410100", "410105", "411000"])),
        parameters=draw(st.sampled_from([{}, {"open": True}, {"open": False, "limit": 4}])),
        departments=dict.fromkeys(draw(some), ("local",)),
        also_when={name: draw(rule) for name in draw(some)},
        not_offered=dict.fromkeys(draw(some), "elsewhere") | draw(st.sampled_from([{}, {WHOLE: "nowhere here"}])),
        matters=(own,) if draw(st.booleans()) else (),
        materials=(Material("paper", "", tuple(draw(some))),) if draw(st.booleans()) else (),
        questions=(Question(Fact("asked_here", Kind.BOOLEAN), "?"),) if draw(st.booleans()) else (),
    )


@BOUNDED
@given(cases(), st.data())
def test_laid_twice_is_laid_once(case: Case, data: st.DataObject) -> None:
    several = [data.draw(overlays(case)) for _ in range(data.draw(st.integers(1, 3)))]
    once = lay(case.bundle, several, case.region)
    assert lay(once, several, case.region) == once
    assert supply(supply(case.bundle, several), several) == supply(case.bundle, several)


@BOUNDED
@given(cases(), st.data())
def test_a_region_never_drops_a_duty(case: Case, data: st.DataObject) -> None:
    """Whoever must do something by the province's rules must do it, or another of its group, in every region."""
    changes = replace(data.draw(overlays(case)), parameters={})
    laid = lay(case.bundle, [changes], case.region)
    people = data.draw(answers(case.bundle, whole=True)) | {"asked_here": True}
    before, after = (
        {v.matter.id: v.standing for v in guide(Edition(bundle, case.region, case.today), people).verdicts}
        for bundle in (case.bundle, laid)
    )
    groups = {name: set(group) for group in case.bundle.one_of.values() for name in group}
    for name, standing in before.items():
        if standing is Standing.REQUIRED and laid.matter[name].done_if is None:
            assert Standing.REQUIRED in {after[one] for one in groups.get(name, {name}) | {name}} | {
                Standing.REQUIRED if any(after[one] is Standing.OPTIONAL for one in groups.get(name, ())) else None
            }


@BOUNDED
@given(cases(), st.data())
def test_another_regions_differences_change_nothing(case: Case, data: st.DataObject) -> None:
    changes = data.draw(overlays(case))
    if not within(case.region, changes.region):
        assert lay(case.bundle, [changes], case.region) == case.bundle


def test_the_province_the_city_and_the_county_are_laid_in_this_order() -> None:
    bundle = CATALOGUE.bundles["id-card"]
    bundle = replace(
        bundle,
        parameters=(*bundle.parameters, Parameter("limit", Kind.INTEGER, 1), Parameter("other", Kind.INTEGER)),
    )
    several = [
        Overlay("id-card", region, parameters={"limit": value})
        for region, value in (("410105", 4), ("410000", 2), ("410100", 3))
    ]
    for region, value in (("410105", 4), ("410183", 3), ("411002", 2)):
        edition = Edition(lay(bundle, several, region), region, date(2026, 12, 1))
        assert edition.evaluation({}).parameter("limit") == value
        assert edition.evaluation({}).parameter("other") is None


def test_only_optional_matters_can_be_left_out() -> None:
    bundle = CATALOGUE.bundles["retirement"]
    changes = Overlay("retirement", "410100", not_offered={"ret.fund": "…", "ret.medical": "…"})
    laid = lay(bundle, [changes], "410105")
    assert laid.matter["ret.medical"].when == bundle.matter["ret.medical"].when
    edition = Edition(laid, "410105", date(2026, 12, 1))
    standings = {one.matter.id: one.standing for one in guide(edition, {}).verdicts}
    assert standings["ret.fund"] is Standing.NOT_NEEDED
    assert standings["ret.medical"] is Standing.UNDECIDED
    assert (laid.matter["ret.fund"].elsewhere, laid.matter["ret.medical"].elsewhere) == ("…", "")
    assert laid.matter["ret.fund"].offered_when == bundle.matter["ret.fund"].when
    owed = replace(bundle, matters=tuple(replace(one, tier=Tier.MANDATORY) for one in bundle.matters))
    assert lay(owed, [changes], "410105") == owed


def test_only_an_elective_bundle_can_be_left_out() -> None:
    bundle = replace(CATALOGUE.bundles["id-card"], tier=Tier.ELECTIVE)
    changes = Overlay("id-card", "410100", not_offered={WHOLE: "去开封办"})
    edition = Edition(lay(bundle, [changes], "410105"), "410105", date(2026, 12, 1))
    assert edition.closed
    found = guide(edition, {})
    assert (found.apply_now, [one.entry.otherwise for one in found.instead]) == (False, ["去开封办"])
    assert not Edition(lay(bundle, [changes], "411000"), "411000", date(2026, 12, 1)).closed
    assert lay(replace(bundle, tier=Tier.MANDATORY), [changes], "410105").eligible == bundle.eligible
    assert not lay(bundle, [changes], "410105").confirmed
    assert lay(bundle, [Overlay("id-card", "410100", offered=True)], "410105").confirmed


def test_a_local_bundle_is_closed_outside_its_region_only() -> None:
    bundle = replace(CATALOGUE.bundles["id-card"], tier=Tier.LOCAL, region="411000", elsewhere="只在许昌市办")
    closed = {
        region: Edition(lay(bundle, (), region), region, date(2026, 12, 1)).closed
        for region in ("410000", "411000", "411002", "410100", "410105", "411100")
    }
    assert closed == dict.fromkeys(("410000", "411000", "411002"), False) | dict.fromkeys(
        ("410100", "410105", "411100"), True
    )
    assert lay(lay(bundle, (), "410100"), (), "410100") == lay(bundle, (), "410100")


@pytest.mark.parametrize("name", sorted(CATALOGUE.bundles))
def test_the_overlays_of_the_catalogue_hold_what_the_province_demands(name: str) -> None:
    """With the parameters laid aside, each region's edition demands at least what the province's does."""
    bundle = CATALOGUE.bundles[name]
    for overlay in CATALOGUE.overlays.get(name, ()):
        laid = lay(bundle, [overlay], overlay.region)
        assert lay(laid, [overlay], overlay.region) == laid
        assert [matter.id for matter in laid.matters][: len(bundle.matters)] == [matter.id for matter in bundle.matters]
        for before in bundle.matters:
            after = laid.matter[before.id]
            assert after.optional is before.optional
            assert before.optional or after.when == before.when or before.id in overlay.also_when
        for question in bundle.questions:
            assert laid.question[question.id] == question


def test_what_changes_with_day_and_region_is_seen() -> None:
    bundle = CATALOGUE.bundles["enterprise-deregister"]
    bare = replace(bundle, matters=(), derived=(), eligible=(), materials=(), fields=(), hints=(), parameters=())
    matter = replace(bundle.matters[0], done_if=None, deadline=None, variants=(), levels=())
    place, limit = Name("place"), Parameter("limit", Kind.INTEGER, None, None, {"410100": 3})

    def with_rule(rule: Any, *parameters: Parameter) -> Any:
        return replace(bare, matters=(replace(matter, when=rule),), parameters=parameters)

    assert not changes_with_the_day(with_rule(ALWAYS))
    assert changes_with_the_day(with_rule(parse("a and age_on(b) > 3")))
    assert changes_with_the_day(with_rule(parse("b < add_months(today, -6)")))
    assert regions_told_apart(with_rule(parse("within(place, '410100')"))) == frozenset()
    assert regions_told_apart(with_rule(Is(place, "==", Here()))) is None
    assert regions_told_apart(with_rule(Is(place, ">", RegionParameter("limit")), limit)) == {"410100"}
    assert not regions_told_apart(with_rule(Is(place, ">", RegionParameter("limit")), replace(limit, values={})))
    assert not regions_told_apart(with_rule(Is(place, ">", RegionParameter("limit")), replace(limit, by="place")))
