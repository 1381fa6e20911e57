"""The pages before a draft."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.forms import forms


def found(client: FlaskClient, words: str) -> str:
    """The page that answers to a person's words."""
    form = next(form for form in forms(client.get("/").text) if form.action == "/find")
    page = client.post("/find", data=dict(form.filled(words=words)))
    assert page.status_code == 200
    return page.text


def test_the_first_page_has_one_big_field_and_every_life_stage_that_holds_something(
    app: Flask, client: FlaskClient
) -> None:
    page = client.get("/").text
    assert "说说您要办什么事" in page
    for stage in app.extensions["catalogue"].stages:
        held = bool(app.extensions["catalogue"].of_stage(stage))
        assert (f"/stages/{stage.id}" in page) == held
        assert client.get(f"/stages/{stage.id}").status_code == 200


def test_every_bundle_belongs_to_a_stage_and_has_its_page(app: Flask, client: FlaskClient) -> None:
    catalogue = app.extensions["catalogue"]
    for bundle in catalogue.bundles.values():
        assert any(stage.has(bundle) for stage in catalogue.stages), bundle.stage
        assert client.get(f"/bundles/{bundle.id}").text.count("<h1") == 1


def test_everything_can_be_looked_through_by_subject_by_people_and_by_department(
    app: Flask, client: FlaskClient
) -> None:
    catalogue = app.extensions["catalogue"]
    page = client.get("/bundles").text
    ways = re.findall(r'href="(/(?:stages|audiences|departments)/[\w-]+)"', page)
    assert {way.split("/")[1] for way in ways} == {"stages", "audiences", "departments"}
    for kind in ("stages", "audiences"):
        shown = "".join(client.get(way).text for way in ways if way.startswith(f"/{kind}/"))
        assert all(f'href="/bundles/{name}"' in shown for name in catalogue.bundles), kind
    for name, department in catalogue.departments.items():
        shown = client.get(f"/departments/{name}").text
        assert department.name in shown
        assert all(f'href="/bundles/{b.id}"' in shown for b in catalogue.bundles.values() if b.lead == name)
    assert client.get("/departments/none").status_code == client.get("/audiences/none").status_code == 404


def test_own_words_lead_to_the_bundle_with_a_line_that_tells_it_apart(client: FlaskClient) -> None:
    page = found(client, "俺爹走了户口咋销")
    assert "/bundles/after-death" in page
    assert "您要办的是哪一件" in page


def test_not_sure_is_said_honestly_and_a_person_is_offered(client: FlaskClient) -> None:
    page = found(client, "今天天气咋样")
    assert "/bundles/" not in page
    assert "/help" in page


@pytest.mark.parametrize(("words", "number"), [("救命", "110"), ("着火了", "119"), ("不想活了", "12356")])
def test_danger_comes_before_everything_else(client: FlaskClient, words: str, number: str) -> None:
    page = found(client, words)
    main = page[page.index("<main") :]
    assert f"tel:{number}" in main
    assert main.index(f"tel:{number}") < main.index("<h1")


def test_empty_and_endless_words_are_answered(client: FlaskClient) -> None:
    for words in ("", " ", "啊" * 5000, "<script>alert(1)</script>", "\x00\ud83d"[:1]):
        assert "<script>alert" not in found(client, words)


def test_finding_is_limited(client: FlaskClient) -> None:
    form = next(form for form in forms(client.get("/").text) if form.action == "/find")
    answers = [client.post("/find", data=dict(form.filled(words="退休"))).status_code for _ in range(70)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_english_is_complete_on_every_page_before_a_draft(app: Flask, client: FlaskClient) -> None:
    client.set_cookie("language", "en")
    for path in (
        "/",
        "/bundles",
        "/stages/old-age",
        "/audiences/farmers",
        "/departments/scjg",
        *(f"/bundles/{name}" for name in app.extensions["catalogue"].bundles),
    ):
        text = re.sub(r"<[^>]+>", " ", client.get(path).text).replace("切换到", "").replace("中文", "")
        assert not re.search(r"[\u4e00-\u9fff]", text), (path, re.findall(r"[\u4e00-\u9fff]+", text)[:5])
