"""A turn of the key ring: everything that lies sealed is opened with its old key and sealed with the newest, in small
portions, while the program runs. A value that somebody changes meanwhile is left as they wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, literal, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute

from webapp.applications.models import Application, Conclusion, Correction, Refusal, Task
from webapp.applications.submission import CONTENT
from webapp.db import Model, db, rows_changed
from webapp.drafts import attachments, codes
from webapp.drafts.models import Attachment, AttachmentPiece, Draft, SealedAnswer, SealedVersion
from webapp.site.keys import HEAD, ring

PORTION = 500
WORDS = "#words"


@dataclass(frozen=True)
class Place:
    """A column with sealed values: in which record's box, and under which name, each lies."""

    kind: type[Model]
    value: InstrumentedAttribute[bytes]
    name: ColumnElement[str] | InstrumentedAttribute[str]
    owner: type[Draft | Attachment | Application | Task]
    belongs: InstrumentedAttribute[int] | None = None  # to the owner's id; None: it is the owner's own

    @property
    def key(self) -> list[ColumnElement[Any]]:
        """The columns that tell its rows apart."""
        return list(self.kind.__table__.primary_key)


PLACES = (
    Place(Draft, Draft.code, literal(codes.PLACE), Draft),
    Place(SealedAnswer, SealedAnswer.value, SealedAnswer.name, Draft, SealedAnswer.draft_id),
    Place(SealedVersion, SealedVersion.value, SealedVersion.name, Draft, SealedVersion.draft_id),
    Place(Attachment, Attachment.title, literal(attachments.TITLE), Attachment),
    Place(
        AttachmentPiece,
        AttachmentPiece.content,
        cast(AttachmentPiece.begins, String),
        Attachment,
        AttachmentPiece.attachment_id,
    ),
    Place(Application, Application.content, literal(CONTENT), Application),
    Place(Application, Application.code, literal(codes.PLACE), Application),
    Place(Correction, Correction.words, literal(WORDS), Task, Correction.task_id),
    Place(Refusal, Refusal.words, literal(WORDS), Task, Refusal.task_id),
    Place(Conclusion, Conclusion.words, literal(WORDS), Task, Conclusion.task_id),
)
"""Everywhere that something lies sealed; a test holds the list to the tables."""


def reseal() -> Iterator[int]:
    """Seal everything with the newest key; commits after each portion and gives how many it held. Raises KeyLost."""
    for place in PLACES:
        last: tuple[Any, ...] | None = None
        while portion := _portion(place, last):
            yield sum(_resealed(place, row) for row in portion)
            db.session.commit()
            last = tuple(portion[-1][3:])


def used_keys() -> set[str]:
    """The ids of all keys that something is sealed with."""
    ids = (func.substr(place.value, 2, HEAD - 1) for place in PLACES)
    return {bytes(found).hex() for column in ids for found in db.session.scalars(select(column).distinct())}


def _portion(place: Place, last: tuple[Any, ...] | None) -> list[Any]:
    """The next rows whose key is not the newest: box, name, value, and the row's own key."""
    rows = select(place.owner.reference, place.name, place.value, *place.key).select_from(place.kind)
    if place.belongs is not None:
        rows = rows.join(place.owner, place.owner.id == place.belongs)
    rows = rows.where(func.substr(place.value, 2, HEAD - 1) != ring().current)
    if last is not None:
        rows = rows.where(tuple_(*place.key) > tuple_(*last))
    return list(db.session.execute(rows.order_by(*place.key).limit(PORTION)))


def _resealed(place: Place, row: Any) -> int:
    reference, name, sealed, *own = row
    box = ring().box(reference)
    anew = box.seal_bytes(name, box.open_bytes(name, sealed))
    same = [column == value for column, value in zip(place.key, own, strict=True)]
    change = update(place.kind).where(*same, place.value == sealed).values({place.value: anew})
    return rows_changed(change)
