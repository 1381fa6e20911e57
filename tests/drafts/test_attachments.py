"""Files arrive in pieces, are what they say, lie sealed, and tell nothing of who made them."""

from __future__ import annotations

import hashlib
import io
import struct
import threading
import zlib
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select, text

from tests.drafts.conftest import NOON
from webapp.db import db
from webapp.drafts.answers import KEPT, Closed
from webapp.drafts.attachments import (
    LARGEST,
    LARGEST_PIECE,
    MOST,
    append,
    attach,
    attachment_by_reference,
    attachments_of,
    begin,
    content_of,
    finish,
    remove,
)
from webapp.drafts.expiry import expire
from webapp.drafts.models import Attachment, AttachmentPiece, Draft
from webapp.drafts.photographs import LONGEST_SIDE, Unusable, cleaned

both = pytest.mark.both_databases
PDF = b"%PDF-1.7\n" + b"1 0 obj<</Type/Catalog>>endobj\n" * 20000 + b"trailer<<>>\n%%EOF\n"


def photograph(kind: str = "JPEG", size: tuple[int, int] = (800, 500), **more: object) -> bytes:
    paper = io.BytesIO()
    Image.effect_noise((200, 125), 40).resize(size).convert("RGB").save(paper, kind, **more)
    return paper.getvalue()


SMALL = {kind: photograph(kind, size=(40, 30)) for kind in ("JPEG", "PNG", "WEBP")}


def announced(draft: Draft, content: bytes, name: str = "id_card", sum_of_all: str | None = None) -> Attachment:
    return begin(
        draft,
        name,
        title="身份证正面.jpg",
        size=len(content),
        sha256=sum_of_all or hashlib.sha256(content).hexdigest(),
        by="applicant",
        at=NOON,
    )


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


@both
def test_a_file_comes_in_pieces_and_goes_on_where_it_stopped(app: Flask, draft: Draft) -> None:
    attachment = announced(draft, PDF)
    assert append(attachment, 0, PDF[:100_000]) == 100_000
    db.session.commit()
    assert append(attachment, 0, PDF[:100_000]) == 100_000  # the answer got lost, it is sent again
    assert append(attachment, 200_000, PDF[200_000:]) == 100_000  # a gap: go on at 100,000
    with app.app_context():  # another process, after a break
        draft_again = db.session.scalars(select(Draft)).one()
        taken_up = announced(draft_again, PDF)
        assert taken_up.received == 100_000
        with pytest.raises(Unusable, match="incomplete"):
            finish(taken_up, at=NOON)
        assert append(taken_up, 100_000, PDF[100_000:]) == len(PDF)
        finish(taken_up, at=NOON)
        finish(taken_up, at=NOON + timedelta(hours=1))
        db.session.commit()
        assert content_of(taken_up) == PDF
        shown = attachments_of(draft_again)
        assert [(one.name, one.title, one.kind, one.finished) for one in shown] == [
            ("id_card", "身份证正面.jpg", "application/pdf", True)
        ]


