"""The end of a draft that nobody handed in: 30 days after its last change it is deleted, with all that was in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from webapp.db import db, rows_changed
from webapp.drafts.models import Draft


def expire(at: datetime, most: int = 500) -> int:
    """Delete up to `most` drafts whose days are over at `at`; gives how many. Their answers and files go with them.

    The condition stands in the deletion itself: a draft that is changed at the same moment stays.
    """
    over = (Draft.expires_at <= at, Draft.handed_in_at.is_(None))
    some = db.session.scalars(select(Draft.id).where(*over).order_by(Draft.expires_at).limit(most)).all()
    return rows_changed(delete(Draft).where(Draft.id.in_(some), *over))
