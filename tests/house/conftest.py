"""The house as it stands in git: what is tracked is what a newcomer gets."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNREAD = {".png", ".jpg", ".jpeg", ".webp", ".ico", ".gz", ".br", ".pdf", ".woff2", ".mp3", ".xz", ".zst"}
"""Endings of files that hold no text."""


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the whole house."""
    return ROOT


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """Every tracked file that is there. Without git (an unpacked archive) the test is skipped by name."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.fixture(scope="session")
def texts(tracked: list[Path]) -> dict[str, str]:
    """Name within the house -> what stands in it, of every tracked text that is ours (nothing vendored)."""
    ours = (path for path in tracked if path.suffix not in UNREAD and "vendor" not in path.parts)
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in ours}


@pytest.fixture(scope="session")
def sources(texts: dict[str, str]) -> dict[str, str]:
    """The Python files among them."""
    return {name: text for name, text in texts.items() if name.endswith(".py")}
