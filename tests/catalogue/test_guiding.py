"""`yijianshi guide`: the JSON that was promised, and a sentence for whatever is broken."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.catalogue.guiding import batch, guidance
from webapp.catalogue.library import load
from webapp.cli import main
from webapp.guide import Kind, Value
from webapp.house import house

CATALOGUE = load(house() / "catalogue")
TODAY = date(2026, 12, 1)
MAN = {
    "pension_type": "企业职工(单位交或自己交)",
    "sex": "男",
    "birth_date": "1965-01-15",
    "birth_date_same": True,
    "pension_years_total": 15.5,
}


def _json(given: Mapping[str, Value]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}


def yijianshi(*words: str, told: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command, run as somebody at a terminal runs it."""
    program = "import sys; from webapp.cli import main; main(prog_name='yijianshi')"
    line = [sys.executable, "-c", program, *words]
    return subprocess.run(line, input=told, capture_output=True, check=False, timeout=120)


def lines(told: bytes) -> list[dict[str, Any]]:
    """The answer of a batch."""
    return [json.loads(line) for line in told.decode().splitlines()]


def asked(*requests: bytes) -> list[dict[str, Any]]:
    """A batch, answered here."""
    return [json.loads(line) for line in batch(requests, lambda request: guidance(CATALOGUE, request, TODAY))]


def test_the_answer_has_the_promised_shape(tmp_path: Any) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(MAN, ensure_ascii=False), "utf-8")
    words = ("guide", "retirement", "--region", "410100", "--as-of", "2026-12-01", "--answers", str(answers), "--json")
    result = yijianshi(*words)
    assert result.returncode == 0, result.stderr.decode()
    found = json.loads(result.stdout)
    promised = {"verdicts", "apply_now", "instead", "materials", "next_question", "asked", "computed"}
    assert promised <= set(found)
    assert set(found["verdicts"]) == set(CATALOGUE.bundles["retirement"].matter)
    for verdict in found["verdicts"].values():
        assert set(verdict) == {"standing", "because", "awaits"}
        assert verdict["standing"] in {"required", "optional", "not-needed", "undecided"}
    assert found["verdicts"]["ret.normal"]["standing"] == "undecided"
    assert found["asked"] == list(MAN)
    assert found["next_question"] in CATALOGUE.bundles["retirement"].question
    assert found["computed"]["statutory_retirement_month"] == "2025-02"
    assert found["apply_now"] is None or isinstance(found["apply_now"], bool)


def test_people_read_it_in_words() -> None:
    result = yijianshi("guide", "retirement", "--as-of", "2026-12-01")
    assert result.returncode == 0
    text = result.stdout.decode()
    assert text.startswith("退休一件事\n")
    assert "下一问：交的是哪种养老保险？" in text


def test_answers_may_come_from_standard_input() -> None:
    result = yijianshi("guide", "retirement", "--answers", "-", "--json", told=json.dumps(MAN).encode())
    assert json.loads(result.stdout)["asked"] == list(MAN)


