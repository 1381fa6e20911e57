"""Styles, scripts and pictures: few requests, small, kept for a year under an address that names the build.

`css/site.css` is sent with its `@import`s put in place, each in its layer; `js/site.js` with every element file under
`js/components/` and `js/features/` behind it. So a page needs one style and one script; nothing is built.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, current_app, request

from webapp.house import house
from webapp.site.compression import KINDS, compressed

IMPORT = re.compile(r'^@import url\("([^"]+)"\)(?: layer\(([\w.-]+)\))?;\s*$', re.M)
CSS_REMARK = re.compile(r"/\*.*?\*/", re.S)
JS_REMARK = re.compile(r"^\s*(?:/\*\*?.*?\*/|//[^\n]*)$\n?", re.S | re.M)
JS_MODULE_WORDS = re.compile(r"^(?:import|export)\b", re.M)


class Assets:
    """Everything under static/, as it is sent. `build` changes when any byte of it does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        self.files = {file.relative_to(folder).as_posix(): file for file in files}
        seen = hashlib.sha256()
        for name, file in self.files.items():
            seen.update(f"{name}\0".encode() + file.read_bytes())
        self.build = seen.hexdigest()[:10]
        self.sent: dict[tuple[str, str], tuple[bytes, str]] = {}

    def content(self, name: str) -> bytes | None:
        """What is sent under this name before compression, or None where there is no such file."""
        if name == "css/site.css":
            return self._style(self.files[name]).encode() if name in self.files else None
        if name == "js/site.js":
            return self._script().encode()
        file = self.files.get(name)
        return file.read_bytes() if file else None

    def coded(self, name: str, accepted: str) -> tuple[bytes, str] | None:
        """The same, compressed once and remembered, with the coding's name."""
        coding = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
        if (name, coding) not in self.sent:
            content = self.content(name)
            if content is None:
                return None
            wordy = kind(name).startswith(KINDS)
            self.sent[name, coding] = compressed(content, coding, 11, 9) if wordy else (content, "")
        return self.sent[name, coding]

    def _style(self, file: Path) -> str:
        def put_in_place(found: re.Match[str]) -> str:
            words = self._style(file.parent / found[1])
            return f"@layer {found[2]} {{\n{words}\n}}" if found[2] else words

        words = CSS_REMARK.sub("", file.read_text("utf-8"))
        words = re.sub(r"\s*\n\s*", "\n", IMPORT.sub(put_in_place, words)).strip()
        return re.sub(r"\n?([{};,])\s*", r"\1", words.replace(" {", "{").replace(": ", ":"))

    def _script(self) -> str:
        elements = [name for name in self.files if re.fullmatch(r"js/(?:components|features)/[\w-]+\.js", name)]
        parts = [name for name in ("js/site.js", *elements) if name in self.files]
        vendored = [name for name in self.files if re.fullmatch(r"vendor/htmx-[\d.]+\.min\.js", name)]
        unchanged = "".join(f"{self.files[name].read_text('utf-8')}\n" for name in vendored)
        return unchanged + "".join(f"{{\n{self._element(self.files[name])}}}\n" for name in parts)

    def _element(self, file: Path) -> str:
        words = JS_REMARK.sub("", file.read_text("utf-8"))
        if JS_MODULE_WORDS.search(words):
            raise ValueError(f"{file.name}: element files stand alone, they neither import nor export")
        return re.sub(r"^\s+", "", words, flags=re.M)


def kind(name: str) -> str:
    """The media type of a file's name."""
    found = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return "text/javascript" if found.endswith("javascript") else found


def static(build: str, filename: str) -> Response:
    """One file. Under the present build's address it may be kept for a year; under another's (a page opened before
    the last renewal) it is sent all the same, but not kept."""
    held = _held()
    accepted = request.headers.get("Accept-Encoding", "")
    found = held.coded(filename, accepted) or abort(404)
    response = Response(
        found[0], content_type=kind(filename) + ("; charset=utf-8" if kind(filename).startswith("text/") else "")
    )
    if found[1]:
        response.headers["Content-Encoding"] = found[1]
    response.headers["Vary"] = "Accept-Encoding"
    same = build == held.build and not current_app.debug
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if same else "no-cache"
    return response


def _held() -> Assets:
    """The files as they were at the start; with --debug as they are now."""
    if current_app.debug:
        current_app.extensions["assets"] = Assets(house() / "static")
    found: Assets = current_app.extensions["assets"]
    return found


def init_app(app: Flask) -> None:
    """`url_for("static", filename=…)` gives the address with the build in it."""
    app.extensions["assets"] = Assets(house() / "static")
    app.add_url_rule("/static/<string:build>/<path:filename>", "static", static)

    @app.url_defaults
    def with_build(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("build", app.extensions["assets"].build)
