"""How people walk through the bare limit, the peers and ours: each fills in the form that stands there."""

from __future__ import annotations

import re
import secrets
from html import unescape

from benchmarks.limit import QUESTIONS
from benchmarks.load import Device, Reply

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
CONTROL = re.compile(r"<(input|select|textarea)\b([^>]*)>(.*?)(?=<(?:input|select|textarea|/form|button)\b|$)", re.S)
ATTRIBUTE = re.compile(r"([\w-]+)(?:=\"([^\"]*)\")?")
OPTION = re.compile(r"<option(?: selected| value=\"([^\"]*)\")*>([^<]*)</option>")

TYPED = {
    "age": "61",
    "months": "240",
    "name": "王秀英",
    "birth": "1965-03-12",
    "year": "1965",
    "month": "3",
    "day": "12",
}
"""What is typed where nothing is chosen: by the end of the field's name."""


def filled(form: str) -> list[tuple[str, str]]:
    """The form as a person sends it: the first choice of each group, something that fits in each blank."""
    sent: list[tuple[str, str]] = []
    chosen: set[str] = set()
    for kind, written, rest in CONTROL.findall(form):
        attributes = dict(ATTRIBUTE.findall(written))
        name, value = attributes.get("name", ""), unescape(attributes.get("value", ""))
        if not name or "disabled" in attributes:
            continue
        if kind == "select":
            options: list[str] = [value or words for value, words in OPTION.findall(rest)]
            wanted = TYPED.get(re.split(r"[-_]", name)[-1], "")
            sent.append((name, wanted if wanted in options else options[len(options) // 2]))
        elif attributes.get("type") in ("radio", "checkbox"):
            if name not in chosen and value != "unknown" and not name.endswith("-leap"):
                chosen.add(name)
                sent.append((name, value))
        elif attributes.get("type") == "hidden":
            sent.append((name, value))
        else:
            sent.append((name, value or TYPED.get(re.split(r"[-_]", name)[-1], "30")))
    return sent


class LimitWalk:
    """Eight answers."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.path = f"/drafts/{secrets.token_hex(8)}"
        self.asked = 0

    def begin(self) -> None:
        """Nothing: a draft here is a name."""

    def step(self) -> bool:
        """One answer; the next question comes back with it."""
        form = {"fact": QUESTIONS[self.asked], "value": "two"}
        reply = self.device.ask(self.path + "/answers", form, part=True)
        assert b"<h1>" in reply.body, reply.body
        self.asked += 1
        return True


class PeerWalk:
    """Eight questions and a review, whole pages, following redirects as a browser does."""

    def __init__(self, device: Device) -> None:
        self.device, self.cookies = device, dict[str, str]()

    def begin(self) -> None:
        """A session of one's own."""
        self.device.cookies = self.cookies
        self.followed(self.device.ask("/questions/"))

    def followed(self, reply: Reply) -> None:
        """Go where the server says, and look at the question there."""
        while reply.status in (302, 303):
            self.path = reply.headers["location"]
            reply = self.device.ask(self.path)
        assert reply.status == 200, reply.text
        self.page = reply.text

    def step(self) -> bool:
        """One answer; the next page."""
        self.device.cookies = self.cookies
        form = FORM.search(self.page)
        assert form is not None, self.page
        before = self.path
        self.followed(self.device.ask(self.path, filled(form[2])))
        assert self.path != before, f"the answer was refused: {self.page}"
        return "review" not in self.path


class OurWalk:
    """Retirement: where, for whom, then every question that is asked, each answered with its first choice."""

    def __init__(self, device: Device) -> None:
        self.device, self.cookies = device, dict[str, str]()
        self.caller = f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}"

    def begin(self) -> None:
        """A draft of a new person, up to the first question."""
        self.device.cookies, self.device.caller = self.cookies, self.caller
        page = self.device.ask("/bundles/retirement").text
        start = next(form for form in FORM.findall(page) if "/drafts" in form[0])
        reply = self.device.ask(dict(ATTRIBUTE.findall(start[0]))["action"], filled(start[1]))
        assert reply.status == 303, reply.text
        self.shown(self.device.ask(reply.headers["location"]))
        self.answered()
        self.answered()

    def shown(self, reply: Reply) -> None:
        """Look at the form that stands there now."""
        assert reply.status == 200, f"{reply.status} {reply.text}"
        self.path = reply.headers.get("hx-push-url", "")
        form = next((form for form in FORM.findall(reply.text) if "/drafts/" in form[0]), None)
        assert form is not None, reply.text
        self.action, self.blanks = dict(ATTRIBUTE.findall(form[0]))["action"], filled(form[1])

    def answered(self) -> None:
        """Send as htmx does; the next page's part comes back."""
        before, form = self.path, self.blanks
        if not any(name.startswith("value") for name, _ in form):
            form = [*form, ("value", "410105")]  # rows of places
        self.shown(self.device.ask(self.action, form, part=True))
        assert self.path not in ("", before), f"the answer was refused: {form}"

    def step(self) -> bool:
        """One answer; the next question, until there is none left."""
        self.device.cookies, self.device.caller = self.cookies, self.caller
        self.answered()
        return "/questions/" in self.path
