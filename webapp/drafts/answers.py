"""What a person answered, name by name: written the moment it is given, never lost, never silently overwritten.

`answers` holds what stands, `answer_versions` what stood before. Every writer first takes the draft's row, so that
writers of one draft follow one another, and nothing is written once the draft is handed in. The caller commits; until
then nothing is acknowledged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, exists, insert, literal, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm.attributes import set_committed_value

from webapp.db import Model, Moment, Number, db
from webapp.drafts.models import Draft, SealedAnswer, SealedVersion
from webapp.site.keys import Box, ring

KEPT = timedelta(days=30)  # after the last change
MOST_VERSIONS = 2**30  # a page that claims to have seen more was forged, and is in conflict

drafts, answers, versions = (Model.metadata.tables[kind.__tablename__] for kind in (Draft, SealedAnswer, SealedVersion))


class Answer(NamedTuple):
    """One answer. `value` is what JSON can say; None means it was taken back. Versions count from 1."""

    name: str
    value: Any
    version: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Saved:
    """It is written (once committed). `again`: this very save had arrived before, nothing new was written."""

    answer: Answer
    again: bool = False


@dataclass(frozen=True)
class Conflict:
    """Somebody else answered in between: `theirs` stands, `ours` was not written. The person chooses."""

    theirs: Answer
    ours: Any


class Closed(Exception):
    """The draft takes no more answers: it was handed in, its days are over, or it is gone."""


def answers_of(draft: Draft) -> dict[str, Answer]:
    """All that stands in the draft, by name. One query. Raises KeyLost."""
    box = ring().box(draft.reference)
    rows = db.session.connection().execute(STANDING, {"draft": draft.id})
    return {row[0]: _opened(box, row) for row in rows}


def draft_with_answers(reference: str) -> tuple[Draft, dict[str, Answer]] | None:
    """The draft of this number and all that stands in it; None where there is none. Raises KeyLost.

    Two queries: one that joins both is slower, since every row carries the draft again.
    """
    draft = db.session.scalar(BY_REFERENCE, {"reference": reference})
    return (draft, answers_of(draft)) if draft else None


def values_of(standing: Mapping[str, Answer]) -> dict[str, Any]:
    """Name to value, without what was taken back: what the guide is asked with."""
    return {name: answer.value for name, answer in standing.items() if answer.value is not None}


def save_answer(
    draft: Draft, name: str, value: Any, *, seen_version: int, key: str, by: str, at: datetime
) -> Saved | Conflict:
    """Write one answer. `seen_version` is the version the person was looking at, 0 where nothing stood.

    `key` is made anew for each press of a button; the same key again has the same outcome and writes nothing.
    An answer that already stands as `value` is no conflict, whoever gave it. Raises Closed.
    """
    return save_answers(draft, {name: (value, seen_version)}, key=key, by=by, at=at)[name]


def save_answers(
    draft: Draft, given: Mapping[str, tuple[Any, int]], *, key: str, by: str, at: datetime
) -> dict[str, Saved | Conflict]:
    """The same for a page of fields: name to (value, seen version). Each is saved or in conflict by itself."""
    _hold(draft, at)
    box = ring().box(draft.reference)
    short = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return {
        name: _written(draft, box, Answer(name, value, min(max(seen, -1), MOST_VERSIONS) + 1, by, at), short)
        for name, (value, seen) in given.items()
    }


def history_of(draft: Draft, name: str) -> list[Answer]:
    """Everything that ever stood under the name, oldest first, with who and when. Raises KeyLost."""
    box = ring().box(draft.reference)
    parameters = {"draft": draft.id, "answer": name}
    rows = [*db.session.execute(STOOD, parameters), *db.session.execute(STANDS, parameters)]
    return sorted((_opened(box, row) for row in rows), key=lambda answer: answer.version)


def version_sum(draft: Draft) -> int:
    """How many saves the draft has seen: grows by one with each, so equal sums mean that nothing changed."""
    return sum(db.session.scalars(select(answers.c.version).where(answers.c.draft_id == draft.id)))


def _hold(draft: Draft, at: datetime) -> None:
    """Take the draft's row until the caller commits, move its last day on, and see that it is still open."""
    expires_at = at + KEPT
    held: CursorResult[Any] = db.session.connection().execute(HOLD, {"draft": draft.id, "now": at, "until": expires_at})
    if not held.rowcount:
        raise Closed(draft.reference)
    set_committed_value(draft, "changed_at", at)
    set_committed_value(draft, "expires_at", expires_at)


