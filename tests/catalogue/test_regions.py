"""The tree of regions: whole, consistent, found by what people type, and small."""

from __future__ import annotations

import gzip
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from webapp.catalogue.readings import Readings
from webapp.catalogue.regions import Level, Region, Regions, RegionsError
from webapp.house import house

FOLDER = house() / "catalogue/regions"
COUNTIES = {
    "410100": 15, "410200": 9, "410300": 15, "410400": 12, "410500": 10, "410600": 6, "410700": 15, "410800": 11,
    "410900": 8, "411000": 7, "411100": 6, "411200": 7, "411300": 15, "411400": 11, "411500": 11, "411600": 11,
    "411700": 11, "419001": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions(FOLDER)


@pytest.fixture(scope="module")
def everything(regions: Regions) -> tuple[Region, ...]:
    def below(region: Region) -> Iterator[Region]:
        yield region
        for child in regions.children(region.code):
            yield from below(child)

    province = regions.region("410000")
    assert province
    return tuple(below(province))


# --- the tree ---


def test_every_level_is_complete(everything: tuple[Region, ...]) -> None:
    assert Counter(region.level for region in everything) == {
        Level.PROVINCE: 1, Level.CITY: 18, Level.COUNTY: 180, Level.TOWN: 2586, Level.VILLAGE: 52_329,
    }  # fmt: skip
    assert len({region.code for region in everything}) == len(everything)


def test_every_city_has_its_counties(regions: Regions) -> None:
    cities = regions.children("410000")
    counties = {city.code: sum(below.level is Level.COUNTY for below in regions.children(city.code)) for city in cities}
    assert counties == COUNTIES


def test_every_parent_stands_one_level_above(regions: Regions, everything: tuple[Region, ...]) -> None:
    levels = list(Level)
    for region in everything[1:]:
        parent = regions._places.get(region.parent or "") or regions.region(region.parent or "")
        assert parent, region
        above = levels.index(region.level) - levels.index(parent.level)
        assert above == 1 or (above == 2 and parent.code == "419001"), region


def test_siblings_have_different_names_and_stand_in_order(everything: tuple[Region, ...]) -> None:
    assert Counter((region.parent, region.name) for region in everything).most_common(1)[0][1] == 1
    codes: dict[str | None, list[str]] = {}
    for region in everything:
        codes.setdefault(region.parent, []).append(region.code)
    assert all(first < second for below in codes.values() for first, second in pairwise(below))


def test_names_are_names_of_places(everything: tuple[Region, ...]) -> None:
    """Chinese characters only, no committee, no placeholder, and something for an English reader."""
    for region in everything:
        assert re.fullmatch(r"[\u3400-\u9fff]{2,20}", region.name), region
        assert not re.search("村民委员会|村委会|虚拟", region.name), region
        assert re.fullmatch(r"[A-Z][A-Za-zü' -]+", region.english), region


def test_jiyuan_is_chosen_once(regions: Regions) -> None:
    jiyuan = regions.region("419001")
    assert jiyuan
    assert (jiyuan.level, jiyuan.parent) == (Level.CITY, "410000")
    assert [town.name for town in regions.children("419001")][:2] == ["沁园街道", "济水街道"]
    assert [region.name for region in regions.path("419001100")] == ["河南省", "济源市", "克井镇"]
    assert regions.region("419000") is None


def test_functional_zones_are_told_from_counties(everything: tuple[Region, ...]) -> None:
    zones = [region for region in everything if region.functional_zone]
    assert len(zones) == 24
    assert all(re.search("开发区|示范区|实验区|工业园区|聚集区", zone.name) for zone in zones)


@pytest.mark.parametrize(
    "code",
    ["", "41", "4110", "410001", "411099", "411081999", "411081100999", "411081000000", "٤١١٠٨١١٠٠", "41108110x"],
)
def test_an_unknown_code_is_nowhere(regions: Regions, code: str) -> None:
    assert regions.region(code) is None
    assert regions.children(code) == regions.path(code) == regions.search("金水", under=code or "?") == ()
    assert regions.name(code) == code
    assert not regions.within(code, "410000")
    assert not regions.within("411081", code)


def test_a_region_lies_in_itself_and_in_all_above(regions: Regions) -> None:
    for ancestor in ("410000", "411000", "411081", "411081100", "411081100211"):
        assert regions.within("411081100211", ancestor)
    assert not regions.within("411081", "411081100")
    assert not regions.within("411081100211", "410100")


def test_full_names(regions: Regions) -> None:
    assert regions.name("411081100211") == "许昌市禹州市火龙镇刘沟村"
    assert regions.english("411081100211") == "Liugou Village, Huolong Town, Yuzhou City, Xuchang"
    assert regions.name("410000") == "河南省"
    assert regions.name("419001") == "济源市"


@pytest.mark.parametrize(
    ("code", "english"),
    [
        ("410000", "Henan"), ("410100", "Zhengzhou"), ("419001", "Jiyuan"), ("410183", "Xinmi City"),
        ("410122", "Zhongmu County"), ("410105", "Jinshui District"), ("410104", "Guancheng Hui District"),
        ("411003", "Jian'an District"), ("410621", "Xunxian County"), ("410223", "Weishi County"),
        ("411221", "Mianchi County"), ("411726", "Biyang County"), ("411424", "Zhecheng County"),
        ("411104", "Shaoling District"), ("411502", "Shihe District"), ("410304", "Chanhe Hui District"),
        ("410724", "Huojia County"), ("410783", "Changyuan City"), ("410425", "Jiaxian County"),
    ],
)  # fmt: skip
def test_english_names(regions: Regions, code: str, english: str) -> None:
    region = regions.region(code)
    assert region
    assert region.english == english


# --- search ---


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("郑州", "410100"), ("zhengzhou", "410100"), ("ZhengZhou", "410100"), ("zz", "410100"), ("z", "410100"),
        ("禹州", "411081"), ("yuzhou", "411081"), ("yz", "411081"), ("yuzh", "411081"), ("禹z", "411081"),
        ("金水", "410105"), ("金水区", "410105"), ("郑州金水", "410105"), ("zz金水", "410105"),
        ("河南省郑州市金水区", "410105"),
        ("zheng zhou shi jin shui qu", "410105"), ("jsq", "410105"),
        ("浉河", "411502"), ("shihe", "411502"), ("瀍河", "410304"), ("瀍河区", "410304"), ("chanhe", "410304"),
        ("郾城", "411103"), ("许昌县", "411003"), ("祥符", "410212"), ("开封县", "410212"), ("淮阳县", "411603"),
        ("陕县", "411203"), ("孟津县", "410308"), ("吉利区", "410308"), ("偃师市", "410307"), ("长垣县", "410783"),
        ("changyuan", "410783"), ("汝州", "410482"), ("临汝", "410482"), ("巩义", "410181"), ("巩县", "410181"),
        ("兰考", "410225"), ("永城", "411481"), ("固始", "411525"), ("邓州", "411381"), ("鹿邑", "411628"),
        ("新蔡", "411729"), ("滑县", "410526"), ("huaxian", "410526"), ("新县", "411523"), ("xinxian", "411523"),
        ("密县", "410183"), ("管城区", "410104"), ("港区", "410173"), ("经开区", "410171"), ("平原新区", "410773"),
        ("xunxian", "410621"), ("junxian", "410621"), ("yexian", "410422"), ("shexian", "410422"),
        ("济源", "419001"), ("济源示范区", "419001"), ("jiyuan", "419001"),
        ("火龙", "411081100"), ("huol", "411081100"), ("禹州火龙", "411081100"),
        ("祭城", "410105015"), ("轵城", "419001102"),
        ("师河", "411502"), ("zenzou", "410100"), ("nuohe", "411100"), ("傅沟", "411621"),
        ("禹州市火龙镇刘沟村三组", "411081100211"), ("郑州市金水区经八路街道12号", "410105001"),
    ],
)  # fmt: skip
def test_the_first_found_is_the_one_meant(regions: Regions, words: str, code: str) -> None:
    assert regions.search(words)[0].code == code, [regions.name(found.code) for found in regions.search(words)]


