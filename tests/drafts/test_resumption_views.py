"""Coming back to a draft: on this device at once, elsewhere by number and code."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.forms import forms
from tests.world import begun
from webapp.site.clock import frozen, now


def number_and_code(client: FlaskClient, reference: str) -> tuple[str, str]:
    page = client.get(f"/drafts/{reference}/code").text
    number = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}", page)
    code = re.search(r"\b(\d{3}\s?\d{3})\b", re.sub(r"<[^>]+>", " ", page.split("取件码", 1)[1]))
    assert number is not None
    assert code is not None
    return number[0], code[1]


def resumed(client: FlaskClient, number: str, code: str) -> TestResponse:
    form = next(form for form in forms(client.get("/drafts").text) if form.action == "/drafts")
    return client.post("/drafts", data=dict(form.filled(number=number, code=code)))


def test_another_device_goes_on_by_number_and_code(app: Flask, client: FlaskClient) -> None:
    visit = begun(client, "id-card")
    number, code = number_and_code(client, visit.number)
    other = app.test_client()
    assert other.get(visit.path).status_code == 404
    page = resumed(other, number.lower().replace("-", " "), code)
    assert page.status_code == 303
    assert other.get(page.headers["Location"]).status_code in (200, 303)


def test_a_wrong_code_is_a_sentence_and_after_five_there_is_a_pause(app: Flask, client: FlaskClient) -> None:
    visit = begun(client, "id-card")
    number, code = number_and_code(client, visit.number)
    other = app.test_client()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        page = resumed(other, number, wrong)
        assert page.status_code == 422
        assert "对不上" in page.text
        assert "12345" in page.text
    assert "分钟" in resumed(other, number, code).text


def test_a_number_that_does_not_exist_is_told_like_a_wrong_code(client: FlaskClient) -> None:
    assert "对不上" in resumed(client, "2222-2222-22", "123456").text
    assert "对不上" in resumed(client, "'; drop table drafts", "x" * 500).text


def test_another_code_makes_the_old_one_useless(app: Flask, client: FlaskClient) -> None:
    visit = begun(client, "id-card")
    number, code = number_and_code(client, visit.number)
    form = next(f for f in forms(client.get(f"/drafts/{visit.number}/code").text) if f.action.endswith("/code"))
    client.post(form.action, data=dict(form.filled()))
    assert number_and_code(client, visit.number)[1] != code
    assert resumed(app.test_client(), number, code).status_code == 422


def test_the_first_page_offers_what_was_begun_on_this_device_until_its_days_are_over(client: FlaskClient) -> None:
    visit = begun(client, "id-card")
    assert f"/drafts/{visit.number}" in client.get("/").text
    with frozen(now() + timedelta(days=31)):
        assert f"/drafts/{visit.number}" not in client.get("/").text
        page = client.get(visit.path)
        assert page.status_code == 410
        assert "12345" in page.text
