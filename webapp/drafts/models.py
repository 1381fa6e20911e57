"""The records of drafts. Values lie here sealed (see webapp/site/keys.py); answers.py opens and writes them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Model, Moment, Number


class Coded:
    """What a person can come back to from anywhere, by its number and six digits. codes.py reads and compares them."""

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    reference: Mapped[str]  # each record says how long
    code: Mapped[bytes] = mapped_column(LargeBinary)  # sealed
    wrong_codes: Mapped[int] = mapped_column(default=0)  # since the last right one
    wrong_code_at: Mapped[datetime | None] = mapped_column(Moment)


class Draft(Coded, Model):
    """A draft (草稿): begun, changed, and either handed in or deleted on `expires_at`."""

    __tablename__ = "drafts"

    reference: Mapped[str] = mapped_column(String(10), unique=True)  # references.py: how it is made, read and written
    bundle: Mapped[str] = mapped_column(String(64))
    region: Mapped[str] = mapped_column(String(12))
    catalogue_version: Mapped[str] = mapped_column(String(64))  # what the questions and rules were when last looked at
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    handed_in_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def handed_in(self) -> bool:
        """It became an application, and is never changed again."""
        return self.handed_in_at is not None

    def expired(self, at: datetime) -> bool:
        """Its days are over, whether or not it was deleted yet. What is handed in does not expire."""
        return not self.handed_in and self.expires_at <= at


class SealedAnswer(Model):
    """What stands now under one name of a draft."""

    __tablename__ = "answers"
    __table_args__ = ({"sqlite_with_rowid": False},)  # a draft's answers lie side by side

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(96), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int]
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    idempotency_key: Mapped[str] = mapped_column(String(64))


class SealedVersion(Model):
    """What stood under the name before, with who put it there and when. Only ever added to."""

    __tablename__ = "answer_versions"
    __table_args__ = (UniqueConstraint("draft_id", "name", "idempotency_key"), {"sqlite_with_rowid": False})

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(96), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    idempotency_key: Mapped[str] = mapped_column(String(64))


class Attachment(Model):
    """A photo or file for one material or field of a draft, arriving in pieces."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    reference: Mapped[str] = mapped_column(String(22), unique=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(96))  # the material or field it is for
    title: Mapped[bytes] = mapped_column(LargeBinary)  # the file's own name, sealed
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))  # of what the device sends
    received: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str | None] = mapped_column(String(32))  # media type, seen in the bytes when it was whole
    by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def finished(self) -> bool:
        """It is whole, and really is what it says."""
        return self.finished_at is not None


class AttachmentPiece(Model):
    """Some bytes of an attachment, sealed."""

    __tablename__ = "attachment_pieces"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id", ondelete="CASCADE"), primary_key=True)
    begins: Mapped[int] = mapped_column(primary_key=True)  # where in the file
    length: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