@both
def test_pieces_sent_twice_at_once_are_kept_once(app: Flask, draft: Draft) -> None:
    reference = announced(draft, PDF).reference
    db.session.commit()
    gate = threading.Barrier(8)
    failures: list[BaseException] = []

    def send() -> None:
        try:
            with app.app_context():
                mine = attachment_by_reference(db.session.scalars(select(Draft)).one(), reference)
                assert mine is not None
                gate.wait()
                append(mine, 0, PDF[:50_000])
                db.session.commit()
        except BaseException as failure:
            failures.append(failure)

    hands = [threading.Thread(target=send) for _ in range(8)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    assert not failures
    assert count(AttachmentPiece) == 1


@both
def test_pieces_and_names_lie_sealed(draft: Draft) -> None:
    attach(draft, "id_card", title="张桂英.pdf", content=PDF, by="applicant", at=NOON)
    db.session.commit()
    assert b"Catalog" not in bytes(db.session.scalar(text("SELECT content FROM attachment_pieces")))
    assert "张桂英" not in str(db.session.execute(text("SELECT * FROM attachments")).all())


@both
def test_files_go_with_the_draft_or_alone(draft: Draft) -> None:
    one = attach(draft, "id_card", title="a.pdf", content=PDF, by="applicant", at=NOON)
    attach(draft, "hukou_book", title="b.pdf", content=PDF, by="applicant", at=NOON)
    db.session.commit()
    remove(one)
    db.session.commit()
    assert [shown.name for shown in attachments_of(draft)] == ["hukou_book"]
    assert expire(NOON + KEPT) == 1
    assert (count(Attachment), count(AttachmentPiece)) == (0, 0)


def test_another_drafts_file_does_not_exist(draft: Draft) -> None:
    from webapp.drafts.opening import open_draft

    other = open_draft("retirement", "410100", catalogue_version="1", at=NOON)
    attachment = announced(other, PDF)
    assert attachment_by_reference(draft, attachment.reference) is None
    assert attachment_by_reference(other, attachment.reference) is attachment
    for forged in ("", "\0" * 22, "x" * 22, "../" * 8):
        assert attachment_by_reference(other, forged) is None


def test_what_cannot_be_taken_says_why(draft: Draft) -> None:
    with pytest.raises(Unusable, match="too-big"):
        begin(draft, "a", title="", size=LARGEST + 1, sha256="0" * 64, by="applicant", at=NOON)
    with pytest.raises(Unusable, match="empty"):
        begin(draft, "a", title="", size=0, sha256="0" * 64, by="applicant", at=NOON)
    with pytest.raises(Unusable, match="changed"):
        begin(draft, "a", title="", size=1, sha256="nonsense", by="applicant", at=NOON)
    attachment = announced(draft, PDF, sum_of_all="0" * 64)
    with pytest.raises(Unusable, match="too-big"):
        append(attachment, 0, b"x" * (LARGEST_PIECE + 1))
    append(attachment, 0, PDF[:-1])
    with pytest.raises(Unusable, match="changed"):
        append(attachment, len(PDF) - 1, b"more than was announced")
    append(attachment, len(PDF) - 1, PDF[-1:])
    with pytest.raises(Unusable, match="changed"):
        finish(attachment, at=NOON)
    for number in range(MOST - 1):
        announced(draft, f"{number}".encode(), name="a")
    with pytest.raises(Unusable, match="too-many"):
        announced(draft, b"one more", name="a")
    with pytest.raises(Closed):
        begin(draft, "a", title="", size=1, sha256="0" * 64, by="applicant", at=draft.expires_at)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"MZ\x90\x00 a program", "unknown-kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "unknown-kind"),
        (b"GIF89a" + b"\0" * 100, "unknown-kind"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "unknown-kind"),
        (photograph()[:3000], "broken"),
        (photograph("PNG")[:-2000], "broken"),
        (b"%PDF-1.7\nhalf of it", "broken"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "heic"),
        (b"", "unknown-kind"),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, why: str) -> None:
    with pytest.raises(Unusable) as failure:
        cleaned(content)
    assert failure.value.why == why


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 10**6)) + chunk(b"IEND", b"")
    )
    with pytest.raises(Unusable, match="too-many-pixels"):
        cleaned(bomb)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.data_too_large])
@given(st.data())
def test_a_damaged_picture_never_breaks_us(data: st.DataObject) -> None:
    content = bytearray(SMALL[data.draw(st.sampled_from(sorted(SMALL)))])
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=12)
    ):
        content[place] = byte
    try:
        kept, kind = cleaned(bytes(content))
    except Unusable:
        return
    assert kind.startswith("image/")
    assert Image.open(io.BytesIO(kept)).size


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_stands_upright_and_tells_nothing_of_its_maker(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Maker of phones"
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    kept, media = cleaned(photograph(kind, size=(800, 500), exif=exif.tobytes()))
    assert media == f"image/{kind.lower()}"
    assert b"Maker of phones" not in kept
    picture = Image.open(io.BytesIO(kept))
    assert not dict(picture.getexif())
    assert picture.size == (500, 800)


def test_a_large_photograph_becomes_readable_and_small() -> None:
    kept, _ = cleaned(photograph(size=(5200, 4000)))
    assert max(Image.open(io.BytesIO(kept)).size) == LONGEST_SIDE
