"""Whatever is sent to whatever address: an answer below 500, and a human sentence where it is refused.

`FUZZED=10000 pytest tests/house/test_fuzz.py` sends ten thousand requests; in CI it is a few hundred, always the same.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from flask import Flask
from werkzeug.routing import BuildError

from tests.forms import forms
from tests.world import Visit, guided, handed_in
from webapp.site.limits import limiter

REQUESTS = int(os.environ.get("FUZZED", "400"))
NAMES = (
    "value fact seen key at up enough look search words number code consent chosen unsure next mode size theme "
    "language value-year value-month value-day value-calendar value-leap form.applicant_name form.applicant_id_no "
    "place stay later csrf_token offset sha256 name title"
).split()
VALUES = (
    *(
        "",
        "0",
        "1",
        "-1",
        "true",
        "false",
        "unknown",
        "self",
        "410100",
        "410105",
        "100000",
        "999999999999",
        "1e999",
        "nan",
    ),
    *("2026", "13", "31", "lunar", "丢了", "到期", "企业职工(单位交或自己交)", "\x00", "🙂", "%00", "K7QM-2X9P-AB"),
    *("'; drop table drafts; --", "<script>alert(1)</script>", "{{7*7}}", "../../etc/passwd", "张" * 3000),
)


@pytest.fixture
def known(app: Flask) -> dict[str, list[str]]:
    """Names that lead somewhere, so that not every request ends at the door; the device holds a draft and a receipt."""
    client = app.test_client()
    app.extensions["fuzzing client"] = client
    draft, receipt = guided(client, "id-card").number, handed_in(client, "social-security-card").number
    return {
        "reference": [draft, receipt],
        "bundle": ["id-card", "retirement"],
        "fact": ["card_state", "proxy", "birth_date"],
        "stage": ["old-age"],
        "section": ["applicant", "details"],
    }


def test_no_request_breaks_anything(app: Flask, known: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)  # or most requests would end there
    chance, client = Random(20261124), app.extensions["fuzzing client"]
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "metrics"]
    token = next(c.value for c in forms(client.get("/").text)[0].controls if c.name == "csrf_token")
    seen: dict[int, int] = {}
    for _ in range(REQUESTS):
        rule = chance.choice(rules)
        method = chance.choice(sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}))
        values = {name: chance.choice([*known.get(name, []), *VALUES[1:]]) for name in rule.arguments}
        try:
            with app.test_request_context():
                path = app.url_for(rule.endpoint, **values)
        except (BuildError, ValueError):
            path = "/" + chance.choice(VALUES)
        data = {chance.choice(NAMES): chance.choice(VALUES) for _ in range(chance.randrange(6))}
        if chance.random() < 0.9:
            data["csrf_token"] = token
        headers = {"HX-Request": "true"} if chance.random() < 0.3 else {}
        body = {"data": data} if method != "GET" else {"query_string": data}
        answer = client.open(path, method=method, headers=headers, **body)
        seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
        assert answer.status_code < 500 or answer.status_code == 503, f"{method} {path} {data}: {answer.status_code}"
        if answer.status_code >= 400 and answer.mimetype == "text/html":
            assert "<h1" in answer.text, f"{method} {path}: no human sentence"
    assert len(seen) > 3, seen
    assert Visit(client, client.get("/"), "/").page.status_code == 200
