"""The reader: a sound catalogue has no problem; each fault is found at its line, in words that help, all at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from webapp.catalogue.commands import check
from webapp.catalogue.library import load, read
from webapp.catalogue.problems import CatalogueError, Problem, nearest_hint
from webapp.house import house

SAMPLES = Path(__file__).parent.parent / "samples"
FAULTS: list[dict[str, Any]] = yaml.safe_load((SAMPLES / "faults.yaml").read_text("utf-8"))
BUNDLE, SCENARIOS, OVERLAY = (
    "bundles/noodles/bundle.yaml",
    "bundles/noodles/scenarios.yaml",
    "overlays/410100/noodles.yaml",
)
SHARED = "shared.yaml"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A small catalogue without a fault, to be spoilt."""
    folder = tmp_path / "catalogue"
    shutil.copytree(SAMPLES / "sound", folder)
    (folder / "regions").symlink_to(house() / "catalogue/regions")
    return folder


def spoil(folder: Path, fault: dict[str, Any]) -> str:
    """Put the fault in; where it must be found: at `line`, or at the first line that differs."""
    path = folder / fault.get("file", BUNDLE)
    text = path.read_text("utf-8")
    assert fault["find"] in text, f"{fault['find']} does not stand in the sound file"
    spoilt = text.replace(fault["find"], fault["write"], 1)
    path.write_text(spoilt, "utf-8")
    pairs = zip(text.splitlines(), spoilt.splitlines(), strict=False)
    first = next((number for number, (one, other) in enumerate(pairs, 1) if one != other), 1)
    return f"catalogue/{fault.get('file', BUNDLE)}:{fault.get('line', first)}: "


def told(folder: Path) -> list[str]:
    """What `catalogue check` prints, a problem a line, and that it ends with 1."""
    result = CliRunner().invoke(check, ["--folder", str(folder)])
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    return result.stdout.splitlines()


def test_the_sound_sample_has_no_problem(sound: Path) -> None:
    catalogue, problems = read(sound)
    assert problems == []
    assert set(catalogue.bundles) == {"noodles"}
    assert catalogue.overlays["noodles"][0].region == "410100"
    result = CliRunner().invoke(check, ["--folder", str(sound)])
    assert result.exit_code == 0
    assert result.output == "1 bundles, 5 matters, 1 scenarios: all is well.\n"


@pytest.mark.parametrize("fault", FAULTS, ids=[fault["name"] for fault in FAULTS])
def test_a_fault_is_found_at_its_line_with_a_hint(sound: Path, fault: dict[str, Any]) -> None:
    place = spoil(sound, fault)
    lines = told(sound)
    assert len(lines) == 1, "one fault, one problem"
    assert lines[0].startswith(place)
    assert fault["what"] in lines[0]
    assert fault["hint"] in lines[0].partition(" — ")[2]


def test_every_fault_is_told_at_once(sound: Path) -> None:
    """Faults in three files, none of which hides another, are told in one run and in the order of the files."""
    names = {
        "a misspelt matter",
        "a misspelt matter of a material",
        "a misspelt matter of a group",
        "a misspelt parameter",
        "a misspelt derived fact",
        "a kind that there is not",
        "a demand that there is not",
        "days in words",
        "a day compared with a number",
        "a label for no choice",
        "a department without its English",
    }
    together = [fault for fault in FAULTS if fault["name"] in names]
    assert len(together) == len(names)
    places = [(spoil(sound, fault), fault["what"]) for fault in together]
    lines = told(sound)
    for place, what in places:
        assert any(line.startswith(place) and what in line for line in lines), what
    assert lines == sorted(lines, key=lambda line: (line.split(":")[0], int(line.split(":")[1])))


def test_load_refuses_with_all_of_them(sound: Path) -> None:
    place = spoil(sound, FAULTS[0])
    with pytest.raises(CatalogueError) as error:
        load(sound)
    assert len(error.value.problems) == 1
    assert str(error.value).startswith(place)


