"""Photos and files on their way: with the form, or in pieces; for nobody but who may open the draft."""

from __future__ import annotations

import hashlib
import io
import re

from flask import Flask

from tests.drafts.filling import Filling, hidden, photograph
from webapp.drafts.attachments import attachments_of
from webapp.drafts.opening import draft_by_reference


def test_photos_without_script(program: Flask, woman: Filling) -> None:
    woman.at("materials")
    name = re.findall(r'name="(material\.[^"]+)" type="file"', woman.text)[0]
    woman.send({name: (photograph(), "照片.jpg"), "stay": "1"})
    assert "照片.jpg" in woman.text
    assert woman.send({name: (open_text(), "词.txt"), "stay": "1"}).status_code == 422
    assert "Only photos and PDF files" in woman.text
    with program.app_context():
        draft = draft_by_reference(woman.reference)
        assert draft is not None
        [kept] = attachments_of(draft)
    seen = woman.client.get(f"/drafts/{woman.reference}/attachments/{kept.reference}")
    assert (seen.content_type, seen.data[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    stranger = program.test_client()
    assert stranger.get(f"/drafts/{woman.reference}/attachments/{kept.reference}").status_code == 404
    woman.at("materials")
    remove = re.findall(r'formaction="([^"]+)"', woman.text)[0]
    woman.client.post(remove, data=hidden(woman))
    woman.at("materials")
    assert "照片.jpg" not in woman.text


def open_text() -> object:
    """A file that is neither a photo nor a PDF."""
    return io.BytesIO("不是照片".encode() * 100)


def test_photos_in_pieces(program: Flask, woman: Filling) -> None:
    woman.at("materials")
    upload = re.findall(r'upload="([^"]+)"', woman.text)[0]
    content = photograph("blue").getvalue()
    token = {"csrf_token": hidden(woman)["csrf_token"]}
    announced = {"name": "a.jpg", "size": str(len(content)), "sha256": hashlib.sha256(content).hexdigest()}
    begun_ = woman.client.post(upload, data={**token, **announced})
    assert begun_.status_code == 201
    at = begun_.get_json()["address"]
    head = {"X-CSRFToken": token["csrf_token"], "Content-Type": "application/octet-stream"}
    assert woman.client.post(f"{at}?offset=0", data=content[:100], headers=head).get_json()["offset"] == 100
    assert (
        woman.client.post(f"{at}?offset=0", data=content[:100], headers=head).get_json()["offset"] == 100
    )  # sent again
    done = woman.client.patch(f"{at}?offset=100", data=content[100:], headers=head).get_json()
    assert done["done"]
    again = woman.client.post(upload, data={**token, **announced}).get_json()
    assert again["done"]
    assert (
        woman.client.post(upload.rsplit("/", 1)[0] + "/material.none", data={**token, **announced}).status_code == 404
    )
    assert woman.client.post(upload, data={**token, **announced, "size": "99999999"}).status_code == 422
    assert woman.client.post(f"{at}?offset=0", data=b"", headers=head).status_code == 400
