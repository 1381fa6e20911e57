"""Where to go: the sentence fits the person, and what qualifies or is not sourced is never lost."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from webapp.catalogue.library import load
from webapp.catalogue.whereabouts import Way, form_of, where_to_go, whereabouts
from webapp.guide import Basis, Demand, Matter, Value
from webapp.house import house

CATALOGUE = load(house() / "catalogue")
HERE = "410105"
PEOPLE: tuple[Mapping[str, Value], ...] = (
    {},
    {"hukou_region": HERE, "living_region": HERE, "insured_region": "410100", "fund_city": "410100"},
    {"hukou_region": "411627", "living_region": "411627", "insured_region": "411600", "fund_city": "411600"},
    {"hukou_region": "100000", "living_region": "100000", "insured_region": "100000", "fund_city": "100000"},
    {"hukou_region": "unknown", "living_region": "unknown"},
)
MATTERS = [matter for bundle in CATALOGUE.bundles.values() for matter in bundle.matters]


def matter(where: str, basis: Basis = Basis.SOURCED) -> Matter:
    """A matter that is done there."""
    return Matter("some", "某事", ("gat",), Demand.REQUIRED, where=where, basis=basis)


@pytest.mark.parametrize(
    ("where", "person", "way"),
    [
        ("全程网上可办", {}, Way.ONLINE),
        ("全程网办", {}, Way.ONLINE),
        ("全程网上可办，异地也能办", {}, Way.ONLINE),
        ("公积金缴存地办，网上也能办", {}, Way.ONLINE_TOO),
        ("全国可办", {"living_region": "100000"}, Way.COUNTRY),
        ("全国可办（部门之间查，不用您跑）", {}, Way.BETWEEN_OFFICES),
        ("全国可办：住的地方收材料，户口所在地审批", {"hukou_region": "411627"}, Way.JOINT),
        ("全国可办：住的地方收材料，户口所在地审批", {"hukou_region": HERE}, Way.DESK),
        ("户籍地办（孩子的户口所在地）；全国都能在网上申请", {"child_hukou_region": "100000"}, Way.JOINT_ONLINE),
        ("待遇领取地办（省内别处也能先递交）", {}, Way.JOINT),
        ("全省可办", {}, Way.PROVINCE),
        ("全省可办", {"living_region": "100000"}, Way.FORWARDED),
        ("全省可办", {"living_region": "unknown"}, Way.PROVINCE),
        ("本市可办", {}, Way.CITY),
        ("户籍地办", {}, Way.DESK),
        ("户口所在地办", {"hukou_region": "411627"}, Way.FORWARDED),
        ("孩子户口所在地办", {"child_hukou_region": "411627", "hukou_region": HERE}, Way.FORWARDED),
        ("户籍地办", {"hukou_region": "410105001"}, Way.DESK),
        ("户籍地办", {"hukou_region": "410102"}, Way.FORWARDED),
        ("户籍地办（许多地方全省可办，先问派出所）", {"deceased_hukou": "411627"}, Way.FORWARDED),
        ("参保地办", {"insured_region": "410102"}, Way.DESK),
        ("参保地办", {"insured_region": "411600"}, Way.FORWARDED),
        ("经营所在地办（县级交通运输部门受理）", {"premises_region": "411002"}, Way.FORWARDED),
        ("房屋所在地办（有的可以在外地递交）", {}, Way.DESK),
        ("户籍地或居住地办（车管所）", {"hukou_region": "411627"}, Way.AS_SAID),
        ("居住地的接种门诊办", {"living_region": "411627"}, Way.AS_SAID),
        ("就读学校办", {}, Way.AS_SAID),
        ("可邮寄", {}, Way.AS_SAID),
    ],
)
def test_the_way_fits_the_person(where: str, person: Mapping[str, Value], way: Way) -> None:
    assert whereabouts(where, person, HERE).way is way


def told(where: str, person: Mapping[str, Value], basis: Basis = Basis.SOURCED, language: str = "zh_Hans") -> str:
    """The sentence for somebody who wants it done in 金水区."""
    return where_to_go(matter(where, basis), person, HERE, CATALOGUE.regions, language)


def test_the_sentence_names_the_way_and_the_place() -> None:
    away = {"hukou_region": "411627"}
    assert told("全程网上可办", {}) == "全程网办，不用跑。"
    assert told("户籍地办", {"hukou_region": HERE}) == "去户口所在地（郑州市金水区）的窗口办。"
    assert told("户籍地办", away) == "由户口所在地（周口市太康县）的窗口办。出门前先问近处的窗口，能不能代收代办。"
    joint = told("全国可办：住的地方收材料，户口所在地审批", away)
    assert joint.startswith("多地联办：就近交材料，由户口所在地（周口市太康县）审批。")
    assert told("户籍地办", away, language="en") == (
        "A desk in the place of the hukou (Taikang County, Zhoukou) does it. "
        "Before you travel, ask a desk near you to take the papers and send them on."
    )
    assert told("", {}, Basis.UNVERIFIED) == "在哪里办，以当地窗口为准。"


def test_what_is_not_sourced_is_told_with_caution() -> None:
    for one in MATTERS:
        for person in PEOPLE:
            said = where_to_go(one, person, HERE, CATALOGUE.regions)
            assert one.basis is Basis.SOURCED or "以当地" in said, said


def test_what_qualifies_a_place_is_kept() -> None:
    """In every bundle, for everybody: the whole text where it says more than its form."""
    qualified = [one for one in MATTERS if form_of(one.where) != one.where]
    assert len(qualified) > 50
    for one in qualified:
        for person in PEOPLE:
            kept = "不用您跑" if "部门之间" in one.where else one.where
            assert kept in where_to_go(one, person, HERE, CATALOGUE.regions)


def test_no_matter_of_the_catalogue_is_left_without_a_sentence() -> None:
    """What is shown as it stands names a school, a hospital, a bank, or is a sentence; a form is never missed."""
    for one in MATTERS:
        for language in ("zh_Hans", "en"):
            assert len(where_to_go(one, {}, HERE, CATALOGUE.regions, language)) > 4
    as_said = {one.where for one in MATTERS if one.where and whereabouts(one.where, {}, HERE).way is Way.AS_SAID}
    assert 5 < len(as_said) < 40
    assert not [
        where for where in as_said if re.match("全国|全省|全市|本市|全程|省内|[^（，；或]{2,7}所在地办(?!或)", where)
    ]
