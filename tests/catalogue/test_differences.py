"""What a region changes, in words: each level its own, and what is still missing with all that hangs on it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from tests.catalogue.changed import changed
from tests.catalogue.test_guiding import yijianshi
from webapp.catalogue.differences import Differences, change_words, differences, told
from webapp.catalogue.library import Catalogue, load
from webapp.catalogue.sentences import Sentences
from webapp.guide import (
    WHOLE,
    Basis,
    Demand,
    Fact,
    Kind,
    Material,
    Matter,
    Overlay,
    Question,
    Standing,
    Tier,
    guide,
    lay,
)
from webapp.guide.conditions import parse
from webapp.guide.evaluation import nearest
from webapp.house import house

CATALOGUE = load(house() / "catalogue")
DAY = date(2026, 12, 1)
CARD = CATALOGUE.bundles["id-card"]


def lines(found: Differences, language: str = "zh_Hans", catalogue: Catalogue = CATALOGUE) -> str:
    """All of it as somebody reads it."""
    return "\n".join(told(found, Sentences(catalogue.bundles[found.bundle], language)))


def test_each_level_says_its_own_and_what_is_the_same_is_said() -> None:
    found = differences(CATALOGUE, "elderly-welfare", "410105", DAY, "zh_Hans")
    assert [(step.place, len(step.changes), step.same_as) for step in found.steps] == [
        ("河南省", 0, ""),
        ("郑州市", 4, ""),
        ("郑州市金水区", 0, "郑州市"),
    ]
    page = lines(found)
    remarks = "〔上一级是50元；看“老人的户口在哪里？”怎么答；转载或新闻，待核〕"
    assert f"80到89岁每月多少元（省里的数是最低线）：100元{remarks}" in page
    assert "100岁以上每月多少元（省里的数是最低线）：300元〔看" in page, "what is the same above is not a difference"
    assert "郑州市金水区 (410105)：和郑州市一样。" in page
    assert "和全省一样。" in lines(differences(CATALOGUE, "retirement", "411002", DAY, "zh_Hans"))


def test_a_county_may_differ_from_its_city() -> None:
    found = differences(CATALOGUE, "after-death", "411081", DAY, "zh_Hans")
    assert [bool(step.changes) for step in found.steps] == [False, False, True]
    assert found.steps[1].same_as == "全省"
    assert all(change.certain for change in found.steps[2].changes)
    other = differences(CATALOGUE, "after-death", "411002", DAY, "zh_Hans")
    assert not any(step.changes for step in other.steps)
    assert {gap.parameter for gap in other.gaps} - {gap.parameter for gap in found.gaps} == {
        "resident_grant_needs_cremation"
    }


def test_a_town_is_as_its_county() -> None:
    town = CATALOGUE.regions.children("410105")[0].code
    assert differences(CATALOGUE, "retirement", town, DAY, "zh_Hans") == differences(
        CATALOGUE, "retirement", "410105", DAY, "zh_Hans"
    )


def test_everything_that_a_region_may_write_is_told() -> None:
    bundle = replace(CARD, tier=Tier.ELECTIVE)
    overlays = (
        Overlay(
            "id-card",
            "410100",
            departments={"ic.temp": ("xzsp",)},
            also_when={"ic.temp": parse("is_night")},
            not_offered={"ic.home": "去开封市办"},
            offered=True,
            matters=(Matter("ic.own", "本地登记", ("mzt",), Demand.CONDITIONAL),),
            materials=(Material("slip", "本地回执", ("ic.own",), says="办完给的"),),
            questions=(Question(Fact("is_night", Kind.BOOLEAN), "是晚上办吗？", why="晚上窗口不一样"),),
            basis=Basis.SOURCED,
            note="示例",
        ),
        Overlay("id-card", "410105", not_offered={WHOLE: "去中原区办"}, departments={"ic.temp": ("gat", "xzsp")}),
    )
    catalogue = changed(CATALOGUE, bundle, *overlays)
    found = differences(catalogue, "id-card", "410105", DAY, "zh_Hans")
    _, city, county = found.steps
    kinds = {"department", "stricter", "not-offered", "offered", "matter", "material", "question"}
    assert {change.kind for change in city.changes} == kinds
    page = lines(found, catalogue=catalogue)
    xzsp, gat = (CATALOGUE.departments[one].name for one in ("xzsp", "gat"))
    assert f"{CARD.matter['ic.temp'].name}：{xzsp}〔上一级是{gat}；有官方原文〕" in page
    assert f"{CARD.matter['ic.temp'].name}：{gat}、{xzsp}〔上一级是{xzsp}；没见到原文，待核〕" in page
    assert f"{CARD.matter['ic.temp'].name}：“是晚上办吗？”的回答为“是”〔有官方原文〕" in page
    assert f"{CARD.matter['ic.home'].name}：去开封市办〔有官方原文〕" in page
    assert "本地登记：民政部门" in page
    assert "本地回执：办完给的" in page
    assert "这里已经说明要办" in page
    assert f"{CARD.name}：去中原区办" in page
    assert "备注：示例" in page
    assert county.changes[0].kind == "department"


@pytest.mark.parametrize("name", sorted(CATALOGUE.bundles))
def test_nothing_is_missing_from_what_is_missing(name: str) -> None:
    """Whoever knows all but what the region has not said: what stays open hangs on a value that the list names."""
    bundle = CATALOGUE.bundles[name]
    for region in ("410000", "410100", "411081"):
        found = differences(CATALOGUE, name, region, DAY, "zh_Hans")
        missing = {gap.parameter for gap in found.gaps}
        named = {matter: gap.parameter for gap in found.gaps for matter in gap.matters}
        edition = CATALOGUE.edition(name, region, DAY)
        for scenario in CATALOGUE.scenarios.get(name, ()):
            for verdict in guide(edition, scenario.given).verdicts:
                waits = {one.removeprefix("region.") for one in verdict.awaits if one.startswith("region.")}
                if verdict.standing is Standing.UNDECIDED and waits & missing:
                    assert verdict.matter.name in named
        assert missing == {one.name for one in bundle.parameters if nearest(one, region) is None}


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_every_bundle_in_every_city_is_told_without_an_id(language: str) -> None:
    cities = [city.code for city in CATALOGUE.regions.children("410000")]
    for bundle in CATALOGUE.bundles.values():
        for region in cities if language == "zh_Hans" and CATALOGUE.overlays.get(bundle.id) else cities[:2]:
            found = differences(CATALOGUE, bundle.id, region, DAY, language)
            words = Sentences(bundle, language)
            said = [change_words(one, words) for step in found.steps for one in step.changes]
            said += [gap.says for gap in found.gaps]
            assert not [one for one in said if re.search("[a-z]+_[a-z]+", one)]
            assert all(said)
            assert len(found.steps) == 2


def test_the_command_tells_it_in_words_and_as_json() -> None:
    page = yijianshi("catalogue", "diff", "elderly-welfare", "--region", "410105")
    assert page.returncode == 0
    assert "80到89岁每月多少元" in page.stdout.decode()
    found = json.loads(yijianshi("catalogue", "diff", "elderly-welfare", "--region", "410105", "--json").stdout)
    assert set(found) == {"bundle", "name", "region", "place", "steps", "gaps"}
    assert found["steps"][1]["changes"][0]["id"] == "old_age_80"
    english = yijianshi(
        "catalogue", "diff", "elderly-welfare", "--region", "410105", "--language", "en"
    ).stdout.decode()
    assert english.startswith("Elderly welfare allowances  Jinshui District, Zhengzhou (410105)\n")
    assert not re.search("[\u4e00-\u9fff]{4,}", english)


def test_a_laid_bundle_is_told_as_the_guide_sees_it() -> None:
    """The words come from the overlays that the guide lays, and from no second reading of them."""
    for name, overlays in CATALOGUE.overlays.items():
        for overlay in overlays:
            found = differences(CATALOGUE, name, overlay.region, DAY, "zh_Hans")
            assert {one.id for one in found.steps[-1].changes if one.kind == "parameter"} == set(overlay.parameters)
            laid = lay(CATALOGUE.bundles[name], overlays, overlay.region)
            for one in overlay.parameters:
                assert laid.parameter[one].values[overlay.region] == overlay.parameters[one]
