"""How a person walks through the bare limit, and through ours."""

from __future__ import annotations

import secrets

from benchmarks.limit import QUESTIONS
from benchmarks.load import Device


class LimitWalk:
    """Eight answers, then the next draft."""

    def __init__(self, device: Device) -> None:
        self.device = device

    def begin(self) -> None:
        """A draft of one's own."""
        self.path = f"/drafts/{secrets.token_hex(8)}"
        self.asked = 0
        assert self.device.ask(self.path).status == 200

    def step(self) -> bool:
        """One answer; the next question comes back with it."""
        form = {"fact": QUESTIONS[self.asked], "value": "two"}
        reply = self.device.ask(self.path + "/answers", form, part=True)
        assert b"<h1>" in reply.body, reply.body
        self.asked += 1
        return self.asked < len(QUESTIONS)
