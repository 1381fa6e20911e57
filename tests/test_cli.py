"""The program at a terminal: what goes wrong is a sentence, and doing something again does no harm."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp.cli import main
from webapp.db import db
from webapp.drafts.opening import open_draft
from webapp.site.clock import now


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "YIJIANSHI_KEYS_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("YIJIANSHI_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


def said(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_help_names_every_command() -> None:
    words = said("--help").output
    for name in ("prepare", "serve", "database", "drafts", "keys"):
        assert name in words


def test_prepared_once_and_again(installation: Path) -> None:
    assert "Keys made" in said("prepare").output
    before = (installation / "keys.json").read_bytes()
    again = said("prepare")
    assert again.exit_code == 0
    assert "Keys made" not in again.output
    assert (installation / "keys.json").read_bytes() == before


def test_not_prepared_says_what_to_do() -> None:
    for command in (("serve",), ("drafts", "expire"), ("keys", "list"), ("database", "upgrade")):
        outcome = said(*command)
        assert outcome.exit_code == 1
        assert "yijianshi prepare" in outcome.output
        assert "Traceback" not in outcome.output


@pytest.mark.parametrize("elsewhere", [False, True])
def test_lost_keys_are_never_made_anew_over_drafts(
    installation: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: bool
) -> None:
    from webapp import create_app

    if elsewhere:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{installation.parent / 'other.sqlite'}")
    said("prepare")
    app = create_app()
    with app.app_context():
        open_draft("retirement", "410100", catalogue_version="1", at=now())
        db.session.commit()
        db.engine.dispose()
    (installation / "keys.json").unlink()
    outcome = said("prepare")
    assert outcome.exit_code == 1
    assert "backup" in outcome.output
    assert not (installation / "keys.json").exists()


def test_keys_turn_and_old_drafts_end() -> None:
    said("prepare")
    assert "New key" in said("keys", "rotate").output
    assert said("keys", "list").output.count("\n") == 2
    assert "Taken out" in said("keys", "prune").output
    assert "Sealed anew: 0" in said("keys", "rotate", "--reseal-only").output
    assert said("drafts", "expire").output == "Deleted: 0.\n"


def test_a_taken_port_is_named() -> None:
    said("prepare")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        outcome = said("serve", "--port", port)
    assert outcome.exit_code == 1
    assert f"Port {port}" in outcome.output


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////no/such/folder/x.sqlite"])
def test_a_database_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    outcome = said("prepare")
    assert outcome.exit_code == 1
    assert "DATABASE_URL" in outcome.output


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "nonsense")
    outcome = said("prepare")
    assert outcome.exit_code == 1
    assert "PUBLIC_URL" in outcome.output
