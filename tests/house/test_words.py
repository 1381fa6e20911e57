"""The glossary is held to the code: each public word of the core has a row in docs/reference/words.md."""

from __future__ import annotations

import re
from pathlib import Path

import webapp.guide


def test_every_public_word_of_the_guide_is_explained(root: Path) -> None:
    glossary = (root / "docs/reference/words.md").read_text("utf-8")
    cells = re.findall(r"^\|([^|]+)\|", glossary, re.M)
    explained = {word for cell in cells for word in re.findall(r"`(\w+)`", cell)}
    assert set(webapp.guide.__all__) <= explained


def test_the_guide_says_what_is_public() -> None:
    missing = [word for word in webapp.guide.__all__ if not hasattr(webapp.guide, word)]
    assert not missing
