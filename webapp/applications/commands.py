"""`yijianshi keys …`: stands here because the keys seal what drafts and applications hold."""

from __future__ import annotations

import click


@click.group()
def keys() -> None:
    """The keys that personal values are sealed with."""
