"""The look is kept on the device, by a POST that comes back to where the person was, and nobody is sent elsewhere."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.site.modes import Look, changed, same_site

STANDARD = Look(mode="standard", size=1, theme="auto", here="/help")


def token(client: FlaskClient) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/help").text)
    assert found
    return found[1]


def changed_by(client: FlaskClient, **asked: str) -> str:
    """Ask for another look; where the answer leads."""
    answer = client.post("/modes", data={"csrf_token": token(client), "next": "/help", **asked})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_elder_mode_survives_every_page(client: FlaskClient) -> None:
    assert 'data-mode="standard"' in client.get("/help").text
    assert changed_by(client, mode="elder") == "/help"
    for address in ("/help", "/nowhere"):
        assert 'data-mode="elder"' in client.get(address).text
    changed_by(client, mode="standard")
    assert 'data-mode="standard"' in client.get("/help").text


def test_four_steps_of_type_and_no_further(client: FlaskClient) -> None:
    seen = []
    for _press in range(5):
        assert changed_by(client, size="bigger").endswith("#look")  # back to the buttons, for the next press
        seen.append(re.search(r'data-size="(\d)"', client.get("/help").text)[1])  # type: ignore[index]
    assert seen == ["2", "3", "4", "4", "4"]
    for _press in range(5):
        changed_by(client, size="smaller")
    assert 'data-size="1"' in client.get("/help").text


def test_the_language_changes_and_says_so(client: FlaskClient) -> None:
    assert '<html lang="zh-Hans"' in client.get("/help").text
    changed_by(client, language="en")
    page = client.get("/help").text
    assert '<html lang="en"' in page
    assert re.search(r'value="zh_Hans"><span>Switch to <span lang="zh-Hans">中文</span></span>', page)


def test_a_get_changes_nothing(client: FlaskClient) -> None:
    assert client.get("/modes?mode=elder").status_code == 405
    assert 'data-mode="standard"' in client.get("/help?mode=elder").text


def test_without_the_token_nothing_changes(client: FlaskClient) -> None:
    assert client.post("/modes", data={"mode": "elder"}).status_code == 400
    assert 'data-mode="standard"' in client.get("/help").text


@pytest.mark.parametrize("words", ["", "huge", "5", "0", "-1", "2 or 1", "elder\r\nx: y", "🙂" * 400])
def test_what_we_do_not_know_changes_nothing(words: str) -> None:
    asked = {"mode": words, "theme": words, "language": words}
    assert changed(STANDARD, asked) == {}
    assert changed(STANDARD, {"size": words}) == {"size": "1"}


@pytest.mark.parametrize("cookie", ["", "9", "x", '"', "standard; mode=elder", "٣"])
def test_broken_cookies_are_as_none(app: Flask, cookie: str) -> None:
    client = app.test_client()
    for name in ("mode", "size", "theme", "language"):
        client.set_cookie(name, cookie)
    page = client.get("/help")
    assert page.status_code == 200
    assert 'data-mode="standard" data-size="1" data-theme="auto"' in page.text


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/help", "/help"),
        ("/bundles/retirement?region=410100", "/bundles/retirement?region=410100"),
        ("http://127.0.0.1:8000/drafts/x", "/drafts/x"),
        ("//evil.example/x", "/x"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("///evil.example", "/evil.example"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_nobody_is_sent_elsewhere(address: str | None, path: str) -> None:
    assert same_site(address) == path


def test_a_part_is_the_main_alone_and_never_kept_as_the_page(client: FlaskClient) -> None:
    whole = client.get("/help")
    part = client.get("/help", headers={"HX-Request": "true"})
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert part.text.count("<main") == part.text.count("<title") == part.text.count("<h1") == 1
    assert part.vary.to_header().lower().find("hx-request") >= 0
    restored = client.get("/help", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in restored.text
