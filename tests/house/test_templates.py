"""No bare words: all that a person reads in a template goes through `_()`, attributes included."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from jinja2 import Environment, nodes

HELD = re.compile(r"<(script|style|svg)\b.*?</\1>", re.S | re.I)
TAG = re.compile(r"<[^>]*>", re.S)
ATTRIBUTE = re.compile(r"[\w:\x00-]+=\"[^\"]*\"?")
"""Also outside a tag: a macro may give attributes only."""

READ_ALOUD = re.compile(
    r"\b(?:aria-label|aria-description|aria-roledescription|title|placeholder|alt|label)=\"([^\"]*)\""
)
LETTERS = re.compile(r"[^\W\d_]{2,}")
HAN = re.compile(r"[\u3400-\u9fff]")
SENTENCE = re.compile(r"^[A-Z][a-z]+(?:[ ,][\w' ]+)*[.?!…]?$")
"""How an English text for people looks, against an identifier, an address or a class."""

TRANSLATING = {"_", "gettext", "ngettext", "pgettext", "npgettext", "lazy_gettext"}
NAMES_OF_THINGS = {"html", "en", "zh", "MiB", "kB"}
"""Runs of letters that are the same in every language."""


@pytest.fixture(scope="module")
def templates(texts: dict[str, str]) -> dict[str, nodes.Template]:
    """Every template's syntax tree."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])
    return {
        name: environment.parse(text, name)
        for name, text in texts.items()
        if name.startswith("templates/") and name.endswith((".html", ".txt", ".svg", ".xml"))
    }


IN_A_TAG = {"width"}
"""Blocks of base.html that fill an attribute: what stands in them is no text."""


def markup(tree: nodes.Template) -> str:
    """The template's own text; where a value is put in stands a NUL, which is no letter."""
    unread = {
        id(data)
        for block in tree.find_all(nodes.Block)
        if block.name in IN_A_TAG
        for data in block.find_all(nodes.TemplateData)
    }
    return "\x00".join(data.data for data in tree.find_all(nodes.TemplateData) if id(data) not in unread)


def constants(tree: nodes.Node) -> Iterator[str]:
    """Strings written in expressions, but for those that are translated there."""
    for child in tree.iter_child_nodes():
        if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name) and child.node.name in TRANSLATING:
            continue
        if isinstance(child, nodes.Const) and isinstance(child.value, str):
            yield child.value
        yield from constants(child)


def test_no_bare_words_between_tags(templates: dict[str, nodes.Template]) -> None:
    found = {}
    for name, tree in templates.items():
        seen = ATTRIBUTE.sub(" ", TAG.sub(" ", HELD.sub(" ", re.sub(r"&\w+;", " ", markup(tree)))))
        words = LETTERS.findall(seen)
        if left := [word for word in words if word not in NAMES_OF_THINGS]:
            found[name] = left
    assert not found


def test_no_bare_words_in_attributes(templates: dict[str, nodes.Template]) -> None:
    found = {
        name: words
        for name, tree in templates.items()
        if (words := [value for value in READ_ALOUD.findall(markup(tree)) if LETTERS.search(value)])
    }
    assert not found


def test_no_bare_words_handed_to_a_component(templates: dict[str, nodes.Template]) -> None:
    """`button("Save")` would show Save to everybody."""
    found = {
        name: words
        for name, tree in templates.items()
        if (words := [word for word in constants(tree) if SENTENCE.match(word) or HAN.search(word)])
    }
    assert not found


def test_templates_hold_no_chinese(templates: dict[str, nodes.Template]) -> None:
    """Chinese lives in translations/ and catalogue/; a comment may hold it."""
    assert not [name for name, tree in templates.items() if HAN.search(markup(tree))]


def test_nothing_inline(templates: dict[str, nodes.Template]) -> None:
    """The content policy forbids it: no style attribute, no script or style with a body, no on… attribute."""
    forbidden = re.compile(
        r"\sstyle=|\son[a-z]+=|<style\b|<script\b(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", re.I
    )
    print_only = "templates/receipts/"  # made into a PDF by us, never sent to a browser
    found = {
        name: match[0]
        for name, tree in templates.items()
        if not name.startswith(print_only) and (match := forbidden.search(markup(tree)))
    }
    assert not found


def test_every_form_that_posts_carries_its_token(templates: dict[str, nodes.Template], texts: dict[str, str]) -> None:
    """A form without the CSRF token is refused by the server: better seen here."""
    posting = re.compile(r"<form\b[^>]*\bmethod=\"post\".*?</form>", re.S | re.I)
    bare = [
        name
        for name in templates
        for form in posting.findall(texts[name])
        if not re.search(r"csrf|hidden_tag|\bhidden\(", form)
    ]
    assert not bare
