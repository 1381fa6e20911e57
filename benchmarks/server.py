"""The server's half: steps a second, how long a step takes, processor time, memory."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from benchmarks.ours import ours
from benchmarks.peers import formtools, hmpo
from benchmarks.subjects import LOAD_CORE, Subject, free_port, running

USERS = (1, 8, 32)


@contextmanager
def limit(build: Path) -> Iterator[Subject]:
    """The bare limit, served as ours is."""
    port, database = free_port(), build / "limit.sqlite"
    for old in build.glob("limit.sqlite*"):
        old.unlink()
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--port", str(port), "--workers", "1"]
    words += ["--blocking-threads", "2", "--log-level", "warning", "benchmarks.limit:create_app"]
    with running("bare limit", words, port, "/drafts/asked", LIMIT_DATABASE=str(database)) as subject:
        yield subject


def loaded(subject: Subject, walk: str, users: int, seconds: float) -> dict[str, float]:
    """One load from a process of its own."""
    words = ["taskset", "-c", LOAD_CORE, sys.executable, "-m", "benchmarks.load", subject.address, walk]
    words += [str(users), str(seconds), str(subject.child)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{subject.name}: {done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measured(subject: Subject, walk: str, seconds: float) -> dict[str, float]:
    """One row of the table."""
    by_users = {users: loaded(subject, walk, users, seconds) for users in USERS}
    row = {f"at {users}": figures["steps"] for users, figures in by_users.items()}
    eight = by_users[8]
    return row | {"p50": eight["p50"], "p99": eight["p99"], "cpu": eight["cpu"], "memory": subject.memory()}


def table(build: Path, seconds: float, peers: bool) -> str:
    """All rows, each with its share of the bare limit."""
    subjects: list[tuple[Callable[[Path], AbstractContextManager[Subject]], str]] = [
        (limit, "benchmarks.walks:LimitWalk"),
        (ours, "benchmarks.walks:OurWalk"),
    ]
    if peers:
        subjects.append((formtools, "benchmarks.walks:PeerWalk"))
        if shutil.which("node") and shutil.which("redis-server"):
            subjects.append((hmpo, "benchmarks.walks:PeerWalk"))
        else:
            print("hmpo-form-wizard is left out: it needs node and redis-server")
    rows: dict[str, dict[str, float]] = {}
    for subject, walk in subjects:
        with subject(build) as running_subject:
            rows[running_subject.name] = measured(running_subject, walk, seconds)
    lines = [
        "Server: one step is a POST of an answer until the next question has arrived. Server and stores on one core.",
        "",
        " " * 18
        + f"{'steps/s at 1':>14}{'8':>8}{'32':>8}{'of limit':>10}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'MiB':>7}",
    ]
    for name, row in rows.items():
        share = sum(row[f"at {users}"] / rows["bare limit"][f"at {users}"] for users in USERS) / len(USERS)
        lines.append(
            f"{name:18}{row['at 1']:14.0f}{row['at 8']:8.0f}{row['at 32']:8.0f}{share:10.2f}"
            f"{row['p50']:9.1f}{row['p99']:9.1f}{row['cpu']:9.2f}{row['memory']:7.0f}"
        )
    return "\n".join(lines) + "\n"
