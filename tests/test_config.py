"""Settings are checked at once, and each mistake has a sentence that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.config import Settings, SettingsError


def test_nothing_set_gives_an_installation_of_its_own() -> None:
    settings = Settings.from_environment({})
    assert settings.instance == Path("instance").resolve()
    assert settings.database == f"sqlite:///{settings.instance / 'yijianshi.sqlite'}"
    assert settings.keys == settings.instance / "keys.json"
    assert not settings.https


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_by_psycopg(scheme: str) -> None:
    settings = Settings.from_environment({"DATABASE_URL": f"{scheme}://db/yjs"})
    assert settings.database == "postgresql+psycopg://db/yjs"


def test_keys_may_lie_elsewhere(tmp_path: Path) -> None:
    given = {"YIJIANSHI_KEYS_FILE": str(tmp_path / "k.json"), "YIJIANSHI_INSTANCE": str(tmp_path)}
    assert Settings.from_environment(given).keys == tmp_path / "k.json"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "yjs.example.gov.cn"),
        ("PUBLIC_URL", "ftp://yjs.example.gov.cn"),
        ("PUBLIC_URL", "https://yjs.example.gov.cn/?a=1"),
        ("DATABASE_URL", "mysql://db/yjs"),
        ("YIJIANSHI_PROXIES", "many"),
        ("YIJIANSHI_PROXIES", "-1"),
    ],
)
def test_a_mistake_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})
