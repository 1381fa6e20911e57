"""What people write: made plain where it can be, sent back with a sentence that says where to look otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from webapp.site import language
from webapp.site.clock import frozen
from webapp.site.fields import (
    PROVINCES,
    FieldProblem,
    bank_account,
    bank_doubt,
    check_sign,
    id_number,
    in_groups,
    line,
    month,
    number,
    phone,
)

NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
GOOD = "11010519491231002X"
"""The example that GB 11643 itself prints."""


@pytest.fixture(scope="module", autouse=True)
def asked() -> Iterator[None]:
    """A request in English, so that the sentences are the msgids; the day stands still."""
    speaking = Flask(__name__)
    language.init_app(speaking)
    with speaking.test_request_context(headers={"Cookie": "language=en"}), frozen(NOON):
        yield


def sentence(reader: Callable[[str], object], words: str) -> str:
    """What a person is told about these words."""
    with pytest.raises(FieldProblem) as told:
        reader(words)
    return told.value.sentence


@pytest.mark.parametrize(
    "typed", [GOOD, GOOD.lower(), "110105 19491231 002x", "１１０１０５-1949-1231-002Ｘ", "11010519491231002×"]
)
def test_a_number_in_any_dress_is_the_same_number(typed: str) -> None:
    found = id_number(typed)
    assert (found.number, found.birth, found.male) == (GOOD, date(1949, 12, 31), False)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("410105196503120", "15 digits"),
        ("41010519650312001", "here are 17"),
        ("4101O5196503120014", "Sign 5 must be a digit"),
        ("4101051965031200Y4", "Sign 17 must be a digit"),
        ("410105196502300014", "19650230 is no day"),
        ("410105209903120014", "20990312 cannot be"),
        ("990105196503120014", "does not fit"),
        ("090105196503120014", "09 names none"),
        ("110105194912310020", "does not fit"),
        ("11010519491213002X", "does not fit"),
        ("11010519491230012X", "does not fit"),
        ("110105194913210" + GOOD[15:], "is no day"),
        ("", "here are 0"),
    ],
)
def test_a_wrong_number_says_where_to_look(typed: str, words: str) -> None:
    assert words in sentence(id_number, typed)


def test_a_known_birthday_tells_which_signs_are_wrong() -> None:
    with pytest.raises(FieldProblem) as told:
        id_number("11010519491213002X", date(1949, 12, 31))
    assert "here say 19491213" in told.value.sentence
    assert id_number(GOOD, date(1950, 1, 1)).number == GOOD  # a right number is right, whatever was said elsewhere


births = st.dates(date(1905, 1, 1), date(2026, 11, 30))
numbers = st.builds(
    lambda place, rest, birth, order: f"{place}{rest:04d}{birth:%Y%m%d}{order:03d}",
    st.sampled_from(sorted(PROVINCES)), st.integers(0, 9999), births, st.integers(0, 999),
).map(lambda seventeen: seventeen + check_sign(seventeen))  # fmt: skip


@given(numbers)
def test_every_right_number_is_read(right: str) -> None:
    found = id_number(right)
    assert f"{found.birth:%Y%m%d}" == right[6:14]
    assert found.male == (int(right[16]) % 2 == 1)


@given(numbers, st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_never_passes(right: str, place: int, digit: str) -> None:
    wrong = right[:place] + digit + right[place + 1 :]
    if wrong != right:
        sentence(id_number, wrong)


@given(numbers, st.integers(0, 15))
def test_two_digits_the_wrong_way_round_never_pass(right: str, place: int) -> None:
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if wrong != right:
        sentence(id_number, wrong)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13803710001", "13803710001"),
        ("+86 138 0371 0001", "13803710001"),
        ("0086-13803710001", "13803710001"),
        ("１３８-0371-0001", "13803710001"),
        ("0371-65700000", "0371-65700000"),
        ("(0371)65700000", "0371-65700000"),
        ("010 65700000", "010-65700000"),
        ("03986212345", "0398-6212345"),
    ],
)
def test_phones(typed: str, kept: str) -> None:
    assert phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1380371000", "here are 10"),
        ("138037100012", "here are 12"),
        ("12803710001", "begins with 12"),
        ("65700000", "area code"),
        ("88", "no phone number"),
        ("不知道", "digits only"),
        ("", "digits only"),
    ],
)
def test_a_wrong_phone_says_what_is_wrong(typed: str, words: str) -> None:
    assert words in sentence(phone, typed)


def test_an_account_is_never_refused_for_what_only_the_bank_knows() -> None:
    assert bank_doubt(bank_account("6222 0212 3456 7890 123")) is not None
    assert bank_doubt(bank_account("6222021234567890128")) is None
    assert bank_doubt(bank_account("41001234567890")) is None
    assert "digits" in (bank_doubt(bank_account("1234567")) or "")
    assert "digits only" in sentence(bank_account, "张桂英")
    assert "here are 2" in sentence(bank_account, "62")


@given(st.integers(10**14, 10**18 - 1), st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_of_a_card_is_always_doubted(rest: int, place: int, more: int) -> None:
    stem = f"62{rest}"[:18]
    card = (
        next(stem + check for check in "0123456789" if bank_doubt(stem + check) is None)
        if len(stem) in range(15, 19)
        else ""
    )
    if card:
        digit = (int(card[place]) + more) % 10
        wrong = card[:place] + str(digit) + card[place + 1 :]
        assert not wrong.startswith("62") or bank_doubt(wrong) is not None


@pytest.mark.parametrize(
    ("typed", "found"),
    [("1,200", 1200), ("１２００元", 1200), ("1.2万", 12000), ("15.5", 15.5), ("0", 0), ("2 000", 2000)],
)
def test_numbers(typed: str, found: float) -> None:
    assert number(typed) == found


@pytest.mark.parametrize("typed", ["", "abc", "-1", "1e99", "NaN", "Infinity", "1.2.3", "十五"])
def test_what_is_no_number(typed: str) -> None:
    assert sentence(number, typed)


def test_whole_numbers() -> None:
    assert number("15", whole=True) == 15
    assert "whole number" in sentence(lambda typed: number(typed, whole=True), "15.5")


def test_months() -> None:
    assert month("２０２６年", "3月") == "2026-03"
    assert "four digits" in sentence(lambda year: month(year, "3"), "26")
    with pytest.raises(FieldProblem) as told:
        month("2026", "")
    assert told.value.part == "month"


@given(st.text())
def test_whatever_is_written_is_read_or_answered_with_a_sentence_and_never_breaks(words: str) -> None:
    for reader in (id_number, phone, bank_account, number, line, lambda typed: month(typed, typed)):
        try:
            reader(words)  # type: ignore[operator]  # readers of different results
        except FieldProblem:
            continue


def test_groups() -> None:
    assert in_groups(GOOD, 6, 4) == "110105 1949 1231 002X"
    assert in_groups("13803710001", 3, 4) == "138 0371 0001"
    assert in_groups("", 4) == ""
