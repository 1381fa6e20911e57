"""Every kind of fact: what it takes, where that lies on the grid, and what it refuses, in a sentence."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.generated import BOUNDED
from webapp.guide import Fact, Kind, Value, ValueProblem

CHOICES = ("甲", "乙", "都没有")


def fact(kind: Kind) -> Fact:
    """A fact of a kind."""
    several = kind in (Kind.CHOICE, Kind.CHOICES)
    return Fact("it", kind, CHOICES if several else (), "都没有" if kind is Kind.CHOICES else None)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (Kind.BOOLEAN, True, True),
        (Kind.CHOICE, "乙", "乙"),
        (Kind.CHOICES, [], ()),
        (Kind.CHOICES, ["乙", "甲", "乙"], ("甲", "乙")),
        (Kind.CHOICES, ["都没有"], ("都没有",)),
        (Kind.INTEGER, 3, 3),
        (Kind.INTEGER, 3.0, 3),
        (Kind.INTEGER, -2, -2),
        (Kind.YEARS, 15.5, 15.5),
        (Kind.YEARS, 0.29, 0.29),
        (Kind.YEARS, 15, 15),
        (Kind.YEARS, 15.999, 15.99),
        (Kind.MONEY, 1234567.89, 1234567.89),
        (Kind.DATE, "1965-01-31", date(1965, 1, 31)),
        (Kind.DATE, "1964-02-29", date(1964, 2, 29)),
        (Kind.DATE, date(2026, 12, 1), date(2026, 12, 1)),
        (Kind.MONTH, "2025-02", "2025-02"),
        (Kind.REGION, "410105", "410105"),
        (Kind.REGION, "410105001", "410105001"),
        (Kind.REGION, "410105001002", "410105001002"),
    ],
)
def test_values_are_read(kind: Kind, given: object, value: Value) -> None:
    found = fact(kind).read(given)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        *((Kind.BOOLEAN, one) for one in (1, 0, "true", "是", None, [])),
        *((Kind.CHOICE, one) for one in ("丙", "", 1, True, None, ["甲"])),
        *((Kind.CHOICES, one) for one in ("甲", ["丙"], [1], {"甲": 1}, None, ["甲", "都没有"])),
        *((Kind.INTEGER, one) for one in (True, "3", 3.5, math.nan, math.inf, 10**13, -(10**7), None)),
        *((Kind.YEARS, one) for one in (True, "15", -1, 201, math.nan, math.inf, -math.inf, None)),
        *((Kind.MONEY, one) for one in (False, "1", 10**13, math.nan, None, [1])),
        *((Kind.DATE, one) for one in ("1965-1-31", "1965-02-30", "1899-12-31", "2120-01-01", "2026-W49-2", "", 1965)),
        *(
            (Kind.DATE, one)
            for one in (None, "19650131", date(1899, 12, 31), datetime(2026, 1, 1, tzinfo=UTC), "１９６５-01-31")
        ),
        *((Kind.MONTH, one) for one in ("2025-13", "2025-00", "2025-0x", "20²5-01", "2025-1", 202501, None)),
        *((Kind.REGION, one) for one in (410105, "4101", "4101050", "010105", "41010a", "４１０１０５", "", None)),
        *((Kind.REGION, one) for one in ("4101050010021",)),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(kind: Kind, given: object) -> None:
    with pytest.raises(ValueProblem, match=r"^“it” takes|^“都没有” cannot go together") as problem:
        fact(kind).read(given)
    assert len(str(problem.value)) < 200


@pytest.mark.parametrize(
    "kind", [Kind.BOOLEAN, Kind.CHOICE, Kind.INTEGER, Kind.YEARS, Kind.MONEY, Kind.DATE, Kind.REGION]
)
def test_the_grid_and_the_values_are_one(kind: Kind) -> None:
    """A value's cell stands for the value, and both ends of the span are values."""
    one = fact(kind)
    low, high = one.span
    for cell in {low, low + 1, (low + high) // 2, high - 1, high}:
        assert one.cell(one.value(cell)) == cell
        assert one.read(one.value(cell)) == one.value(cell)


@BOUNDED
@given(st.integers(0, 200_00))
def test_hundredths_lie_on_their_own_cell(hundredths: int) -> None:
    """0.29 is not 0.28999…: a float is taken as it is written."""
    assert fact(Kind.YEARS).cell(hundredths / 100) == hundredths


@BOUNDED
@given(st.floats(0, 200), st.floats(0, 200))
def test_the_grid_keeps_the_order(one: float, other: float) -> None:
    read, cell = fact(Kind.YEARS).read, fact(Kind.YEARS).cell
    assert (read(one) <= read(other)) == (cell(one) <= cell(other))  # type: ignore[operator]


def test_a_town_lies_in_its_county() -> None:
    assert fact(Kind.REGION).cell("410105001002") == fact(Kind.REGION).cell("410105")


@pytest.mark.parametrize("kind", [Kind.CHOICES, Kind.MONTH])
def test_what_has_no_single_cell_says_so(kind: Kind) -> None:
    with pytest.raises(TypeError, match="no single cell"):
        fact(kind).cell("2025-02")