def _written(draft: Draft, box: Box, wanted: Answer, key: str) -> Saved | Conflict:
    connection = db.session.connection()
    row = {
        "draft": draft.id,
        "answer": wanted.name,
        "sealed": box.seal(wanted.name, wanted.value),
        "next": wanted.version,
        "seen": wanted.version - 1,
        "who": wanted.by,
        "when": wanted.at,
        "key": key,
    }
    if wanted.version == 1:
        written = connection.execute(FIRST, row).rowcount == 1
    else:
        written = connection.execute(PUT_BY, row).rowcount == 1 and connection.execute(NEXT, row).rowcount == 1
    return Saved(wanted) if written else _not_written(draft, box, wanted, key)


def _not_written(draft: Draft, box: Box, wanted: Answer, key: str) -> Saved | Conflict:
    """The same press arrived before, or the same value stands anyway, or it really is a conflict."""
    parameters = {"draft": draft.id, "answer": wanted.name, "key": key}
    earlier = [row for one in (SAME_KEY, SAME_KEY_BEFORE) for row in db.session.execute(one, parameters)]
    if earlier:
        return Saved(_opened(box, earlier[0]), again=True)
    row = db.session.execute(STANDS, parameters).one_or_none()
    # Nothing stands where the page had seen something: it was written to a draft restored from a backup.
    theirs = _opened(box, row) if row else Answer(wanted.name, None, 0, "", wanted.at)
    return Saved(theirs) if _same(theirs.value, wanted.value) else Conflict(theirs, wanted.value)


def _same(one: Any, other: Any) -> bool:
    """Alike as JSON; in Python true would equal 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _opened(box: Box, row: Row[*tuple[Any, ...]]) -> Answer:
    name, value, version, by, at = row
    return Answer(name, box.open(name, value), version, by, at)


# The statements, made once: this is the path of every answer.

_draft = bindparam("draft", type_=Number)
_name = bindparam("answer", type_=answers.c.name.type)
_row = (
    _draft,
    _name,
    bindparam("sealed", type_=answers.c.value.type),
    bindparam("next", type_=answers.c.version.type),
    bindparam("who", type_=answers.c.by.type),
    bindparam("when", type_=Moment()),
    bindparam("key", type_=answers.c.idempotency_key.type),
)
_columns = ["draft_id", "name", "value", "version", "by", "at", "idempotency_key"]
_of_draft = answers.c.draft_id == _draft
_this = (_of_draft, answers.c.name == _name)
_as_seen = (*_this, answers.c.version == bindparam("seen"))

STANDING = select(answers.c.name, answers.c.value, answers.c.version, answers.c.by, answers.c.at).where(_of_draft)
STANDS = STANDING.where(answers.c.name == _name)
SAME_KEY = STANDS.where(answers.c.idempotency_key == bindparam("key"))
STOOD = select(versions.c.name, versions.c.value, versions.c.version, versions.c.by, versions.c.at).where(
    versions.c.draft_id == _draft, versions.c.name == _name
)
SAME_KEY_BEFORE = STOOD.where(versions.c.idempotency_key == bindparam("key"))
BY_REFERENCE = select(Draft).where(Draft.reference == bindparam("reference"))
HOLD = (
    update(drafts)
    .where(
        drafts.c.id == _draft, drafts.c.handed_in_at.is_(None), drafts.c.expires_at > bindparam("now", type_=Moment())
    )
    .values(changed_at=bindparam("now", type_=Moment()), expires_at=bindparam("until", type_=Moment()))
)
# An insertion tells how many rows it wrote only when it is asked to.
FIRST = (
    insert(answers)
    .from_select(_columns, select(*_row).where(~exists(select(literal(1)).where(*_this))))
    .execution_options(preserve_rowcount=True)
)
PUT_BY = (
    insert(versions)
    .from_select(_columns, select(*(answers.c[name] for name in _columns)).where(*_as_seen))
    .execution_options(preserve_rowcount=True)
)
NEXT = update(answers).where(*_as_seen).values(dict(zip(_columns[2:], _row[2:], strict=True)))
