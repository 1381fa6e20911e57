"""Every rule reads as a sentence: no id, no English in Chinese, brackets where and and or mix."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from webapp.catalogue.sentences import sentence
from webapp.guide import Bundle
from webapp.guide.bundles import Derived, Matter, Parameter, Question
from webapp.guide.conditions import Tree, parse
from webapp.guide.facts import Fact, Kind


def rules(bundle: Bundle) -> Iterator[Tree]:
    """Every tree that stands in a bundle."""
    for matter in bundle.matters:
        yield from (matter.when, *(tree for tree, _ in (*matter.variants, *matter.levels)))
        yield from (tree for tree in (matter.done_if, matter.deadline) if tree is not None)
    for material in bundle.materials:
        yield from (tree for tree in (material.when, material.shared_when) if tree is not None)
    for entry in bundle.eligible:
        yield from (tree for tree in (entry.when, entry.apply_from, entry.apply_until) if tree is not None)
    yield from (hint.when for hint in bundle.hints)
    yield from (field.when for field in bundle.fields)
    yield from (tree for derived in bundle.derived for case in derived.cases for tree in case)


def test_every_rule_of_every_bundle_is_chinese(app: Flask) -> None:
    bundles = app.extensions["catalogue"].bundles
    said = [(name, sentence(tree, bundle, "zh_Hans")) for name, bundle in bundles.items() for tree in rules(bundle)]
    assert len(said) > 1000
    assert not [(name, words) for name, words in said if not words or re.search(r"[A-Za-z]{2,}|_|%\(|None", words)]


def test_every_rule_of_every_bundle_is_english(app: Flask) -> None:
    """Joined by English words, and without an id. Texts of the catalogue that have no English yet stand as they are."""
    for bundle in app.extensions["catalogue"].bundles.values():
        names = {one for one in (*bundle.facts, *bundle.derived_fact, *bundle.parameter) if "_" in one}
        for tree in rules(bundle):
            words = sentence(tree, bundle, "en")
            assert words
            assert not names & set(re.findall(r"\w+", words)), words
            assert not re.search(r"，并且|，或者|的回答|所在的", words)


SMALL = Bundle(
    "small",
    "小事",
    questions=(
        Question(Fact("has_card", Kind.BOOLEAN), "有社保卡吗？"),
        Question(Fact("kind", Kind.CHOICE, ("a", "b", "c")), "是哪种？", labels={"a": "甲", "b": "乙", "c": "丙"}),
        Question(Fact("years", Kind.YEARS), "交了多少年？", unit="年"),
        Question(Fact("born", Kind.DATE), "哪天出生？"),
        Question(Fact("home", Kind.REGION), "户口在哪里？"),
        Question(Fact("groups", Kind.CHOICES, ("残疾", "退役")), "属于哪些？"),
    ),
    matters=(Matter("m", "事项", ("d",), "required"),),  # type: ignore[arg-type]
    derived=(Derived("due", Kind.BOOLEAN, name="已到退休月份"), Derived("late", Kind.BOOLEAN, name="约定晚退")),
    parameters=(Parameter("open_here", Kind.BOOLEAN, says="当地开没开"),),
)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("due and not late", "已到退休月份，并且不符合“约定晚退”"),
        ("not (due and late)", "不符合“已到退休月份”，或者不符合“约定晚退”"),
        ("due and (late or has_card)", "已到退休月份，并且（约定晚退，或者“有社保卡吗？”的回答为“是”）"),
        ("due or late and has_card", "已到退休月份，或者（约定晚退，并且“有社保卡吗？”的回答为“是”）"),
        ("due and not (late and has_card)", "已到退休月份，并且（不符合“约定晚退”，或者“有社保卡吗？”的回答为“否”）"),
        ("kind in ('a', 'b') and due", "“是哪种？”的回答是“甲”或“乙”，并且已到退休月份"),
        ("kind not in ('a', 'b')", "“是哪种？”的回答不是“甲”或“乙”"),
        ("kind != 'c'", "“是哪种？”的回答不是“丙”"),
        ("has_card == False", "“有社保卡吗？”的回答为“否”"),
        ("years >= 15", "“交了多少年？”的回答不少于15年"),
        ("not years >= 15", "“交了多少年？”的回答少于15年"),
        ("15 > years", "“交了多少年？”的回答少于15年"),
        ("days_since(born) <= -20", "今天不晚于“哪天出生？”的回答之前20天"),
        ("age_on(born) >= 80", "按“哪天出生？”的回答算到今天的周岁不少于80岁"),
        ("born < '2025-01-01'", "“哪天出生？”的回答早于2025年1月1日"),
        ("today <= add_months(born, 12 * 3)", "今天不晚于“哪天出生？”的回答之后3年"),
        ("add_days(born, -30) < today", "“哪天出生？”的回答之前30天早于今天"),
        ("within(home, '410000')", "“户口在哪里？”的回答在河南省内"),
        ("not same_city(home, here)", "“户口在哪里？”的回答和办事的地方不在同一个市"),
        ("'残疾' in groups", "“属于哪些？”的回答里有“残疾”"),
        ("'残疾' not in groups", "“属于哪些？”的回答里没有“残疾”"),
        ("region.open_here", "当地对“当地开没开”的规定为“是”"),
        ("max(years, 1 + years) > 2", "“交了多少年？”的回答和（1加“交了多少年？”的回答）中大的一个多于2"),
        ("True", "任何情况都算"),
        ("not True", "任何情况都不算"),
    ],
)
def test_a_rule_reads_so(rule: str, words: str) -> None:
    assert sentence(parse(rule), SMALL, "zh_Hans") == words


def test_english_reads_so() -> None:
    said = sentence(parse("due and (years >= 15 or kind in ('a', 'b'))"), SMALL, "en")
    assert said == (
        "the retirement month has come, and (the answer to “交了多少年？” is at least 15 years,"
        " or the answer to “是哪种？” is “甲” or “乙”)"
    )
