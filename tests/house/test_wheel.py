"""`pip install .` gives a program that works away from the checkout: its rooms travel in the wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tracked: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what is tracked."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for path in tracked:
        copy = source / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(target), str(source))
    return next(target.glob("yijianshi-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked in a folder of its own."""
    target = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(target), str(wheel))
    return target


def run(*words: str, cwd: Path | None = None, **environment: str) -> str:
    """A child process to its end; what it printed. Raises AssertionError with what it said."""
    done = subprocess.run(
        words, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def test_the_rooms_travel_in_the_wheel(wheel: Path, root: Path, tracked: list[Path]) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    rooms = ("templates", "static", "translations", "catalogue")
    wanted = {
        f"webapp/_house/{path.relative_to(root).as_posix()}"
        for path in tracked
        if path.relative_to(root).parts[0] in rooms
    }
    assert wanted <= names
    assert {name.removesuffix(".po") + ".mo" for name in wanted if name.endswith(".po")} <= names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "instance/"))]


def test_the_program_works_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    program = str(installed / "bin" / "yijianshi")
    environment = {"PYTHONPATH": str(installed), "YIJIANSHI_INSTANCE": str(tmp_path / "instance")}
    where = run(sys.executable, "-c", "from webapp.house import house; print(house())", cwd=tmp_path, **environment)
    assert Path(where.strip()) == installed / "webapp" / "_house"
    assert "Usage" in run(program, "--help", cwd=tmp_path, **environment)
    run(program, "prepare", cwd=tmp_path, **environment)
    assert (tmp_path / "instance").is_dir()
