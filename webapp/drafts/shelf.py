"""The drafts that this device can go on with, as the home page lists them."""

from __future__ import annotations

from flask import url_for
from flask_babel import format_datetime
from flask_babel import gettext as _

from webapp.catalogue.current import catalogue
from webapp.catalogue.translation import told
from webapp.drafts.resumption import held_drafts

MOST = 3


def shelf() -> list[tuple[str, str, str]]:
    """Name of the bundle, when it was changed and until when it is kept, and its address; the last changed first."""
    known = catalogue().bundles
    return [
        (
            told(known[draft.bundle].name),
            _(
                "changed %(time)s, kept until %(day)s",
                time=format_datetime(draft.changed_at, "short"),
                day=format_datetime(draft.expires_at, "MM-dd"),
            ),
            url_for("drafts.draft", reference=draft.reference),
        )
        for draft in held_drafts()
        if draft.bundle in known
    ][:MOST]
