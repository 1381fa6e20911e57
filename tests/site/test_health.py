"""What watches over the program learns enough, and strangers learn nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from webapp import create_app
from webapp.config import Settings
from webapp.site.keys import made_once


def test_ready_when_database_and_catalogue_are(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ready\n")


def test_not_ready_without_tables(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path, testing=True)
    made_once(settings.keys)
    answer = create_app(settings).test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "missing: database\n")


def test_not_ready_without_a_database_server(settings: Settings) -> None:
    nobody = replace(settings, database_url="postgresql://postgres@127.0.0.1:1/none")
    answer = create_app(nobody).test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "missing: database\n")


def test_figures_count_every_answer(client: FlaskClient) -> None:
    def count() -> float:
        lines = client.get("/metrics").text.splitlines()
        name = 'yijianshi_requests_total{endpoint="health.alive",status="200"} '
        return next((float(line.removeprefix(name)) for line in lines if line.startswith(name)), 0.0)

    before = count()
    client.get("/healthz")
    assert count() == before + 1


def test_figures_are_for_this_machine_or_who_knows_the_token(app: Flask, settings: Settings) -> None:
    stranger = {"REMOTE_ADDR": "203.0.113.7"}
    assert app.test_client().get("/metrics", environ_base=stranger).status_code == 404
    assert app.test_client().get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
    guarded = create_app(replace(settings, metrics_token="correct horse")).test_client()
    assert guarded.get("/metrics").status_code == 404
    right = {"Authorization": "Bearer correct horse"}
    assert guarded.get("/metrics", headers=right, environ_base=stranger).status_code == 200
    assert guarded.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