@pytest.mark.parametrize(
    ("words", "told", "sentence"),
    [
        (("guide", "retiremen"), b"", 'no bundle is called "retiremen" — did you mean “retirement”?'),
        (("guide",), b"", "Name a bundle, or use --batch."),
        (("guide", "newborn", "--as-of", "gestern"), b"", "“as_of” takes a day like 2026-12-01"),
        (("guide", "newborn", "--region", "4101"), b"", "a region has six digits"),
        (("guide", "newborn", "--answers", "-"), b"[", "this is not JSON"),
        (("guide", "newborn", "--answers", "-"), b"\xff\xfe", "this is not UTF-8"),
        (("guide", "newborn", "--answers", "-"), b"[]", "“answers” takes an object"),
        (("guide", "newborn", "--answers", "-"), b'{"child_birt": 1}', "did you mean “child_birth”?"),
        (("guide", "newborn", "--answers", "-"), b'{"child_birth": "tomorrow"}', "takes a day like 1965-01-31"),
        (("guide", "newborn", "--answers", "nowhere.json"), b"", "nowhere.json"),
        (("guide", "newborn", "--chosen", "nb.nothing"), b"", '“newborn” has no matter called "nb.nothing"'),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(words: tuple[str, ...], told: bytes, sentence: str) -> None:
    result = CliRunner().invoke(main, words, input=told)
    assert result.exit_code in (1, 2)
    assert isinstance(result.exception, SystemExit)
    assert sentence in result.stderr


@pytest.mark.parametrize(
    ("line", "name", "sentence"),
    [
        (b"hello", None, "this is not JSON: Expecting value at column 1"),
        (b"[1]", None, "a line takes one JSON object"),
        (b"3", None, "a line takes one JSON object"),
        (b'{"id": 1', None, "this is not JSON"),
        (b"\xff\xfe\x00", None, "this is not UTF-8"),
        (b'{"id": 2}', 2, "no bundle is called null"),
        (b'{"id": {"a": 1}, "bundle": 3}', {"a": 1}, "no bundle is called 3"),
        (b'{"id": "x", "bundle": ["newborn"]}', "x", "no bundle is called"),
        (b'{"id": 3, "bundle": "newborn", "answers": []}', 3, "“answers” takes an object"),
        (b'{"id": 3, "bundle": "newborn", "answers": ""}', 3, "“answers” takes an object"),
        (b'{"id": 4, "bundle": "newborn", "answers": {"child_birth": "2026-02-30"}}', 4, "takes a day"),
        (b'{"id": 5, "bundle": "newborn", "answers": {"child_birth": [[]]}}', 5, "takes a day"),
        (b'{"id": 6, "bundle": "newborn", "chosen": "nb.card"}', 6, "“chosen” takes a list"),
        (b'{"id": 7, "bundle": "newborn", "chosen": [[]]}', 7, "has no matter called []"),
        (b'{"id": 8, "bundle": "newborn", "region": true}', 8, "a region has six digits"),
        (b'{"id": 9, "bundle": "newborn", "region": "\xe5\x8d\x97"}', 9, "a region has six digits"),
        (b'{"id": 10, "bundle": "newborn", "as_of": 20261201}', 10, "“as_of” takes a day"),
        (b'{"id": NaN, "bundle": "newborn"}', None, "NaN is no number"),
        (b'{"id": 11, "bundle": "newborn", "answers": {"x": ' + b"9" * 5000 + b"}}", None, "too many digits"),
        (b"[" * 100_000, None, "nested too deeply"),
        (b'{"id": 1e999, "bundle": "nothing"}', None, "no bundle is called"),
    ],
)
def test_a_broken_line_is_answered(line: bytes, name: object, sentence: str) -> None:
    found, sound = asked(line, b'{"id": "next", "bundle": "newborn"}')
    assert set(found) == {"id", "error"}
    assert found["id"] == name
    assert sentence in found["error"]
    assert sound["id"] == "next", "the lines behind it are answered"
    assert "verdicts" in sound


def test_ids_are_carried_through_and_blank_lines_are_none() -> None:
    ids = [1, "二", None, 2.5, [1], {"a": "b"}, True]
    told = [json.dumps({"id": one, "bundle": "id-card"}).encode() + b"\r\n" for one in ids]
    assert [one["id"] for one in asked(*told[:3], b"\n", b"   \n", *told[3:])] == ids
    (half,) = asked(b'{"id": "\\ud800", "bundle": "id-card"}')
    assert half["id"] == "\ud800"
    (marked,) = asked(b'\xef\xbb\xbf{"id": 1, "bundle": "id-card"}')
    assert marked["id"] == 1


def test_not_knowing_is_an_answer_to_every_question() -> None:
    for bundle in CATALOGUE.bundles.values():
        request = {"id": 1, "bundle": bundle.id, "answers": dict.fromkeys(bundle.question, "unknown")}
        (found,) = asked(json.dumps(request).encode())
        assert "error" not in found, found
        assert found["next_question"] is None


def test_nothing_said_is_as_null() -> None:
    (one, other) = asked(
        b'{"bundle": "newborn", "region": null, "as_of": null, "answers": null, "chosen": null}',
        b'{"bundle": "newborn"}',
    )
    assert one == other


def test_a_chosen_matter_brings_its_materials() -> None:
    scenario = next(one for one in CATALOGUE.scenarios["retirement"] if "ret.fund" in one.expect.get("optional", ()))
    answers = _json(scenario.given)
    request = {"bundle": "retirement", "region": scenario.region, "as_of": "2026-12-01", "answers": answers}
    without, chosen = asked(json.dumps(request).encode(), json.dumps({**request, "chosen": ["ret.fund"]}).encode())
    assert "fund_card" not in without["materials"]
    assert "fund_card" in chosen["materials"]
    assert without["verdicts"] == chosen["verdicts"]


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["unknown", "410105"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)
FACTS = sorted({name for bundle in CATALOGUE.bundles.values() for name in bundle.facts})


@settings(deadline=None, derandomize=True, max_examples=400, database=None, suppress_health_check=list(HealthCheck))
@given(
    st.fixed_dictionaries(
        {"bundle": st.sampled_from(sorted(CATALOGUE.bundles)) | JUNK},
        optional={
            "id": JUNK,
            "region": JUNK,
            "as_of": st.dates().map(str) | JUNK,
            "answers": st.dictionaries(st.sampled_from(FACTS), JUNK, max_size=3) | JUNK,
            "chosen": JUNK,
        },
    )
)
def test_no_line_breaks_it(request: dict[str, Any]) -> None:
    (found,) = asked(json.dumps(request).encode())
    assert "verdicts" in found or found["error"]


def _people(many: int) -> list[dict[str, Any]]:
    chance = random.Random(7)
    bundles, people = sorted(CATALOGUE.bundles), []
    for number in range(many):
        bundle = CATALOGUE.bundles[bundles[number % len(bundles)]]
        scenario = chance.choice(CATALOGUE.scenarios[bundle.id])
        answers = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in scenario.given.items()
        }
        for fact in bundle.facts.values():
            if fact.kind is Kind.BOOLEAN and fact.id in answers and chance.random() < 0.2:
                answers[fact.id] = chance.choice([True, False, "unknown"])
        day = chance.choice(["2026-12-01", "2026-12-01", "2027-03-15", "2026-11-24"])
        region = chance.choice(["410100", "410105", "410302", "411081", "411602", "419001"])
        people.append({"id": number, "bundle": bundle.id, "region": region, "as_of": day, "answers": answers})
    return people


def _processor_seconds() -> float:
    """What the processes that were started here have used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_a_thousand_lines_take_under_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    """As a process, reading the catalogue included; in four days and six places."""
    told = b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in _people(1000))
    began, spent = time.perf_counter(), _processor_seconds()
    result = yijianshi("guide", "--batch", told=told)
    took, spent = time.perf_counter() - began, _processor_seconds() - spent
    found = lines(result.stdout)
    with capsys.disabled():
        print(f"\n1,000 lines of guide: {took:.1f} s, {spent:.1f} s of the processor")
    assert [one["id"] for one in found] == list(range(1000))
    assert not [one for one in found if "error" in one]
    assert spent < 10, "on a machine that tests other things meanwhile, only its own work is counted"


def test_each_bundle_is_guided_in_milliseconds(capsys: pytest.CaptureFixture[str]) -> None:
    took = {}
    for bundle in CATALOGUE.bundles.values():
        edition = CATALOGUE.edition(bundle.id, "410105", TODAY)
        request = {"bundle": bundle.id, "region": "410105", "as_of": "2026-12-01"}
        guidance(CATALOGUE, request, TODAY)
        began = time.perf_counter()
        for _ in range(5):
            guidance(CATALOGUE, request, TODAY)
        took[bundle.id] = (time.perf_counter() - began) / 5 * 1000
        assert edition.compiled_size
    slowest = max(took, key=lambda name: took[name])
    with capsys.disabled():
        print(f"\nslowest to guide: {slowest}, {took[slowest]:.1f} ms")
    assert took[slowest] < 250
