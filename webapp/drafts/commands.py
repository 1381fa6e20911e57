"""`yijianshi drafts …`"""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from webapp.db import db
from webapp.drafts.expiry import expire as expired
from webapp.site.clock import now


@click.group()
def drafts() -> None:
    """Answers that are not handed in yet."""


@drafts.command()
@with_appcontext
def expire() -> None:
    """Delete the drafts whose 30 days are over. Run it once a day (cron, systemd timer)."""
    gone = 0
    while some := expired(now()):
        db.session.commit()
        gone += some
    click.echo(f"Deleted: {gone}.")
