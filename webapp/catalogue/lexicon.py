"""The catalogue's translation file: brought to the texts that the catalogue now has."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po


def renewed(path: Path, language: str, texts: Iterable[str]) -> list[str]:
    """Write the file anew with exactly these texts, their translations kept; the texts that have none yet."""
    old = Catalog()
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file)
    new = Catalog(
        locale=language,
        domain="catalogue",
        project="yijianshi",
        version="1",
        fuzzy=False,
        header_comment="# The catalogue in another language; the msgids are its own Chinese.",
    )
    missing = []
    for text in sorted(texts):
        known = old.get(text)
        words = str(known.string) if known is not None and known.string else ""
        new.add(text, words)
        if not words:
            missing.append(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, sort_output=True, width=0)
    return missing
