"""Our own program, installed for a moment in build/ and served as `make run` serves it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.subjects import Subject, free_port, running

PROGRAM = [sys.executable, "-c", "from webapp.cli import main; main()"]


@contextmanager
def ours(build: Path) -> Iterator[Subject]:
    """Durable SQLite (`synchronous=FULL`), personal values sealed, every check on, one worker.

    A proxy is believed, so that the load can say that each person comes from an address of their own: the limits on how
    much one address may ask stay as they are.
    """
    folder, port = build / "ours", free_port()
    shutil.rmtree(folder, ignore_errors=True)
    settings = {"YIJIANSHI_INSTANCE": str(folder), "YIJIANSHI_PROXIES": "1"}
    subprocess.run([*PROGRAM, "prepare"], env={**os.environ, **settings}, check=True, stdout=subprocess.DEVNULL)
    with running("yijianshi", [*PROGRAM, "serve", "--port", str(port)], port, **settings) as subject:
        yield subject
