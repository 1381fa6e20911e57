"""Static files: few, small, kept for a year under the build's address."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.site.assets import Assets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, words in {
        "css/site.css": "@layer base, components;\n"
        '@import url("tokens.css");\n@import url("components/tag.css") layer(components);\n',
        "css/tokens.css": ":root { --ink: black; } /* why */\n",
        "css/components/tag.css": ".tag {\n  color: var(--ink);\n}\n",
        "js/site.js": "const once = 1;\n",
        "js/components/a.js": "/** <a-a> is\n * one. */\n// why\nconst once = 2; // here\nlet s = 'http://x';\n",
        "js/components/b.js": "const once = 3;\n",
        "vendor/x.js": "export default 1;\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(words)
    return tmp_path


def test_one_style_with_every_import_in_its_layer(folder: Path) -> None:
    sent = "".join((Assets(folder).content("css/site.css") or b"").decode().split())
    assert sent == "@layerbase,components;:root{--ink:black;}@layercomponents{.tag{color:var(--ink);}}"


def test_one_script_whose_parts_do_not_meet(folder: Path) -> None:
    sent = (Assets(folder).content("js/site.js") or b"").decode()
    assert sent == "{\nconst once = 1;\n}\n{\nconst once = 2; // here\nlet s = 'http://x';\n}\n{\nconst once = 3;\n}\n"


def test_an_element_file_that_imports_is_a_mistake_at_once(folder: Path) -> None:
    (folder / "js/components/a.js").write_text('import "./b.js";\n')
    with pytest.raises(ValueError, match=r"a\.js"):
        Assets(folder).content("js/site.js")


def test_any_changed_byte_is_another_build(folder: Path) -> None:
    before = Assets(folder).build
    (folder / "css/tokens.css").write_text(":root { --ink: navy; }\n")
    assert Assets(folder).build != before


def test_kept_for_a_year_under_the_present_build_only(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = app.url_for("static", filename="css/site.css")
    now = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert now.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in now.headers
    plain = client.get(address)
    assert brotli.decompress(now.data) == plain.data
    assert gzip.decompress(client.get(address, headers={"Accept-Encoding": "gzip"}).data) == plain.data
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert plain.mimetype == "text/css"
    before = client.get("/static/0123456789/css/site.css")
    assert (before.status_code, before.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "name", ["../config.py", "css/../../pyproject.toml", "/etc/passwd", "css", "nothing.css", "css%2f.."]
)
def test_nothing_else_is_reached(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/x/{name}").status_code in {404, 308}


def test_pages_are_sent_small(client: FlaskClient) -> None:
    whole = client.get("/")
    small = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.data) < len(whole.data) / 2
    assert int(small.headers["Content-Length"]) == len(small.data)
