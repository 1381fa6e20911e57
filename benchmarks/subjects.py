"""Whatever is measured, running on a core of its own; the load runs on the other."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = str(CORES[0]), str(CORES[-1])


@dataclass(frozen=True)
class Subject:
    """A running server."""

    name: str
    address: str
    child: int

    def memory(self) -> float:
        """MiB of its largest process, with all that it shares with others."""
        return max(_memory(process) for process in _family(self.child)) / 1024

    def seconds(self) -> float:
        """Processor time that it and its workers have used."""
        ticks = 0
        for process in _family(self.child):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@contextmanager
def running(
    name: str, words: Sequence[str | Path], port: int, asked: str = "/healthz", **environment: str
) -> Iterator[Subject]:
    """The server of these words, once it answers; ended afterwards with all its children."""
    pinned = ["taskset", "-c", SERVER_CORE, *map(str, words)]
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(
        pinned, env={**os.environ, **environment}, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        _answering(name, port, asked, child)
        yield Subject(name, f"http://127.0.0.1:{port}", child.pid)
    finally:
        os.killpg(child.pid, signal.SIGTERM)
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def _answering(name: str, port: int, asked: str, child: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and child.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", asked)
            if connection.getresponse().status < 400:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"{name} does not answer")


def _family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in children for one in _family(int(child)))]


def _memory(process: int) -> int:
    """kB in memory (RSS)."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
