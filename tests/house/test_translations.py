"""Both languages are complete, and say the same: every word of the interface, every text of the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

LANGUAGES = ("zh_Hans", "en")
METHODS = [("webapp/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]")
HAN = re.compile(r"[\u3400-\u9fff]")


def words(root: Path, domain: str, language: str) -> Catalog:
    """One catalogue of translations, as it stands in git."""
    path = root / "translations" / language / "LC_MESSAGES" / f"{domain}.po"
    assert path.is_file(), f"{path.relative_to(root)} is missing"
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=domain)


def ends(text: str | Iterable[str]) -> tuple[str, ...]:
    """One text, or the singular and the plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def key(message: Message) -> str:
    """What stands in `_()`: the singular where there are two."""
    return ends(message.id)[0]


@pytest.fixture(scope="module")
def said(root: Path) -> set[str]:
    """Every text in `_()`, in the program and in the templates."""
    found = extract_from_dir(root, METHODS, {"templates/**.html": {"silent": "false"}}, KEYWORDS)
    return {ends(text)[0] for _, _, text, _, _ in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_interface_is_translated(root: Path, said: set[str], language: str) -> None:
    done = {key(m) for m in words(root, "messages", language) if m.id and all(ends(m.string)) and not m.fuzzy}
    assert not said - done, "yijianshi words (or the parts under translations/) has not been run, or a text is new"


@pytest.mark.parametrize(
    ("domain", "language"), [("messages", "zh_Hans"), ("messages", "en"), ("catalogue", "en")]
)  # the catalogue's texts are Chinese themselves
def test_a_translation_fills_in_the_same_values(root: Path, domain: str, language: str) -> None:
    for message in words(root, domain, language):
        if message.id:
            wanted = set().union(*(PLACE.findall(text) for text in ends(message.id)))
            given = set().union(*(PLACE.findall(text) for text in ends(message.string)))
            assert given == wanted, message.id


def test_no_word_hides_in_an_f_string(root: Path) -> None:
    """What is in braces there is not extracted, so that it would stay English for ever."""
    calls = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in (root / "webapp").rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("_", "gettext")
    ]
    assert not calls


def test_no_translation_is_left_over(root: Path, said: set[str]) -> None:
    """A text that nobody says any more goes."""
    left = {key(m) for m in words(root, "messages", "zh_Hans") if m.id} - said
    assert not left


def test_chinese_is_chinese(root: Path) -> None:
    """A Chinese text has a Chinese letter, unless the English has no word either (a number, a name)."""
    english = re.compile(r"[a-z]{3,}")
    bare = [
        m.id
        for m in words(root, "messages", "zh_Hans")
        if m.id and english.search(PLACE.sub("", key(m))) and not HAN.search("".join(ends(m.string)))
    ]
    assert not bare


def test_english_catalogue_is_english(root: Path) -> None:
    """No Chinese sentence is left in the English catalogue; a proper name in brackets may stay."""
    left = [m.id for m in words(root, "catalogue", "en") if m.id and len(HAN.findall("".join(ends(m.string)))) > 12]
    assert not left
