"""A small named world: 王秀英 retires in 郑州, answers what she is asked, hands it in and keeps her receipt.

She goes the whole way through the pages, without script, as anybody would: nothing is put into the database by hand.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.forms import Form, encoded, forms

BUNDLE = "retirement"
COUNTY = "410105"
PATIENCE = 80
"""Pages after which somebody who was promised few questions would stop."""


@dataclass
class Visit:
    """Somebody on her way, page by page: whole pages, forms and redirects."""

    client: FlaskClient
    page: TestResponse
    path: str

    @property
    def number(self) -> str:
        """The draft's or the application's number, as it stands in the address."""
        found = re.match(r"/(?:drafts|applications)/([^/]+)", self.path)
        assert found is not None, self.path
        return found[1]

    def open(self, path: str) -> None:
        """Go to a page, and where it sends us."""
        self.page, self.path = self.client.get(path), path
        self._follow()

    def form(self, of: str) -> Form:
        """The form of this page whose address holds these words."""
        return next(form for form in forms(self.page.text) if of in form.action)

    def send(self, form: Form, **given: str) -> None:
        """Fill in the form, press its button, and go where that leads."""
        body = encoded(form.filled(**given))
        kind = "application/x-www-form-urlencoded"
        self.page, self.path = self.client.post(form.action, data=body, content_type=kind), form.action
        self._follow()
        assert self.page.status_code == 200, f"{form.action}: {self.page.status_code} {problems(self.page)}"

    def _follow(self) -> None:
        for _ in range(5):
            if self.page.status_code == 303:
                self.path = self.page.headers["Location"]
                self.page = self.client.get(self.path)


def problems(page: TestResponse) -> list[str]:
    """The sentences beside the fields, for a failure's message."""
    return re.findall(r"field__error[^>]*>.*?<span>(.*?)</span>", page.text, re.S)


def arrived(client: FlaskClient) -> Visit:
    """On the home page."""
    return Visit(client, client.get("/"), "/")


def begun(client: FlaskClient, bundle: str = BUNDLE) -> Visit:
    """With a draft of her own, at its first page."""
    visit = arrived(client)
    visit.open(f"/bundles/{bundle}")
    visit.send(visit.form(f"/bundles/{bundle}/drafts"))
    return visit


def guided(client: FlaskClient, bundle: str = BUNDLE) -> Visit:
    """With every question answered: the result is on the page."""
    visit = begun(client, bundle)
    for _ in range(PATIENCE):
        if visit.path.endswith("/guidance"):
            return visit
        before, form = visit.path, visit.form("/drafts/")
        visit.send(form, **({"value": COUNTY} if form.buttons("value") else {}))
        assert visit.path not in (before, form.action), f"{before} does not take an answer: {problems(visit.page)}"
    raise AssertionError(f"{bundle}: after {PATIENCE} pages there is no result")


def checking(client: FlaskClient, bundle: str = BUNDLE) -> Visit:
    """With the form filled in: everything stands on the page to be checked."""
    visit = guided(client, bundle)
    visit.send(visit.form("/choices"))
    settled: set[str] = set()
    for _ in range(PATIENCE):
        if visit.path.endswith("/review"):
            return visit
        form = visit.form("/drafts/")
        places = [place for place in form.buttons("place") if place not in settled]
        if "/places/" in visit.path:
            visit.send(form, value=form.buttons("value")[0])
        elif places:
            settled.add(places[0])
            visit.send(form, place=places[0])
        else:
            visit.send(form)
    raise AssertionError(f"{bundle}: after {PATIENCE} pages there is nothing to check")


def handed_in(client: FlaskClient, bundle: str = BUNDLE) -> Visit:
    """With the receipt on the page."""
    visit = checking(client, bundle)
    visit.send(visit.form("/application"))
    assert visit.path.startswith("/applications/"), visit.path
    return visit


def photograph(client: FlaskClient, visit: Visit) -> str:
    """A photo of a paper, sent with the form of the materials as a browser without script does; its address."""
    visit.open(f"/drafts/{visit.number}/form/materials")
    form = visit.form("/form/materials")
    name = next(control.name for control in form.controls if control.kind == "file")
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "PNG")
    picture.seek(0)
    sent = {**dict(form.filled(stay="1")), name: (picture, "paper.png", "image/png")}
    client.post(form.action, data=sent, content_type="multipart/form-data")
    visit.open(f"/drafts/{visit.number}/form/materials")
    found = re.search(r"/drafts/\w+/attachments/[\w-]+", visit.page.text)
    assert found is not None, problems(visit.page)
    return found[0]