def test_every_city_and_county_is_found_by_each_of_its_names(regions: Regions, everything: tuple[Region, ...]) -> None:
    """Whole, without its kind, in pinyin. Names that places share (新华区, 高新区) are told apart by the city."""
    readings = Readings(FOLDER / "readings.tsv")
    for region in everything[1:]:
        if region.level in (Level.CITY, Level.COUNTY):
            names = [region.name, *regions.also(region.code), *regions.former(region.code)]
            typed = [*names, "".join(readings.spelt(region.name)), regions.name(region.code)]
            for words in typed:
                assert region in regions.search(words, limit=12), (region.name, words)
            assert regions.search(regions.name(region.code))[0] == region


def test_cities_and_counties_come_before_towns(regions: Regions) -> None:
    counties = [region for city in regions.children("410000") for region in (city, *regions.children(city.code))]
    for words in ("长", "安", "新", "平", "中"):
        expected = {region.code for region in counties if len(region.code) == 6 and region.name.startswith(words)}
        first = [region.code for region in regions.search(words, limit=40)][: len(expected)]
        assert len(expected) > 1
        assert set(first) == expected


def test_a_search_stays_in_its_region(regions: Regions) -> None:
    for under in ("411000", "411081", "411081100", "419001"):
        found = regions.search("zhang", under=under, limit=50)
        assert found
        assert all(regions.within(region.code, under) and region.code != under for region in found)
    assert {region.level for region in regions.search("z", limit=500)} == {Level.CITY, Level.COUNTY, Level.TOWN}
    assert {region.level for region in regions.search("z", "411081", limit=500)} == {Level.TOWN, Level.VILLAGE}
    assert {region.level for region in regions.search("z", "411081100", limit=500)} == {Level.VILLAGE}
    assert regions.search("z", "411081100211") == ()


