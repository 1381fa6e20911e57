"""Plain language: the catalogue and the program's own words hold the bars, and each breach is found at its line."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.catalogue.test_guiding import yijianshi
from webapp.catalogue.library import load
from webapp.catalogue.passages import Part, Passage
from webapp.catalogue.plainness import RARE, Plain, Plainness
from webapp.house import house

ROOM = house() / "catalogue"
CHARACTERS = ROOM / "characters.txt"
CATALOGUE = load(ROOM)
WHOLE = Plain(CATALOGUE, ROOM, CHARACTERS)
WORDS = house() / "translations/zh_Hans/LC_MESSAGES/messages.po"
SAMPLE = Path(__file__).parent.parent / "samples/sound"
BUNDLE = "bundles/noodles/bundle.yaml"

Spoilt = Callable[..., Plainness]


def told(found: Plainness) -> str:
    return "\n".join(map(str, found.problems))


@pytest.mark.parametrize("name", sorted(CATALOGUE.bundles))
def test_a_bundle_speaks_plainly(name: str) -> None:
    found = WHOLE.bundle(name)
    assert told(found) == ""
    assert found.share <= RARE
    assert found.characters > 500


def test_what_belongs_to_no_bundle_speaks_plainly() -> None:
    for found in (WHOLE.neighbours(), WHOLE.explanations(), WHOLE.interface(WORDS)):
        assert told(found) == ""
        assert found.characters > 300


def test_the_common_characters_are_those_of_the_table() -> None:
    assert len(WHOLE.common) == 2500
    assert set("的一是人不我有养老保险医院户口") <= WHOLE.common
    assert not set("浉瀍殡簿账诺") & WHOLE.common


def test_an_english_help_names_english_answers() -> None:
    with (house() / "translations/en/LC_MESSAGES/catalogue.po").open("rb") as file:
        english = read_po(file)

    def said(text: str) -> str:
        message = english.get(text)
        return str(message.string) if message and message.string else text

    for question in (one for bundle in CATALOGUE.bundles.values() for one in bundle.questions if one.fact.choices):
        answers = "/".join(said(question.labels.get(one, one)) for one in question.fact.choices)
        for named in re.findall("[Cc]hoose “([^”]+)”", said(question.help)):
            assert named.lower().rstrip(".") in f"{answers}/I am not sure".lower(), question.ask


@pytest.fixture
def spoilt(tmp_path: Path) -> Spoilt:
    """The sample catalogue with one text changed, measured."""

    def measured(find: str, write: str, file: str = BUNDLE) -> Plainness:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        shutil.copytree(SAMPLE, folder)
        (folder / "regions").symlink_to(ROOM / "regions")
        text = (folder / file).read_text("utf-8")
        assert find in text
        (folder / file).write_text(text.replace(find, write, 1), "utf-8")
        return Plain(load(folder), folder, CHARACTERS).bundle("noodles")

    return measured


def test_the_sample_is_plain(spoilt: Spoilt) -> None:
    assert told(spoilt("卖什么？", "卖什么？")) == ""


BREACHES = {
    "a long question": (
        "卖什么？",
        "您的店里打算卖的是面条还是凉菜这些吃的呢？",
        21,
        "has 21 characters",
        "at most 20",
    ),
    "a long answer": ("只卖面条", "只卖面条不卖别的任何东西的", 23, "has 13 characters", "at most 12"),
    "a long help": ("why: 问这个，是为了看满没满18岁。", f"why: {'问' * 61}", 18, "has 61 characters", "at most 60"),
    "four sentences": (
        "why: 问这个，是为了看满没满18岁。",
        "why: 一。二。三。四。",
        18,
        "has 4 sentences",
        "at most 3",
    ),
    "a stiff word": ("卖什么？", "缴纳什么？", 21, "“缴纳” is stiff", "say “交”"),
    "an unexplained word": ("卖什么？", "法定代表人是谁？", 21, "“法定代表人” is an official word", "terms.yaml"),
    "an official question": ("卖什么？", "经营范围有多大？", 21, "in a question", "say “做哪些生意”"),
    "an official answer": ("只卖面条", "改经营范围", 23, "in a answer", "say “做哪些生意”"),
    "an answer that is not there": (
        "  choices: [面条",
        "  help: 都卖的选“全卖”。\n  choices: [面条",
        22,
        "none of the answers",
        "只卖面条、凉菜",
    ),
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_is_found_at_its_line(spoilt: Spoilt, name: str) -> None:
    find, write, line, what, hint = BREACHES[name]
    (problem,) = spoilt(find, write).problems
    assert (problem.file, problem.line) == (f"catalogue/{BUNDLE}", line)
    assert what in problem.what
    assert hint in problem.hint


def test_other_files_of_a_bundle_are_measured_too(spoilt: Spoilt) -> None:
    (problem,) = spoilt("tell_apart: ", "tell_apart: 申领", "finding/noodles.yaml").problems
    assert problem.file == "catalogue/finding/noodles.yaml"
    assert "“申领” is stiff" in problem.what


def test_official_names_quotations_and_explained_words_are_no_breach(spoilt: Spoilt) -> None:
    assert told(spoilt("name: 营业执照\n", "name: 营业执照申领\n")) == ""
    assert told(spoilt("卖什么？", "看到“申领”了吗？")) == ""
    assert told(spoilt("  ask: 卖什么？", "  ask: 经营范围有多大？\n  help: 经营范围就是做哪些生意。")) == ""


def test_too_many_rare_characters_are_a_breach(spoilt: Spoilt) -> None:
    found = spoilt("ask: 卖什么？", "ask: 羁縻饕餮簋瀣？")
    (problem,) = found.problems
    assert found.share > RARE
    assert "of the characters are rare" in problem.what
    assert "at most 2%; the commonest of them:" in problem.hint
    assert set(found.rare) >= set("羁縻饕餮簋瀣")


def test_names_are_not_counted() -> None:
    names = ["浉河区", "濮阳", "周口", "鄢陵县", "嬴奶奶", "《殡葬管理条例》"]
    names += [one.official for one in CATALOGUE.departments.values()]
    names += [matter.name for bundle in CATALOGUE.bundles.values() for matter in bundle.matters]
    found = WHOLE.report("names", [Passage(text, Part.REMARK) for text in names], {"": ("", 1)})
    assert "".join(sorted(found.rare)) == ""
    assert found.characters == len("奶奶")


def test_the_command_reports_and_ends_with_the_verdict(tmp_path: Path) -> None:
    result = yijianshi("catalogue", "plain", "id-card", "--json")
    assert result.returncode == 0
    (report,) = json.loads(result.stdout)
    assert report["name"] == "id-card"
    assert report["findings"] == []
    assert 0 < report["share"] < RARE
    folder = tmp_path / "catalogue"
    shutil.copytree(SAMPLE, folder)
    (folder / "regions").symlink_to(ROOM / "regions")
    path = folder / BUNDLE
    path.write_text(path.read_text("utf-8").replace("卖什么？", "缴纳什么？"), "utf-8")
    result = yijianshi("catalogue", "plain", "--folder", str(folder))
    assert result.returncode == 1
    assert f"catalogue/{BUNDLE}:21: “缴纳” is stiff: 缴纳什么？ — say “交”\n" in result.stdout.decode()
    assert result.stderr.decode() == "1 finding(s).\n"


def test_the_command_names_the_nearest_bundle() -> None:
    result = yijianshi("catalogue", "plain", "idcard")
    assert result.returncode == 2
    assert "did you mean “id-card”?" in result.stderr.decode()
