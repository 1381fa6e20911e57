"""Whatever is sent to the one form and to the picker of places: nothing breaks, and nothing typed is lost."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drafts.filling import Filling, begun, hidden, sheet, values
from webapp.drafts.blanks import of_part

KINDS = st.sampled_from(
    ["", "0", "張", "2026", "1e9", "true", "unknown", "410105", "\x00", "🙂" * 50, "<b>", "x" * 5000, "-1", "12"]
)
ENDS = (
    "",
    "-year",
    "-month",
    "-day",
    "-calendar",
    "-leap",
    "-line",
    "-name",
    "-id",
    "-0",
    "-0-name",
    "-0-id",
    "-1-phone",
    "-29-name",
)


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_whatever_is_sent_nothing_breaks_and_nothing_typed_is_lost(
    fuzzed: list[tuple[Filling, list[str]]], program: Flask, data: st.DataObject
) -> None:
    filling, slugs = data.draw(st.sampled_from(fuzzed))
    slug = data.draw(st.sampled_from(slugs))
    filling.at(slug)
    if "/form/" not in filling.path:
        return
    names = [name.removeprefix("seen.") for name in hidden(filling) if name.startswith("seen.")]
    sent: dict[str, object] = {}
    for name in names:
        for end in data.draw(st.sets(st.sampled_from(ENDS), max_size=5)):
            sent[name + end] = data.draw(st.one_of(KINDS, st.text(max_size=30)))
        if data.draw(st.booleans()):
            sent[f"seen.{name}"] = data.draw(st.sampled_from(["0", "1", "999999999999", "-5", "x", ""]))
    press = data.draw(st.sampled_from(["", "later", "more", "less", "place", "theirs", "stay", "keep"]))
    if press:
        sent[press] = data.draw(st.sampled_from([*names, "1", "form.heirs-0", "none"]))
    answer = filling.send(sent, bare=True)
    assert answer.status_code < 500
    text = [
        name
        for name in names
        if name in ("form.applicant_name", "form.employer") and str(sent.get(name, "")).strip() == "張"
    ]
    if answer.status_code != 409 and press != "theirs":
        kept = values(program, filling)
        assert all(kept[name] == "張" for name in text if not str(sent.get("less", "")).startswith(name))
    assert filling.at("review").status_code in (200, 404)


@pytest.fixture(scope="module")
def fuzzed(program: Flask) -> list[tuple[Filling, list[str]]]:
    """Drafts with all kinds of blanks, and the pages that they have."""
    found = []
    for bundle, answers in (
        ("retirement", {}),
        ("after-death", {"deceased_has_property": "true"}),
        ("newborn", {}),
        ("restaurant-start", {}),
    ):
        filling = begun(program.test_client(), bundle, "family", **answers)
        found.append((filling, [part.slug for part in sheet(program, filling).parts]))
    return found


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_is_sent_to_the_picker_nothing_breaks(
    fuzzed: list[tuple[Filling, list[str]]], program: Flask, data: st.DataObject
) -> None:
    filling, _slugs = data.draw(st.sampled_from(fuzzed))
    whole = sheet(program, filling)
    places = [
        (part.slug, b.name)
        for part in whole.parts
        for b in of_part(whole.blanks, part)
        if b.kind in ("address", "region")
    ]
    if not places:
        return
    slug, name = data.draw(st.sampled_from(places))
    filling.at(f"{slug}/places/{name}")
    codes = st.sampled_from(
        ["410000", "410100", "410105", "410105001", "100000", "999999", "419001", "x", "", "4101050010010"]
    )
    press = data.draw(st.sampled_from(["value", "up", "enough", "look", "search"]))
    sent = {
        press: data.draw(st.one_of(codes, st.text(max_size=20))),
        "at": data.draw(codes),
        "search": data.draw(st.text(max_size=10)),
    }
    assert filling.send(sent, bare=True).status_code < 500
