"""What may never stand in a tracked file: an address of a package registry, a path of somebody's machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

REGISTRY = re.compile(
    r"https?://[^\s)\"']*(?:pypi|pythonhosted|npm|debian|registry|jsdelivr|unpkg|crates|rubygems)", re.I
)
MACHINE = re.compile(r"(?<![\w./-])/(?:work|root|farm|home/\w+|tmp/\w+)/")

PIN = re.compile(
    r"^([\w.-]+)(?:\[[\w,]+\])?==\S+(?: ; [^\\\n]+)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.M
)
"""A package at one version, for some machines or for all, and the hashes of its files."""


def test_no_registry_addresses(texts: dict[str, str]) -> None:
    found = {name: match[0] for name, text in texts.items() if (match := REGISTRY.search(text))}
    assert not found


def test_no_paths_of_a_machine(texts: dict[str, str]) -> None:
    found = {name: match[0] for name, text in texts.items() if (match := MACHINE.search(text))}
    assert not found


def test_no_secret_is_kept(texts: dict[str, str]) -> None:
    """Neither a private key nor a filled-in password of a database."""
    secret = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----|postgresql(?:\+psycopg)?://\w+:(?!PASSWORD|密码)[^@\s\"'{<]+@"
    )
    found = [name for name, text in texts.items() if secret.search(text)]
    assert not found


def test_locks_pin_everything_with_hashes(root: Path) -> None:
    """Each pinned package has at least one hash, and every dependency that pyproject.toml names is pinned."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    named = {
        "requirements.lock": project["project"]["dependencies"] + project["dependency-groups"]["build"],
        "requirements-test.lock": project["dependency-groups"]["test"],
    }
    for name, dependencies in named.items():
        lock = (root / name).read_text()
        pins = PIN.findall(lock)
        assert len(pins) == len(re.findall(r"^\S", lock, re.M)), f"{name}: a line that is no pin with a hash"
        wanted = {_canonical(re.split(r"[\[><=~ ;]", dependency)[0]) for dependency in dependencies}
        assert wanted <= {_canonical(pin) for pin in pins}, f"{name} is older than pyproject.toml: make lock"


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
