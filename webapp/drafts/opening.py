"""Beginning a draft, and finding it again by its number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from webapp.db import db
from webapp.drafts.answers import KEPT
from webapp.drafts.codes import sealed, six_digits
from webapp.drafts.models import Draft
from webapp.drafts.references import fresh


def open_draft(bundle: str, region: str, *, catalogue_version: str, at: datetime) -> Draft:
    """A new, empty draft; it has its number at once. `codes.code_of(draft)` gives the six digits to show."""
    reference = fresh()
    draft = Draft(
        reference=reference,
        bundle=bundle,
        region=region,
        catalogue_version=catalogue_version,
        code=sealed(reference, six_digits()),
        wrong_codes=0,
        created_at=at,
        changed_at=at,
        expires_at=at + KEPT,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def draft_by_reference(reference: str) -> Draft | None:
    """The draft of this number (as `references.understood` gives it), or None. Says nothing about who may see it."""
    return db.session.scalar(select(Draft).where(Draft.reference == reference))
