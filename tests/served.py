"""The program served for real: `yijianshi prepare` and `yijianshi serve` in a process of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE = 30.0
"""Seconds until a server must answer."""


@dataclass
class Served:
    """A running server."""

    address: str
    folder: Path
    child: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it and its workers at once, as a power cut would: nothing is told, nothing is closed."""
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()


def command(*arguments: str, environment: Mapping[str, str]) -> list[str]:
    """Run one command of the program to its end; its lines. Raises AssertionError with what it said."""
    done = subprocess.run(
        _program(*arguments), env=_surroundings(environment), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"yijianshi {' '.join(arguments)}: {done.stdout}{done.stderr}"
    return done.stdout.splitlines()


@contextmanager
def served(folder: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Prepare an installation in `folder` and serve it on a free port; what it prints is in `folder/log`."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = str(asked.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    settings = {"YIJIANSHI_INSTANCE": str(folder / "instance"), "PUBLIC_URL": address, **(environment or {})}
    command("prepare", environment=settings)
    with (folder / "log").open("ab") as log:
        child = subprocess.Popen(
            _program("serve", "--port", port, *options),
            env=_surroundings(settings),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _answering(address + "/healthz", child, folder / "log")
        yield Served(address, folder, child)
    finally:
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _program(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from webapp.cli import main; main()", *arguments]


def _surroundings(settings: Mapping[str, str]) -> dict[str, str]:
    """Our own environment without the settings that a developer may have made."""
    ours = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL")
    kept = {name: value for name, value in os.environ.items() if name not in ours and not name.startswith("YIJIANSHI_")}
    return {**kept, **settings}


def _answering(address: str, child: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if child.poll() is not None:
            break
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"the server does not answer: {log.read_text()[-2000:]}")
