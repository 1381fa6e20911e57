"""People answering questions as fast as the server lets them: a bounded client, in a process of its own.

    python -m benchmarks.load ADDRESS WALK USERS SECONDS

prints one line of JSON: all answers sent, steps a second, and the 50th and 99th percentile of a step in milliseconds. A
step is from sending an answer until the next question has arrived whole.
"""

from __future__ import annotations

import gzip
import json
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol
from urllib.parse import urlencode, urlsplit

import brotli


@dataclass
class Reply:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as a person's browser reads it."""
        coding = self.headers.get("content-encoding")
        unpacked: bytes = brotli.decompress(self.body) if coding == "br" else self.body
        return (gzip.decompress(self.body) if coding == "gzip" else unpacked).decode()


@dataclass
class Device:
    """One kept-open connection with its own cookies. As thin as possible: the client must not be what is measured."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    caller: str = ""  # the address a proxy of ours would tell

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        self.host = parts.netloc
        self.socket = socket.create_connection((parts.hostname, parts.port or 80), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb")

    def ask(
        self, path: str, form: dict[str, str] | list[tuple[str, str]] | None = None, *, part: bool = False
    ) -> Reply:
        """GET, or POST where there is a form; `part` asks as htmx does. Raises ConnectionError."""
        body = b"" if form is None else urlencode(form).encode()
        lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: {self.host}"]
        lines += ["Accept: text/html", "Accept-Encoding: gzip, br"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if self.caller:
            lines.append(f"X-Forwarded-For: {self.caller}")
        if part:
            lines += ["HX-Request: true", "HX-Target: main"]
        if form is not None:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"Origin: {self.address}",
            ]
        self.socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        return self._reply()

    def _reply(self) -> Reply:
        first = self.stream.readline().split(b" ", 2)
        if len(first) < 2:
            raise ConnectionError("the server closed the connection")
        headers: dict[str, str] = {}
        while (line := self.stream.readline().strip()) != b"":
            name, _, value = line.decode("latin-1").partition(":")
            if name.lower() == "set-cookie":
                cookie, _, kept = value.strip().partition(";")[0].partition("=")
                self.cookies[cookie] = kept
            headers[name.lower()] = value.strip()
        if headers.get("transfer-encoding") == "chunked":
            pieces = []
            while size := int(self.stream.readline(), 16):
                pieces.append(self.stream.read(size))
                self.stream.readline()
            self.stream.readline()
            return Reply(int(first[1]), headers, b"".join(pieces))
        return Reply(int(first[1]), headers, self.stream.read(int(headers.get("content-length") or 0)))


class Walk(Protocol):
    """One person's way through the questions, again and again."""

    def begin(self) -> None:
        """Up to the first question; not measured."""

    def step(self) -> bool:
        """Answer the question that stands there, receive the next. False where what came is none: that is no step."""


def walked(walk: Walk, until: float, taken: list[float]) -> None:
    """Steps until the moment `until`; each one's seconds."""
    while time.perf_counter() < until:
        walk.begin()
        going = True
        while going and (began := time.perf_counter()) < until:
            going = walk.step()
            if going:
                taken.append(time.perf_counter() - began)


def load(address: str, walk: str, users: int, seconds: float) -> dict[str, float]:
    """`users` people at once for `seconds`, after one second that does not count."""
    module, _, name = walk.partition(":")
    make = getattr(import_module(module), name)
    walks = [make(Device(address)) for _ in range(users)]
    failures: list[BaseException] = []

    def person(one: Walk, until: float, taken: list[float]) -> None:
        try:
            walked(one, until, taken)
        except BaseException as failure:
            failures.append(failure)

    def crowd(until: float) -> list[float]:
        taken: list[list[float]] = [[] for _ in walks]
        threads = [
            threading.Thread(target=person, args=(one, until, own)) for one, own in zip(walks, taken, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        return sorted(second for own in taken for second in own)

    warm = len(crowd(time.perf_counter() + 1))
    began = time.perf_counter()
    taken = crowd(began + seconds)
    passed = time.perf_counter() - began
    return {
        "answers": warm + len(taken),
        "steps": len(taken) / passed,
        "p50": 1000 * taken[len(taken) // 2],
        "p99": 1000 * taken[int(len(taken) * 0.99)],
    }


if __name__ == "__main__":
    address, walk, users, seconds = sys.argv[1:]
    print(json.dumps(load(address, walk, int(users), float(seconds))))
