"""What every answer carries, and that a change comes from our own pages without costing anybody what they typed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from webapp import create_app
from webapp.config import Settings

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def echo(app: Flask) -> Flask:
    """The program with one page more, that takes anything."""

    @app.post("/echo")
    def echo() -> str:
        return "|".join(request.form.getlist("words"))

    return app


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


@pytest.mark.parametrize("address", ["/", "/no-such-page", "/healthz", "/help"])
def test_every_answer_is_guarded(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_parts_and_styles_do_not_carry_what_only_pages_need(client: FlaskClient) -> None:
    """A third of the bytes of a step. Nobody but a script of ours can ask with htmx's header."""
    whole = client.get("/help").headers
    part = client.get("/help", headers={"HX-Request": "true"}).headers
    style = client.get("/static/x/css/site.css").headers
    for headers in (part, style):
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Content-Security-Policy" not in headers
        assert len(str(headers)) < len(str(whole)) - 300
    assert part["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in client.get("/static/x/pictures/pictures.svg").headers


def test_over_https_cookies_are_secure_and_https_is_remembered(settings: Settings) -> None:
    app = create_app(replace(settings, public_url="https://yjs.example.gov.cn"))
    assert app.config["SESSION_COOKIE_SECURE"]
    answer = app.test_client().get("/", base_url="https://yjs.example.gov.cn")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_cookie_of_the_device_is_closed_to_scripts_and_other_sites(echo: Flask) -> None:
    client = echo.test_client()
    cookie = client.post("/echo", headers=OURS).headers["Set-Cookie"]
    assert cookie.startswith("device=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_form_without_its_token_is_kept_and_one_press_sends_it(echo: Flask) -> None:
    client = echo.test_client()
    typed = {"words": ["张桂英", '"><script>alert(1)</script>']}
    first = client.post("/echo", data=typed, headers=OURS)
    assert first.status_code == 400
    assert "<script>alert" not in first.text
    assert 'action="/echo"' in first.text
    again = {**typed, "csrf_token": token(first.text), "again": "1"}
    assert client.post("/echo", data=again, headers=OURS).text == "|".join(typed["words"])


def test_without_cookies_it_does_not_go_round_for_ever(echo: Flask) -> None:
    forgetful = echo.test_client(use_cookies=False)
    page = forgetful.post("/echo", data={"words": "x"}, headers=OURS)
    again = forgetful.post("/echo", data={"words": "x", "csrf_token": token(page.text), "again": "1"}, headers=OURS)
    assert again.status_code == 400
    assert 'name="again"' not in again.text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {}]
)
def test_what_another_site_sends_gets_no_button(echo: Flask, headers: dict[str, str]) -> None:
    answer = echo.test_client().post("/echo", data={"words": "theirs"}, headers=headers)
    assert answer.status_code == 400
    assert "theirs" not in answer.text


def test_old_phones_prove_where_they_come_from_by_origin(echo: Flask) -> None:
    answer = echo.test_client().post("/echo", data={"words": "ours"}, headers={"Origin": "http://localhost"})
    assert 'value="ours"' in answer.text
