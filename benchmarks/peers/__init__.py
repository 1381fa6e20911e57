"""The best of the others, with the same questionnaire, in the same run: what people would take instead of ours.

Eight one-question pages and a review: three choices, two whole numbers, a text, a date, a group of boxes. Each peer is
installed once into build/peers, never into our own environment, and runs the way its own documentation recommends.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.subjects import SERVER_CORE, Subject, free_port, running

HERE = Path(__file__).parent
FORMTOOLS = ["django==5.2.*", "django-formtools==2.7.*", "gunicorn==27.*"]
HMPO = ["hmpo-form-wizard@15.0.5", "express@4", "express-session@1", "connect-redis@9", "redis@6", "nunjucks@3"]
HMPO += ["cookie-parser@1", "hmpo-components@8", "hmpo-i18n@7", "govuk-frontend@5"]


@contextmanager
def formtools(build: Path) -> Iterator[Subject]:
    """Django 5.2 and formtools under gunicorn with eight threads."""
    home, folder = build / "formtools", build / "formtools" / "data"
    if not (home / "bin" / "gunicorn").exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([home / "bin" / "pip", "install", "--quiet", *FORMTOOLS], check=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    port = free_port()
    words: list[str | Path] = [home / "bin" / "gunicorn", "-k", "gthread", "--threads", "8", "-b", f"127.0.0.1:{port}"]
    words += ["--log-level", "warning", "benchmarks.peers.formtools:application"]
    with running("Django + formtools", words, port, "/questions/", PEER_FOLDER=str(folder)) as subject:
        yield subject


@contextmanager
def hmpo(build: Path) -> Iterator[Subject]:
    """hmpo-form-wizard on Express, with a Redis of its own on the same core."""
    home = build / "hmpo"
    if not (home / "node_modules" / "hmpo-components").exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text('{"private": true}')
        subprocess.run(["npm", "install", "--silent", *HMPO], cwd=home, check=True)
    store, port = free_port(), free_port()
    redis = ["taskset", "-c", SERVER_CORE, "redis-server", "--port", str(store), "--bind", "127.0.0.1", "--save", ""]
    with subprocess.Popen([*redis, "--appendonly", "no"], stdout=subprocess.DEVNULL) as child:
        try:
            settings = {"NODE_ENV": "production", "NODE_PATH": str(home / "node_modules"), "PORT": str(port)}
            settings["REDIS_URL"] = f"redis://127.0.0.1:{store}"
            with running("hmpo-form-wizard", ["node", HERE / "hmpo.cjs"], port, "/questions/", **settings) as subject:
                yield subject
        finally:
            child.terminate()