@pytest.mark.parametrize("under", ["411081104", "410928100", "419001102", "411525101", "410104001"])
def test_three_letters_bring_a_village(regions: Regions, under: str) -> None:
    readings = Readings(FOLDER / "readings.tsv")
    villages = regions.children(under)
    assert villages
    for village in villages:
        letters = "".join(readings.spelt(village.name)).replace("ü", "v")[:3]
        initials = "".join(syllable[0] for syllable in readings.spelt(village.name))[:3]
        assert village in regions.search(letters, under), (village.name, letters)
        assert village in regions.search(initials, under), (village.name, initials)


def test_every_character_can_be_typed(everything: tuple[Region, ...]) -> None:
    readings = Readings(FOLDER / "readings.tsv")
    assert {character for region in everything for character in region.name} <= set(readings.first)


@pytest.mark.parametrize(
    "words", ["", "   ", "？！", "12345", "qqqq", "x" * 10_000, "州" * 10_000, "\x00", "四川省成都市", "😀"]
)
def test_nonsense_finds_nothing_and_harms_nothing(regions: Regions, words: str) -> None:
    began = time.perf_counter()
    assert regions.search(words) == ()
    assert time.perf_counter() - began < 1


def test_the_limit_holds(regions: Regions) -> None:
    assert len(regions.search("城关")) == 8
    assert len(regions.search("城关", limit=3)) == 3


def test_threads_agree(regions: Regions) -> None:
    words = ["yuzhou", "zz", "许昌县", "zhang", "师河", "huolong", "城关", "xin"] * 4
    fresh = Regions(FOLDER)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(fresh.search, words)) == [regions.search(each) for each in words]


# --- cost ---


def test_it_is_quick_and_small(everything: tuple[Region, ...]) -> None:
    """Bounds are ten times what was measured (docs/reference/regions.md), so that a busy machine does not fail them."""
    began = time.perf_counter()
    fresh = Regions(FOLDER)
    assert time.perf_counter() - began < 0.02
    fresh.search("yuzhou")
    began = time.perf_counter()
    for words in ("yuzhou", "金水", "zz", "huolong"):
        fresh.search(words)
    assert time.perf_counter() - began < 0.3
    levels: dict[str | None, list[str]] = {}
    for region in everything:
        levels.setdefault(region.parent, []).append(region.name)
    assert max(len(gzip.compress("\n".join(names).encode())) for names in levels.values()) < 600


# --- files that are broken ---


def test_a_missing_or_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegionsError, match=r"places\.tsv cannot be read"):
        Regions(tmp_path)
    places = tmp_path / "places.tsv"
    places.write_text(
        "code\tname\tenglish\talso\tformer\n410000\t河南省\tHenan\t\t\n4101\t郑州市\tZhengzhou\t\t\n", "utf-8"
    )
    with pytest.raises(RegionsError, match=r"places\.tsv:3: expected"):
        Regions(tmp_path)
    places.write_text("code\tname\tenglish\talso\tformer\n410105\t金水区\tJinshui District\t\t\n", "utf-8")
    with pytest.raises(RegionsError, match=r"places\.tsv:2: 金水区 lies in 410100"):
        Regions(tmp_path)
    places.write_text("code\tname\tenglish\talso\tformer\n410000\t河南省\tHenan\t\t\n", "utf-8")
    (tmp_path / "readings.tsv").write_text("yu禹\n", "utf-8")
    with pytest.raises(RegionsError, match=r"readings\.tsv:1: expected"):
        Regions(tmp_path).search("yu")
