"""The catalogue's words: all of them are collected, and said in the person's language."""

from __future__ import annotations

from flask import Flask

from webapp.catalogue.library import load
from webapp.catalogue.texts import texts
from webapp.catalogue.translation import told
from webapp.house import house

ROOM = house() / "catalogue"
CATALOGUE = load(ROOM)
TEXTS = texts(CATALOGUE, ROOM)


def test_everything_that_a_person_reads_is_among_them() -> None:
    for bundle in CATALOGUE.bundles.values():
        assert {bundle.name, bundle.for_whom} <= TEXTS
        assert {question.ask for question in bundle.questions} <= TEXTS
        assert {choice for question in bundle.questions for choice in question.fact.choices} <= TEXTS
        assert {matter.name for matter in bundle.matters} <= TEXTS
        assert {name for matter in bundle.matters for _, name in matter.variants} <= TEXTS
        assert {material.name for material in bundle.materials} <= TEXTS
        assert {blank.label for blank in bundle.fields} <= TEXTS
        assert {entry.otherwise for entry in bundle.eligible} <= TEXTS
        assert {hint.tell for hint in bundle.hints} <= TEXTS
    assert {one.name for one in CATALOGUE.departments.values()} <= TEXTS
    assert {
        scenario.name for several in CATALOGUE.scenarios.values() for scenario in several if scenario.shown
    } <= TEXTS
    assert "" not in TEXTS


def test_no_rule_and_no_id_is_among_them() -> None:
    assert not TEXTS & {fact for bundle in CATALOGUE.bundles.values() for fact in bundle.facts}
    assert not [text for text in TEXTS if "region." in text or " == " in text]


def test_a_text_is_told_in_the_language_of_the_request(app: Flask) -> None:
    name = CATALOGUE.bundles["retirement"].name
    with app.test_request_context():
        assert told(name) == name
        assert told("") == ""
    with app.test_request_context(headers={"Cookie": "language=en"}):
        assert told("没有翻译过的话") == "没有翻译过的话"
