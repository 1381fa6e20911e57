"""Setting up says what is missing, in a sentence with the command that helps, and does nothing twice."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = ("bash", "env", "dirname", "cmp", "mkdir", "cp", "cat", "head", "grep", "printf")
"""All that a bare machine has."""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A machine with nothing but the tools of a shell, for somebody who is not root."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    command(tools, "id", "echo 1000")
    return tools


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """A checkout in which nothing was set up yet."""
    copy = tmp_path / "checkout"
    shutil.copytree(root / "bin", copy / "bin")
    for name in ("requirements.lock", "requirements-test.lock", "pyproject.toml"):
        shutil.copy(root / name, copy)
    return copy


def command(tools: Path, name: str, words: str) -> None:
    """Put a small program on that machine."""
    (tools / name).unlink(missing_ok=True)
    (tools / name).write_text(f"#!/bin/sh\n{words}\n")
    (tools / name).chmod(0o755)


def ran(script: Path, *words: str, tools: Path) -> subprocess.CompletedProcess[str]:
    """The script on that machine."""
    return subprocess.run(
        ["bash", str(script), *words],
        env={"PATH": str(tools), "HOME": "/"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_old_python_is_told(checkout: Path, bare: Path) -> None:
    command(bare, "python3", "exit 1")  # as one that compares its version and is too old
    done = ran(checkout / "bin/environment", tools=bare)
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_a_missing_venv_module_is_told(checkout: Path, bare: Path) -> None:
    command(bare, "python3", 'case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac')
    done = ran(checkout / "bin/environment", tools=bare)
    assert done.returncode == 1
    assert "sudo apt-get install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_what_the_distribution_lacks_is_named_and_nothing_fails(checkout: Path, bare: Path) -> None:
    for name in ("fc-list", "chromium", "pdfinfo"):
        assert not (bare / name).exists()
    done = ran(checkout / "bin/distribution", "test", tools=bare)
    assert done.returncode == 0
    for off in ("tests in a browser", "tests of PDF receipts", "Chinese letters in PDF receipts"):
        assert off in done.stderr
    assert "sudo apt-get install" in done.stderr
    assert "chromium" in done.stderr


def spent() -> float:
    """Seconds of the processor that children have taken so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_nothing_is_done_twice(root: Path) -> None:
    """With the same locks, looking is all, and takes a tenth of a second of the processor (others may be busy)."""
    if not (root / ".venv/made-from/requirements-test.lock").exists():
        pytest.skip("this environment was not made by bin/environment")
    taken = []
    for _ in range(3):
        began = spent()
        done = subprocess.run(
            [root / "bin/environment", "test"], capture_output=True, text=True, check=False, env=dict(os.environ)
        )
        taken.append(spent() - began)
        assert done.returncode == 0
    assert "Installing" not in done.stderr
    assert min(taken) < 0.1
