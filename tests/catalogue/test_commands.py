"""`yijianshi catalogue check` and `yijianshi find`, as processes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.catalogue.test_guiding import lines, yijianshi
from webapp.house import house


def test_check_says_that_all_is_well() -> None:
    result = yijianshi("catalogue", "check")
    assert result.returncode == 0
    assert result.stdout.decode().endswith(" scenarios: all is well.\n")


def test_check_ends_with_one_and_every_problem(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(Path(__file__).parent.parent / "samples/sound", folder)
    (folder / "regions").symlink_to(house() / "catalogue/regions")
    path = folder / "bundles/noodles/bundle.yaml"
    path.write_text(path.read_text("utf-8").replace("age_on(owner_born)", "age_on(ower_born)"), "utf-8")
    result = yijianshi("catalogue", "check", "--folder", str(folder))
    assert result.returncode == 1
    assert result.stdout.decode() == (
        "catalogue/bundles/noodles/bundle.yaml:47: no fact is called “ower_born” — did you mean “owner_born”?\n"
    )
    assert result.stderr.decode() == "1 problem(s) in 1 file(s).\n"


@pytest.mark.parametrize(
    "words", [("--help",), ("guide", "--help"), ("find", "--help"), ("catalogue", "check", "--help")]
)
def test_help_reads_well(words: tuple[str, ...]) -> None:
    result = yijianshi(*words)
    assert result.returncode == 0
    text = result.stdout.decode()
    assert text.startswith("Usage: yijianshi")
    assert max(map(len, text.splitlines())) <= 110


def test_find_answers_in_the_promised_shape() -> None:
    result = yijianshi("find", "俺爹走了户口咋销", "--region", "411000", "--json")
    found = json.loads(result.stdout)
    assert {"sure", "emergency", "bundles"} <= set(found)
    assert found["bundles"][0]["id"] == "after-death"
    assert 0 < found["bundles"][0]["score"] <= 1
    assert found["emergency"] is None
    assert len(found["bundles"]) <= 3


def test_words_of_danger_come_with_a_number() -> None:
    assert json.loads(yijianshi("find", "着火了救命", "--json").stdout)["emergency"] == "119"


def test_find_answers_a_batch_and_its_broken_lines() -> None:
    told = '{"id": 1, "words": "退休"}\nhello\n{"id": 2, "words": 3}\n{"id": 4}\n{"id": 5, "words": "", "region": 4}\n'
    first, *broken = lines(yijianshi("find", "--batch", told=told.encode() + b"\xff\n").stdout)
    assert first["id"] == 1
    assert first["bundles"][0]["id"] == "retirement"
    assert [one["id"] for one in broken] == [None, 2, 4, 5, None]
    assert all(set(one) == {"id", "error"} for one in broken)


def test_find_without_words_says_what_it_wants() -> None:
    result = yijianshi("find")
    assert result.returncode == 2
    assert "Say what it is about" in result.stderr.decode()
