"""The map of a bundle: what each question can change is what the diagrams say, and nothing overlaps on the drawing."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from webapp.catalogue.map_views import WIDTHS, _drawn
from webapp.catalogue.maps import HEIGHT_ON_PAPER, LETTER, PAD, Drawing, chart, wrapped

DAY = date(2026, 11, 24)


@pytest.fixture
def drawings(app: Flask) -> dict[tuple[str, str], Drawing]:
    """Every bundle's drawings."""
    catalogue = app.extensions["catalogue"]
    with app.test_request_context():
        return {
            (name, size): _drawn(chart(catalogue.edition(name, "410000", DAY), "zh_Hans"), width)
            for name in catalogue.bundles
            for size, width in WIDTHS.items()
        }


def test_a_question_is_linked_with_what_its_answer_can_change(app: Flask) -> None:
    edition = app.extensions["catalogue"].edition("retirement", "410000", DAY)
    found = chart(edition, "zh_Hans")
    questions = [question.id for question in edition.bundle.questions]
    fund = questions.index("has_housing_fund") + 1
    names = {target.name for target in found.changed_by(fund)}
    assert any("公积金" in name for name in names)
    assert "医保" not in "".join(names)
    for number, name in enumerate(questions, 1):
        linked = bool(found.changed_by(number))
        nodes = (*edition.matters.values(), *edition.eligible, *edition.materials.values())
        assert linked == (name in edition.facts_in(edition.support(nodes))), name


def test_every_matter_paper_and_condition_stands_once(app: Flask) -> None:
    catalogue = app.extensions["catalogue"]
    for name, bundle in catalogue.bundles.items():
        found = chart(catalogue.edition(name, "410000", DAY), "zh_Hans")
        laid = catalogue.edition(name, "410000", DAY).bundle
        assert len(found.targets) == len(laid.matters) + len(laid.eligible) + len(laid.materials)
        assert len(found.questions) == len(bundle.questions)
        assert len(found.follows) == len(laid.derived)


def test_only_what_is_sourced_stands_without_a_mark(app: Flask) -> None:
    catalogue = app.extensions["catalogue"]
    for name in catalogue.bundles:
        edition = catalogue.edition(name, "410000", DAY)
        marked = {target.name for target in chart(edition, "zh_Hans").targets if not target.certain}
        assert marked >= {one.name for one in edition.bundle.matters if one.basis == "unverified"}


def test_boxes_neither_overlap_nor_leave_the_drawing(drawings: dict[tuple[str, str], Drawing]) -> None:
    for key, drawn in drawings.items():
        columns: dict[int, int] = {}
        for box in drawn.boxes:
            assert box.y >= columns.get(box.x, 0), key
            columns[box.x] = box.y + box.height
            assert box.x + box.width <= drawn.width
            assert box.y + box.height <= drawn.height
            for line in box.lines:
                size = sum(LETTER * (0.62 if mark.isascii() else 1) for mark in line.text)
                assert size <= box.width - 2 * PAD + LETTER, (key, line.text)


def test_no_line_is_cut_by_the_edge_of_a_printed_sheet(drawings: dict[tuple[str, str], Drawing]) -> None:
    for key, drawn in drawings.items():
        sheet = drawn.width * HEIGHT_ON_PAPER
        if key[1] == "wide":
            crossing = [b for b in drawn.boxes if b.y // sheet != (b.y + b.height) // sheet and b.height < sheet - 48]
            assert not crossing, key


def test_lines_break_between_words_and_never_before_a_closing_mark() -> None:
    assert wrapped("有社保卡，并且已经到了", 5 * LETTER) == ["有社保卡，", "并且已经到", "了"]
    assert wrapped("the age is at least", 9 * LETTER) == ["the age is at", "least"]
    assert wrapped("", 100) == []
    assert "".join(wrapped("a" * 100, 5 * LETTER)) == "a" * 100