def _bytes(text: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(text) and None


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _large(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "# 很长\n" * 400_000, "utf-8")


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


BROKEN: dict[str, tuple[Callable[[Path], None], int, str]] = {
    "an empty file": (_bytes(b""), 1, "the file is empty"),
    "only a comment": (_bytes("# 什么也没有\n".encode()), 1, "the file is empty"),
    "only dashes": (_bytes(b"---\n...\n"), 1, "the file is empty"),
    "two documents": (_bytes(b"- 1\n---\n- 2\n"), 2, "this is not YAML"),
    "GBK": (_bytes("name: 一\n# 开面馆\n".encode("gbk")), 1, "this is not UTF-8 — save the file as UTF-8"),
    "a byte that is none": (_bytes("# 一\n# 二\nname: \xff".encode("latin-1", "ignore")), 1, ""),
    "a picture": (_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00"), 1, "this is not UTF-8"),
    "a mark that no text holds": (_bytes(b"- a: 1\n  b: \x07\n"), 2, "a mark stands here that no text may hold"),
    "a nothing": (_bytes(b"- a: \x00\n"), 1, "a mark stands here that no text may hold"),
    "a folder in the way": (_folder, 1, "the file cannot be read: Is a directory"),
    "a link that leads round": (_loop, 1, ""),
    "three megabytes": (_large, 1, "the file is larger than 2 MB"),
    "a bracket that is never closed": (_bytes(b"facts: [\n"), 2, "this is not YAML"),
    "deep brackets": (_bytes(b"[" * 3000), 1, "this is not YAML"),
    "a tag that runs code": (_bytes(b"- !!python/object/apply:os.system [ls]\n"), 1, ""),
    "a name that calls itself": (_bytes(b"- &a [*a]\n"), 1, ""),
    "a bare word": (_bytes(b"hello\n"), 1, "is needed"),
}


@pytest.mark.parametrize("file", [BUNDLE, SCENARIOS, OVERLAY, "departments.yaml", "terms.yaml", SHARED])
@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_yaml_is_one_problem_not_a_crash(sound: Path, file: str, name: str) -> None:
    spoiling, line, what = BROKEN[name]
    spoiling(sound / file)
    if not (sound / file).exists() and file in (BUNDLE, SCENARIOS, OVERLAY):
        return  # a link to nowhere is no file: the catalogue is read without it
    try:
        _, problems = read(sound)
    except CatalogueError as error:
        problems = list(error.problems)
    mine = [problem for problem in problems if problem.file == f"catalogue/{file}"]
    assert mine, problems
    assert what in str(mine[0]) or "is needed" in str(mine[0])
    if what and "is needed" not in str(mine[0]):
        assert mine[0].line >= line
        assert len(mine) == 1
    assert str(sound) not in str(mine[0]), "no path of this machine"


def test_a_folder_without_a_bundle_is_told(sound: Path) -> None:
    (sound / "bundles/teahouse").mkdir()
    assert told(sound) == [
        "catalogue/bundles/teahouse:1: this folder has no bundle.yaml — write one, or take the folder away"
    ]


def test_a_bundle_that_nobody_can_find_is_told(sound: Path) -> None:
    (sound / "finding/noodles.yaml").unlink()
    assert told(sound) == [
        "catalogue/bundles/noodles/bundle.yaml:1: nobody can find it: there are no words for it"
        " — write catalogue/finding/noodles.yaml"
    ]


def test_an_overlay_must_lie_in_a_region_and_change_a_bundle(sound: Path) -> None:
    (sound / "overlays/zhengzhou").mkdir()
    shutil.copy(sound / OVERLAY, sound / "overlays/zhengzhou/noodles.yaml")
    shutil.copy(sound / OVERLAY, sound / "overlays/410100/noodels.yaml")
    first, second = told(sound)
    assert "no bundle is called “noodels” — did you mean “noodles”?" in first
    assert "no region of the province has the code “zhengzhou”" in second


def test_without_regions_there_is_no_catalogue(sound: Path) -> None:
    (sound / "regions").unlink()
    (line,) = told(sound)
    assert line.startswith("catalogue/regions:1: ")


def test_a_hint_names_the_nearest_or_the_few_there_are() -> None:
    known = ["hukou_place", "hukou_kind", "birth_date"]
    assert nearest_hint("huko_place", known) == "did you mean “hukou_place”?"
    assert nearest_hint("zzz", known) == "there are: birth_date、hukou_kind、hukou_place"
    assert nearest_hint("zzz", map(str, range(99))) == ""
    assert str(Problem("a.yaml", 3, "no fact is called “x”")) == "a.yaml:3: no fact is called “x”"
