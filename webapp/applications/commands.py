"""`yijianshi keys …`: stands here because the keys seal what drafts and applications hold."""

from __future__ import annotations

import time

import click
from flask import current_app
from flask.cli import with_appcontext

from webapp.applications.resealing import reseal, used_keys
from webapp.site import keys as ring


@click.group()
def keys() -> None:
    """The keys that personal values are sealed with."""


@keys.command()
@click.option("--reseal-only", is_flag=True, help="Make no new key; go on where a rotation was interrupted.")
@with_appcontext
def rotate(reseal_only: bool) -> None:
    """Make a new key and seal everything with it, while the program runs.

    With several machines, first make the key on one (interrupt is safe), bring the key file to all, then run
    it again with --reseal-only.
    """
    file = current_app.extensions["settings"].keys
    if not reseal_only:
        click.echo(f"New key {ring.turned(file)}. Make a fresh copy of the key file.")
        time.sleep(2 * ring.LOOK_AGAIN)  # until every running process has looked at the file
    done = sum(reseal())
    click.echo(f"Sealed anew: {done}. The older keys stay until `yijianshi keys prune`.")


@keys.command()
@with_appcontext
def prune() -> None:
    """Take out the keys that nothing is sealed with any more. Older backups then need the older key file."""
    gone = ring.pruned(current_app.extensions["settings"].keys, used_keys())
    click.echo(f"Taken out: {', '.join(gone)}." if gone else "Every key is still needed.")


@keys.command("list")
@with_appcontext
def listed() -> None:
    """The ids of the keys, the newest first, and whether something is sealed with them."""
    used = used_keys()
    for place, key in enumerate(ring.ring().held):
        click.echo(f"{key.hex()}  {'newest' if place == 0 else 'older '}  {'used' if key.hex() in used else 'unused'}")
