"""What every test may ask for: a database of its own, the program on it, a real server, a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from sqlalchemy import create_engine

from tests import cluster as postgresql
from tests.served import Served, served
from webapp import create_app
from webapp.catalogue import compiled
from webapp.config import Settings
from webapp.site.keys import made_once

KINDS = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked `both_databases` runs once on each; any other on SQLite."""
    if "database_url" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_databases") is not None
        metafunc.parametrize("database_url", KINDS if both else KINDS[:1], indirect=True, scope="function")


@pytest.fixture(scope="session", autouse=True)
def catalogue_read_once() -> Iterator[None]:
    """The catalogue and the finder never change while tests run: every program of this process shares them."""
    read_once = cache(compiled.fresh)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "compiled", lambda folder, _beside: read_once(folder))
        yield


@dataclass
class Databases:
    """Databases with all tables, each made by copying one that the migrations have built once."""

    folder: Path
    cluster: Callable[[], postgresql.Cluster]
    built: dict[str, Any] = field(default_factory=dict)

    def new(self, kind: str) -> str:
        """The address of a fresh database."""
        return self._sqlite() if kind == "sqlite" else self._postgresql()

    def _sqlite(self) -> str:
        if "sqlite" not in self.built:
            self.built["sqlite"] = self.folder / "template.sqlite"
            _migrate(f"sqlite:///{self.built['sqlite']}")
        path = self.folder / f"{uuid4().hex}.sqlite"
        shutil.copyfile(self.built["sqlite"], path)
        return f"sqlite:///{path}"

    def _postgresql(self) -> str:
        cluster = self.cluster()
        if "postgresql" not in self.built:
            self.built["postgresql"] = "migrated"
            _migrate(cluster.create("migrated"))
        return cluster.create(uuid4().hex, template="migrated")


def _migrate(address: str) -> None:
    from webapp.migrations import upgrade

    engine = create_engine(address)
    upgrade(engine)
    engine.dispose()  # SQLite then folds its log into the one file


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgresql.Cluster]:
    """One private PostgreSQL for the whole run."""
    if postgresql.binaries() is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with postgresql.running() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Where fresh databases come from. PostgreSQL is started by the first test that needs it."""
    return Databases(tmp_path_factory.mktemp("databases"), lambda: request.getfixturevalue("cluster"))


@pytest.fixture
def database_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    """The address of a fresh database with all tables: see the marker `both_databases`."""
    return databases.new(request.param)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation of its own for one test."""
    instance = tmp_path / "instance"
    instance.mkdir(mode=0o700)
    settings = Settings(instance=instance, database_url=database_url, testing=True)
    made_once(settings.keys)
    return settings


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole program on a fresh database."""
    app = create_app(settings)
    yield app
    from webapp.db import db

    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody's device, without a browser: it keeps cookies and runs no script."""
    return app.test_client()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The program as `make run` serves it, in a process of its own, for tests that do not mind each other's drafts."""
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The distribution's Chromium, or the one that Playwright brought; without either the test is skipped by name."""
    own = shutil.which("chromium") or shutil.which("chromium-browser")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    flags += ["--disable-background-networking", "--disable-component-update"]
    if own is None and not Path(playwright.chromium.executable_path).exists():
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    browser = playwright.chromium.launch(executable_path=own, args=flags)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser, site: Served) -> Iterator[BrowserContext]:
    """A phone of its own: 360 x 740, touch, Chinese."""
    context = browser.new_context(
        base_url=site.address, viewport={"width": 360, "height": 740}, has_touch=True, locale="zh-CN"
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One page on that phone."""
    return context.new_page()
