"""Somebody at the one form, without script: whole pages, forms and redirects, with what she writes named by blank."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.forms import Form, forms
from webapp.drafts.answers import answers_of, values_of
from webapp.drafts.blanks import Blank
from webapp.drafts.form_sheet import Sheet, sheet_of
from webapp.drafts.opening import draft_by_reference
from webapp.site.fields import check_sign

COUNTY = "410105"
WOMAN = "41010519660312002"
NUMBER = WOMAN + check_sign(WOMAN)
"""The number of a woman who was born on 12 March 1966."""


@dataclass
class Filling:
    """One draft on one device. `path` is where she is."""

    client: FlaskClient
    reference: str = ""
    path: str = "/"
    page: TestResponse | None = None

    @property
    def text(self) -> str:
        """The page as HTML."""
        assert self.page is not None
        return self.page.text

    def open(self, path: str) -> TestResponse:
        """Go there, and where that leads."""
        return self._followed(self.client.get(path), path)

    def form(self, ending: str = "") -> Form:
        """The page's form whose address ends so; the first one of the draft without."""
        found = [one for one in forms(self.text) if one.action.startswith(("/drafts/", "/applications", "/bundles/"))]
        return next(one for one in found if one.action.endswith(ending))

    def send(self, given: Mapping[str, object], ending: str = "", *, bare: bool = False) -> TestResponse:
        """Press a button: the hidden inputs with what is given. `bare`: what stands on the page is not sent along."""
        form = self.form(ending)
        kept = {c.name: c.value for c in form.controls if c.name and c.kind == "hidden"}
        if not bare:
            kept |= {c.name: c.value for c in form.controls if c.name and c.kind in ("text", "tel") and c.value}
        many = any(isinstance(value, tuple) for value in given.values())
        answer = self.client.post(
            form.action, data={**kept, **given}, content_type="multipart/form-data" if many else None
        )
        return self._followed(answer, form.action)

    def _followed(self, page: TestResponse, path: str) -> TestResponse:
        for _ in range(6):
            if page.status_code != 303:
                break
            path = page.headers["Location"]
            page = self.client.get(path)
        self.page, self.path = page, path
        if found := re.match(r"/drafts/([^/]+)/", path):
            self.reference = found[1]
        return page

    def at(self, part: str) -> TestResponse:
        """Go to a page of the form, to the review, or to the draft's other pages."""
        beyond = ("review", "application", "guidance", "region", "form")
        return self.open(f"/drafts/{self.reference}/{part if part.split('/')[0] in beyond else f'form/{part}'}")


def begun(client: FlaskClient, bundle: str, proxy: str = "self", **answers: object) -> Filling:
    """A draft with these answers, every other question answered by 不清楚; at the result."""
    filling = Filling(client)
    filling.open(f"/bundles/{bundle}")
    filling.send({})
    filling.send({"value": COUNTY})
    filling.send({"value": proxy})
    for _ in range(80):
        if "/questions/" not in filling.path:
            return filling
        fact = filling.path.rsplit("/", 1)[1]
        given = answers.get(fact)
        before = filling.path
        filling.send(given if isinstance(given, dict) else {"value": given} if given is not None else {"unsure": "1"})
        assert filling.page is not None
        assert filling.page.status_code == 200, (before, filling.page.status_code)
        assert filling.path != before, f"{before} does not take {given!r}"
    raise AssertionError("after 80 questions still no result")


def right(blank: Blank) -> dict[str, str]:
    """What somebody writes into a blank, all of it right."""
    name = blank.name
    match blank.kind:
        case "date":
            return {f"{name}-year": "2026", f"{name}-month": "10", f"{name}-day": "3"}
        case "month":
            return {f"{name}-year": "2026", f"{name}-month": "12"}
        case "choice" | "choices":
            return {name: blank.choices[0]}
        case "boolean":
            return {name: "true"}
        case "id_number":
            return {name: NUMBER}
        case "phone":
            return {name: "13803710001"}
        case "bank_account":
            return {name: "6222 0212 3456 7890 128"}
        case "person":
            return {f"{name}-name": "张三", f"{name}-id": NUMBER}
        case "people":
            return {f"{name}-0-name": "张三", f"{name}-0-phone": "13803710001"}
        case "list":
            return {f"{name}-0": "金水区纬二路1号"}
        case "address":
            return {f"{name}-line": "纬二路1号"}
        case "integer" | "number" | "money":
            return {name: "12"}
        case _:
            return {name: "张桂英"}


def photograph(colour: str = "red") -> io.BytesIO:
    """A small photo."""
    found = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(found, "JPEG")
    found.seek(0)
    return found


def values(program: Flask, filling: Filling) -> dict[str, object]:
    """What stands in the draft."""
    with program.app_context():
        draft = draft_by_reference(filling.reference)
        assert draft is not None
        return values_of(answers_of(draft))


def sheet(program: Flask, filling: Filling) -> Sheet:
    """The form as it is now."""
    with program.test_request_context():
        draft = draft_by_reference(filling.reference)
        assert draft is not None
        return sheet_of(draft, answers_of(draft))


def sentences(filling: Filling) -> list[str]:
    """What the summary says, without marks of HTML."""
    return [html.unescape(words) for words in re.findall(r'errors__link" href="[^"]*">([^<]*)<', filling.text)]


def hidden(filling: Filling) -> dict[str, str]:
    """The hidden inputs of the page's form."""
    return {c.name: c.value for c in filling.form().controls if c.name and c.kind == "hidden"}
