"""The extract of the regions: names made plain, and what people wrote kept."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from webapp.catalogue.extract import extract, place_name
from webapp.catalogue.regions import Regions


@pytest.mark.parametrize(
    ("committee", "place"),
    [
        ("张庄村民委员会", "张庄村"), ("韩村村委会", "韩村"), ("东村村民委员", "东村"),
        ("西彭庄村民村委员会", "西彭庄村"),
        ("二郎村村民员委会", "二郎村"), ("碧沙岗社区居委会", "碧沙岗社区"), ("岳寨社区居民委委会", "岳寨社区"),
        ("全垌社区居民管理委员会", "全垌社区"), ("西大街居民委员会", "西大街居委会"), ("五分场生活区", "五分场生活区"),
        ("西会村民委员会", "西会村"),
        ("杨岗村村民委员会（新乡市古龙实业公司））", "杨岗村"), ("戴洼社区民居委员会", "戴洼社区"),
    ],
)  # fmt: skip
def test_a_committee_stands_for_its_place(committee: str, place: str) -> None:
    assert place_name(committee) == place


def package(path: Path, tables: dict[str, str]) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for table, text in tables.items():
            member = tarfile.TarInfo(f"package/dist/{table}.csv")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))


def test_the_extract_keeps_what_people_wrote(tmp_path: Path) -> None:
    package(
        tmp_path / "package.tgz",
        {
            "cities": "code,name,provinceCode\n1301,石家庄市,13\n4110,许昌市,41\n4190,省直辖县级行政区划,41\n",
            "areas": "code,name,cityCode,provinceCode\n411081,禹州市,4110,41\n411082,长葛市,4110,41\n"
            "419001,济源市,4190,41\n",
            "streets": "code,name,areaCode,provinceCode,cityCode\n"
            "411081100,禹州市火龙镇,411081,41,4110\n419001100,济源市克井镇,419001,41,4190\n",
            "villages": "code,name,streetCode,provinceCode,cityCode,areaCode\n"
            "411081100211,刘沟村民委员会,411081100,41,4110,411081\n"
            "411081100500,虚拟社区,411081100,41,4110,411081\n",
        },
    )
    (tmp_path / "places.tsv").write_text(
        "code\tname\tenglish\talso\tformer\n411081\t禹州市\tYuzhou\t钧都\t禹县\n411099\t没有县\tGone\t\t\n", "utf-8"
    )
    (tmp_path / "readings.tsv").write_text("# by hand\nzhang\t长\nlou\t刘\n", "utf-8")
    extract(tmp_path / "package.tgz", tmp_path)

    regions = Regions(tmp_path)
    assert [city.name for city in regions.children("410000")] == ["许昌市", "济源市"]
    assert regions.also("411081") == ("钧都",)
    assert regions.former("411081") == ("禹县",)
    assert regions.region("411099") is None
    changge = regions.region("411082")
    assert changge
    assert changge.english == "Zhangge City"
    assert [(village.name, village.english) for village in regions.children("411081100")] == [
        ("刘沟村", "Lougou Village")
    ]
    assert regions.name("419001100") == "济源市克井镇"
    assert (tmp_path / "readings.tsv").read_text("utf-8").startswith("# by hand\n")
