"""Whatever goes wrong, a person reads what to do; the machine's words go to the log, without values."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import text

from webapp.db import db
from webapp.site.errors import Unready
from webapp.site.keys import KeyLost

SECRET = "410105196503011234"


@pytest.fixture
def failing(app: Flask) -> Flask:
    """The program with pages that fail in every way. PROPAGATE off: as it is for people."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/fail/<kind>")
    def fail(kind: str) -> str:
        if kind == "bug":
            raise ValueError(f"cannot read {SECRET}")
        if kind == "lost":
            raise KeyLost("key 12345678 is not in the ring")
        if kind == "unready":
            raise Unready("回执现在打不出来。")
        if kind == "sql":
            db.session.execute(text("SELECT * FROM no_such_table WHERE id = :id"), {"id": SECRET})
        abort(int(kind))

    return app


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 413, 415, 418, 429, 500, 501, 503])
def test_every_status_has_a_sentence(failing: Flask, status: int) -> None:
    answer = failing.test_client().get(f"/fail/{status}")
    assert answer.status_code == status
    assert answer.text.count("<h1") == 1
    assert "Traceback" not in answer.text


def test_the_part_for_htmx_is_the_same_page_without_its_frame(failing: Flask) -> None:
    part = failing.test_client().get("/fail/404", headers={"HX-Request": "true"})
    assert part.status_code == 404
    assert part.text.count("<h1") == 1
    assert "<body" not in part.text


@pytest.mark.parametrize(("kind", "status"), [("bug", 500), ("sql", 503), ("lost", 503), ("unready", 503)])
def test_a_failure_is_logged_without_values(
    capsys: pytest.CaptureFixture[str], failing: Flask, kind: str, status: int
) -> None:
    answer = failing.test_client().get(f"/fail/{kind}?id={SECRET}")
    assert answer.status_code == status
    assert SECRET not in re.sub(r"\?id=\d+", "", answer.text)  # the page may name its own address
    lines = capsys.readouterr().out
    assert SECRET not in lines
    assert "/fail/" not in lines
    told = [json.loads(line) for line in lines.splitlines()]
    if kind in {"bug", "sql"}:
        failure = next(line for line in told if "exception" in line)
        assert any("test_errors.py" in step for step in failure["through"])
        number = next(line for line in told if line["from"] == "yijianshi.requests")["request"]
        assert (number in answer.text) == (status >= 500)


def test_a_wrong_way_says_so_and_too_much_is_refused(client: FlaskClient) -> None:
    assert client.delete("/").status_code in {400, 405}
    assert client.get("/find").status_code == 405
    assert client.post("/find", data={"words": "x" * 13_000_000}).status_code in {400, 413}
