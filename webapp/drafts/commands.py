"""`yijianshi drafts …`"""

from __future__ import annotations

import click


@click.group()
def drafts() -> None:
    """Answers that are not handed in yet."""
