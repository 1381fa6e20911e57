"""People answering questions as fast as the server lets them: a bounded client, in a process of its own.

    python -m benchmarks.load ADDRESS WALK USERS SECONDS PROCESS

prints one line of JSON: steps a second, the 50th and 99th percentile of a step in milliseconds, and the milliseconds of
processor time that a step cost the server process. A step is from sending an answer until the next question has arrived
whole.
"""

from __future__ import annotations

import gzip
import json
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol
from urllib.parse import urlencode, urlsplit

import brotli

from benchmarks.limit import QUESTIONS
from benchmarks.subjects import Subject


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
        self._connect()

    def _connect(self) -> None:
        parts = urlsplit(self.address)
        self.host, self.used = parts.netloc, time.monotonic()
        self.socket = socket.create_connection((parts.hostname, parts.port or 80), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb")

    def ask(
        self, path: str, form: dict[str, str] | list[tuple[str, str]] | None = None, *, part: bool = False
    ) -> Reply:
        """GET, or POST where there is a form; `part` asks as htmx does. Raises ConnectionError."""
        if time.monotonic() - self.used > 1:  # a server may close what lies idle
            self.socket.close()
            self._connect()
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
        reply = self._reply()
        self.used = time.monotonic()
        return reply

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
    """One draft of one person, on that person's device."""

    def begin(self) -> None:
        """Up to the first question; not measured."""

    def step(self) -> bool:
        """Answer the question that stands there, receive the next. False where what came is none: that is no step."""


@dataclass
class Person:
    """Somebody who answers draft after draft on one device; drafts can be begun before time is taken."""

    make: Callable[[Device], Walk]
    device: Device
    ready: list[Walk] = field(default_factory=list)

    def begin(self) -> Walk:
        """One more draft, at its first question."""
        walk = self.make(self.device)
        walk.begin()
        return walk

    def prepare(self, drafts: int) -> None:
        """So many drafts more, to be answered later."""
        self.ready += [self.begin() for _ in range(drafts)]

    def answer(self, until: float, questions: int, taken: list[float]) -> None:
        """Steps until the moment `until`, at most `questions` in each draft; each one's seconds go to `taken`."""
        while time.perf_counter() < until:
            walk = self.ready.pop() if self.ready else self.begin()
            for _ in range(questions):
                began = time.perf_counter()
                if began >= until or not walk.step():
                    break
                taken.append(time.perf_counter() - began)


class Crowd:
    """Several people at once, each in a thread."""

    def __init__(self, address: str, make: Callable[[Device], Walk], users: int) -> None:
        self.people = [Person(make, Device(address)) for _ in range(users)]
        self.failures: list[BaseException] = []

    def together(self, act: Callable[[Person], None]) -> None:
        """All do it at once. The first failure is raised."""
        threads = [threading.Thread(target=self._alone, args=(act, person)) for person in self.people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.failures:
            raise self.failures[0]

    def _alone(self, act: Callable[[Person], None], person: Person) -> None:
        try:
            act(person)
        except BaseException as failure:
            self.failures.append(failure)

    def answering(self, seconds: float, questions: int) -> list[float]:
        """All steps of so many seconds, the shortest first."""
        taken: list[float] = []
        until = time.perf_counter() + seconds
        self.together(lambda person: person.answer(until, questions, taken))
        return sorted(taken)


def load(address: str, walk: str, users: int, seconds: float, server: int) -> dict[str, float]:
    """`users` people at once for `seconds`, after one second that only tells how many drafts to begin beforehand.

    Beginning a draft, and the answer that brings the result, are no steps: neither is in the measured seconds, unless
    the drafts run out. `server` is the process whose processor time is taken.
    """
    module, _, name = walk.partition(":")
    crowd = Crowd(address, getattr(import_module(module), name), users)
    first = crowd.people[0].begin()
    questions = sum(1 for _ in iter(first.step, False)) if walk.endswith("OurWalk") else len(QUESTIONS) - 1
    warm = len(crowd.answering(1, questions))
    drafts = 1 + int(2 * warm * seconds / questions / users)
    crowd.together(lambda person: person.prepare(drafts))
    subject = Subject(walk, address, server)
    before, began = subject.seconds(), time.perf_counter()
    taken = crowd.answering(seconds, questions)
    passed = time.perf_counter() - began
    return {
        "steps": len(taken) / passed,
        "p50": 1000 * taken[len(taken) // 2],
        "p99": 1000 * taken[int(len(taken) * 0.99)],
        "cpu": 1000 * (subject.seconds() - before) / len(taken),
    }


if __name__ == "__main__":
    address, walk, users, seconds, server = sys.argv[1:]
    print(json.dumps(load(address, walk, int(users), float(seconds), int(server))))
