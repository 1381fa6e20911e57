"""Every page opens, reading never writes, a forged address gets a human sentence, and every form is protected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, has_request_context, request
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event
from werkzeug.routing import Rule

from tests import world

FOR_MACHINES = {"static", "health.alive", "health.ready", "health.metrics"}
"""Answers that are no pages."""

PERSONAL = ("/drafts", "/applications")
FORGED = {
    "reference": "ZZZZZZZZZZ",
    "bundle": "no-such-bundle",
    "stage": "no-such-stage",
    "audience": "no-such-people",
    "department": "no-such-office",
    "fact": "no_such_fact",
}


@pytest.fixture
def never_written_by_reading() -> Iterator[None]:
    """A GET that changes the database fails, wherever in a test it happens."""

    def look(_: Connection, __: Any, statement: str, *___: Any) -> None:
        reading = has_request_context() and request.method in {"GET", "HEAD"}
        changing = re.match(r"\s*(insert|update|delete|replace|create|drop|alter)\b", statement, re.I)
        assert not (reading and changing), f"GET {request.endpoint} writes: {statement[:80]}"

    event.listen(Engine, "before_cursor_execute", look)
    yield
    event.remove(Engine, "before_cursor_execute", look)


def pages(app: Flask) -> list[Rule]:
    """Every address that can be opened."""
    return [
        rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint not in FOR_MACHINES
    ]


def addresses(app: Flask, client: FlaskClient) -> dict[str, str]:
    """An address of each page for somebody who has one application and one open draft with a photo."""
    application = world.handed_in(client)
    place = world.guided(client)
    place.send(place.form("/choices"))
    section = place.path.rpartition("/")[2]
    blank = place.form("/form/").buttons("place")[0]
    file = world.photograph(client, place)
    known = {
        "bundle": world.BUNDLE,
        "fact": "proxy",
        "section": section,
        "name": blank,
        "file": file.rpartition("/")[2],
        "audience": "older-people",
        "department": "rst",
        "stage": next(iter(re.findall(r'href="/stages/([\w-]+)"', client.get("/").text))),
    }
    found = {}
    for rule in pages(app):
        reference = application.number if str(rule).startswith("/applications") else place.number
        values = {**known, "reference": reference}
        missing = rule.arguments - values.keys()
        assert not missing, f"{rule}: tell tests/world.py what {missing} is"
        with app.test_request_context():
            found[rule.endpoint] = app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
    return found


@pytest.mark.usefixtures("never_written_by_reading")
@pytest.mark.both_databases
def test_every_page_opens_and_reading_never_writes(app: Flask, client: FlaskClient, subtests: pytest.Subtests) -> None:
    for endpoint, address in addresses(app, client).items():
        with subtests.test(endpoint):
            page = client.get(address, follow_redirects=True)
            assert page.status_code == 200
            if page.mimetype == "text/html":
                assert page.text.count("<h1") == 1
                assert re.search(r'<html lang="zh-(CN|Hans)"', page.text)
                assert re.search(r"<title>[^<]+</title>", page.text)
                assert 'href="tel:12345"' in page.text
            if address.startswith(PERSONAL):
                assert "no-store" in page.headers["Cache-Control"]


def test_a_part_is_the_page_without_its_frame(app: Flask, client: FlaskClient, subtests: pytest.Subtests) -> None:
    """htmx gets the title and the main part of the very same page."""
    for endpoint, address in addresses(app, client).items():
        with subtests.test(endpoint):
            part = client.get(address, headers={"HX-Request": "true"}, follow_redirects=True)
            if part.mimetype == "text/html":
                assert "<html" not in part.text
                assert re.search(r"<title>[^<]+</title>", part.text)
                assert part.text.count("<h1") == 1


def test_a_forged_address_gets_a_human_sentence(app: Flask, client: FlaskClient, subtests: pytest.Subtests) -> None:
    for rule in app.url_map.iter_rules():
        if not rule.arguments or rule.endpoint == "static":
            continue
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **{name: FORGED.get(name, "forged") for name in rule.arguments})
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            with subtests.test(f"{method} {rule}"):
                page = client.open(address, method=method, follow_redirects=True)
                assert page.status_code in (200, 400, 404, 410, 429)
                if page.mimetype == "text/html":
                    assert page.text.count("<h1") == 1
                    assert "Traceback" not in page.text


def test_every_change_needs_its_token(app: Flask, client: FlaskClient, subtests: pytest.Subtests) -> None:
    """What another site makes a browser send is refused, and nothing is changed."""
    visit = world.begun(client)
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}):
            values = {**FORGED, "reference": visit.number, "bundle": world.BUNDLE}
            with app.test_request_context():
                address = app.url_for(rule.endpoint, **{name: values.get(name, "x") for name in rule.arguments})
            with subtests.test(f"{method} {rule}"):
                foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
                assert client.open(address, method=method, headers=foreign).status_code == 400


def test_every_written_address_is_one(app: Flask, texts: dict[str, str]) -> None:
    """An address that a template or a script writes out leads to a route."""
    adapter = app.url_map.bind("localhost")
    written = {
        (name, address)
        for name, text in texts.items()
        if name.startswith(("templates/", "static/js/"))
        for address in re.findall(r"[\"'](/[a-z][\w/.-]*)[\"'?#]", text)
    }
    lost = [
        place
        for place in sorted(written)
        if not (adapter.test(place[1], "GET") or adapter.test(place[1], "POST") or place[1].startswith("/static"))
    ]
    assert not lost


def test_nobody_else_opens_a_draft(app: Flask, client: FlaskClient, subtests: pytest.Subtests) -> None:
    """Another device that knows the address sees nothing of what was answered."""
    visit = world.guided(client)
    stranger = app.test_client()
    for rule in pages(app):
        if str(rule).startswith("/drafts/<string:reference>"):
            values = {"reference": visit.number, "fact": "sex", "section": "applicant", "name": "x", "file": "x"}
            with app.test_request_context():
                address = app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
            with subtests.test(str(rule)):
                page = stranger.get(address, follow_redirects=True)
                assert page.status_code in (200, 404)
                assert "1965" not in page.text


def test_rules_are_named_after_things(app: Flask) -> None:
    """Kebab-case nouns; no verb in an address, no number of ours."""
    for rule in app.url_map.iter_rules():
        for piece in re.sub(r"<[^>]*>", "", str(rule)).strip("/").split("/"):
            assert re.fullmatch(r"[a-z0-9.-]*", piece), rule
            assert not re.match(r"(get|do|save|submit|update|delete|create|edit|handle)\b", piece), rule
        assert "<int:" not in str(rule), f"{rule} counts records"


def test_this_test_sees_a_writing_get(app: Flask, never_written_by_reading: None, tmp_path: Path) -> None:
    """The watch itself works: a view that writes during a GET is caught."""
    from sqlalchemy import text

    from webapp.db import db

    with app.test_request_context("/", method="GET"), pytest.raises(AssertionError, match="writes"):
        db.session.execute(text("DELETE FROM drafts"))
