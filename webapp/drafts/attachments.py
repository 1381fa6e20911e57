"""Photos and files of a draft. They arrive in pieces, so that a weak network only ever loses the last one; they lie
sealed in the database, so that no machine holds anything alone."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from webapp.db import db, rows_changed
from webapp.drafts.answers import Closed
from webapp.drafts.models import Attachment, AttachmentPiece, Draft
from webapp.drafts.photographs import Unusable, cleaned
from webapp.site.keys import ring

LARGEST = 10 * 1024 * 1024  # bytes of one file
LARGEST_PIECE = 1024 * 1024
MOST = 30  # files of one draft
PIECE = 256 * 1024  # bytes of one row

TITLE = "#title"


@dataclass(frozen=True)
class Attached:
    """What a page shows of a file: `title` is the file's own name, `kind` its media type once it is whole."""

    reference: str
    name: str
    title: str
    kind: str | None
    size: int
    received: int

    @property
    def finished(self) -> bool:
        """It is whole and was looked into."""
        return self.kind is not None


def begin(draft: Draft, name: str, *, title: str, size: int, sha256: str, by: str, at: datetime) -> Attachment:
    """Announce a file for the material or field `name`. The same file for the same name is taken up where it stopped.

    Raises Unusable (too big, empty, too many, no such sum) and Closed.
    """
    if draft.handed_in or draft.expired(at):
        raise Closed(draft.reference)
    if not 0 < size <= LARGEST:
        raise Unusable("empty" if size <= 0 else "too-big")
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise Unusable("changed")
    mine = select(Attachment).where(Attachment.draft_id == draft.id)
    same = db.session.scalar(mine.where(Attachment.name == name, Attachment.sha256 == sha256, Attachment.size == size))
    if same:
        return same
    if (db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MOST:
        raise Unusable("too-many")
    reference = secrets.token_urlsafe(16)
    attachment = Attachment(
        reference=reference,
        draft_id=draft.id,
        name=name,
        title=ring().box(reference).seal(TITLE, title[-120:]),
        size=size,
        sha256=sha256,
        received=0,
        by=by,
        created_at=at,
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment


def attachment_by_reference(draft: Draft, reference: str) -> Attachment | None:
    """One file of this draft, or None; another draft's files do not exist here."""
    mine = select(Attachment).where(Attachment.reference == reference, Attachment.draft_id == draft.id)
    return db.session.scalar(mine) if re.fullmatch(r"[\w-]{22}", reference, re.ASCII) else None


def append(attachment: Attachment, begins: int, content: bytes) -> int:
    """Add the bytes that begin at `begins`; gives how many have arrived in all, which is where to go on.

    A piece that came before is not written again; one that leaves a gap is not written at all. Raises Unusable.
    """
    if len(content) > LARGEST_PIECE:
        raise Unusable("too-big")
    ends = begins + len(content)
    if attachment.finished or begins != attachment.received or not content:
        return attachment.received
    if ends > attachment.size:
        raise Unusable("changed")
    moved = update(Attachment).where(Attachment.id == attachment.id, Attachment.received == begins)
    if rows_changed(moved.values(received=ends)):
        _store(attachment, begins, content)
    db.session.refresh(attachment)
    return attachment.received


def finish(attachment: Attachment, *, at: datetime) -> Attachment:
    """Look into the whole file: really a picture or PDF, really what was sent. What a picture tells of its maker is
    taken out. Twice is once. Raises Unusable; the caller then removes the attachment and says why.
    """
    if attachment.finished:
        return attachment
    if attachment.received != attachment.size:
        raise Unusable("incomplete")
    sent = content_of(attachment)
    if hashlib.sha256(sent).hexdigest() != attachment.sha256:
        raise Unusable("changed")
    content, attachment.kind = cleaned(sent)
    db.session.execute(delete(AttachmentPiece).where(AttachmentPiece.attachment_id == attachment.id))
    for begins in range(0, len(content), PIECE):
        _store(attachment, begins, content[begins : begins + PIECE])
    attachment.finished_at = at
    return attachment


def attach(draft: Draft, name: str, *, title: str, content: bytes, by: str, at: datetime) -> Attachment:
    """A whole file at once, from a page without script. Raises Unusable and Closed; then the caller must not commit."""
    sum_of_all = hashlib.sha256(content).hexdigest()
    attachment = begin(draft, name, title=title, size=len(content), sha256=sum_of_all, by=by, at=at)
    while attachment.received < attachment.size:
        append(attachment, attachment.received, content[attachment.received :][:LARGEST_PIECE])
    return finish(attachment, at=at)


def content_of(attachment: Attachment) -> bytes:
    """All bytes that lie in the database, in order. Raises KeyLost."""
    return b"".join(pieces_of(attachment))


def pieces_of(attachment: Attachment) -> Iterator[bytes]:
    """The same, piece by piece."""
    box = ring().box(attachment.reference)
    mine = select(AttachmentPiece.begins, AttachmentPiece.content).where(AttachmentPiece.attachment_id == attachment.id)
    for begins, content in db.session.execute(mine.order_by(AttachmentPiece.begins)):
        yield box.open_bytes(str(begins), content)


def attachments_of(draft: Draft) -> list[Attached]:
    """All files of a draft, in the order they came. Raises KeyLost."""
    mine = select(Attachment).where(Attachment.draft_id == draft.id).order_by(Attachment.id)
    return [_shown(attachment) for attachment in db.session.scalars(mine)]


def remove(attachment: Attachment) -> None:
    """Take a file out of the draft."""
    db.session.delete(attachment)


def _shown(attachment: Attachment) -> Attached:
    title = ring().box(attachment.reference).open(TITLE, attachment.title)
    return Attached(attachment.reference, attachment.name, title, attachment.kind, attachment.size, attachment.received)


def _store(attachment: Attachment, begins: int, content: bytes) -> None:
    sealed = ring().box(attachment.reference).seal_bytes(str(begins), content)
    db.session.add(AttachmentPiece(attachment_id=attachment.id, begins=begins, length=len(content), content=sealed))
    db.session.flush()
