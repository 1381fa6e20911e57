"""Handing in: one transaction that makes the application, a task for each matter and department, and the message.

However often and from wherever it is pressed, a draft becomes one application: whoever first marks the draft as handed
in makes it, everybody else waits for that mark and is given the same application.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from webapp.applications.models import Application, Message, Task
from webapp.db import db, rows_changed
from webapp.drafts.answers import version_sum
from webapp.drafts.codes import code_of, sealed
from webapp.drafts.models import Draft
from webapp.drafts.references import fresh
from webapp.site.clock import local
from webapp.site.keys import ring

CONTENT = "#content"


@dataclass(frozen=True)
class Share:
    """What one department is asked to do. `after`: matters of the same application that come first."""

    matter: str
    department: str
    standing: str  # required, optional or undecided
    after: Sequence[str] = ()


class Changed(Exception):
    """The draft was changed after the person checked it: it is shown again before it is handed in."""


class Over(Exception):
    """The draft's days are over, or it is gone."""


def hand_in(
    draft: Draft,
    content: dict[str, Any],
    shares: Sequence[Share],
    *,
    checked: int | None,
    key: str,
    by: str,
    at: datetime,
) -> Application:
    """The application of this draft: made now, or made before by another press. The caller commits.

    `content` is what was checked and nothing else: answers on the path, matters with their standing, fields, materials.
    `checked` is `answers.version_sum` as it was on the page that the person checked; None skips the comparison.
    Raises Changed and Over; then nothing was written, and the caller must not commit.
    """
    if not shares:
        raise ValueError("an application without a single task would be a dead end")
    mine = update(Draft).where(Draft.id == draft.id, Draft.handed_in_at.is_(None), Draft.expires_at > at)
    if not rows_changed(mine.values(handed_in_at=at)):
        return _made_before(draft)
    if checked is not None and version_sum(draft) != checked:
        db.session.rollback()
        raise Changed(draft.reference)
    application = _new(draft, content, key=key, by=by, at=at)
    application.tasks = [_task(application, position, share) for position, share in enumerate(shares, 1)]
    db.session.add(application)
    db.session.add(
        Message(topic="application.submitted", payload={"application": application.reference}, created_at=at)
    )
    db.session.flush()
    db.session.refresh(draft)
    return application


def application_of(draft: Draft) -> Application | None:
    """What became of a draft, if it was handed in."""
    return db.session.scalar(select(Application).where(Application.draft_id == draft.id))


def content_of(application: Application) -> dict[str, Any]:
    """What was handed in, as it was given to `hand_in`. Raises KeyLost."""
    found: dict[str, Any] = ring().box(application.reference).open(CONTENT, application.content)
    return found


def _made_before(draft: Draft) -> Application:
    found = application_of(draft)
    if found is None:
        raise Over(draft.reference)
    return found


def _new(draft: Draft, content: dict[str, Any], *, key: str, by: str, at: datetime) -> Application:
    reference = f"{local(at):%Y%m%d}-{fresh(8)}"
    return Application(
        reference=reference,
        draft_id=draft.id,
        bundle=draft.bundle,
        region=draft.region,
        catalogue_version=draft.catalogue_version,
        idempotency_key=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest(),
        content=ring().box(reference).seal(CONTENT, content),
        code=sealed(reference, code_of(draft)),  # the digits that the person may have written down already
        wrong_codes=0,
        by=by,
        submitted_at=at,
    )


def _task(application: Application, position: int, share: Share) -> Task:
    return Task(
        reference=f"{application.reference}-{position:02d}",
        matter=share.matter,
        department=share.department,
        standing=share.standing,
        after=list(share.after),
        position=position,
    )
