"""A form as a browser reads it and as a person sends it: the first choice of a group, something true in a blank."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

TYPED = {
    "name": "王秀英",
    "id_no": "410105196503120014",
    "phone": "13803710001",
    "year": "1965",
    "month": "3",
    "day": "12",
    "line": "文化路1号院2号楼3号",
    "account": "6222020200012345670",
    "code": "91410100MA44ABCD2J",
}
"""What is typed into a blank, by the end of its name; whatever else is asked gets a whole number."""


@dataclass
class Control:
    """One control: an input, a list, a button."""

    kind: str
    name: str
    value: str
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form of a page."""

    action: str
    controls: list[Control] = field(default_factory=list)

    def buttons(self, name: str) -> list[str]:
        """The values of the buttons of this name."""
        return [control.value for control in self.controls if control.kind == "submit" and control.name == name]

    def filled(self, **given: str) -> list[tuple[str, str]]:
        """What is sent when the first button without a name is pressed; `given` names what is answered otherwise."""
        sent: dict[str, tuple[str, str]] = {}
        for control in self.controls:
            if not control.name or control.kind in ("submit", "file") or control.name in given:
                continue
            value = self._value(control)
            if value is not None and control.name not in sent:
                sent[control.name] = (control.name, value)
        return [*sent.values(), *given.items()]

    def _value(self, control: Control) -> str | None:
        end = re.split(r"[-.]", control.name)[-1]
        typed = next((words for ending, words in TYPED.items() if end.endswith(ending)), None)
        if control.kind == "hidden":
            return control.value
        if control.kind in ("radio", "checkbox"):
            return None if control.value == "unknown" or end == "leap" else control.value
        if control.kind == "select":
            return typed if typed in control.options else control.options[-1]
        return control.value or typed or ("" if end == "search" else "30")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside = False
        self.listed: Control | None = None
        self.option: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(had.get("action", "")))
            self.inside = True
        elif self.inside and tag in ("input", "select", "textarea", "button"):
            kind = {"input": had.get("type", "text"), "button": had.get("type", "submit")}.get(tag, tag)
            control = Control(kind, had.get("name", ""), had.get("value", ""))
            self.forms[-1].controls.append(control)
            self.listed = control if tag == "select" else None
        elif tag == "option" and self.listed is not None:
            self.option = had.get("value")
            if self.option:
                self.listed.options.append(self.option)

    def handle_data(self, data: str) -> None:
        if self.listed is not None and self.option is None and data.strip():
            self.listed.options.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "option":
            self.option = None


def forms(page: str) -> list[Form]:
    """All forms of a page, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def encoded(sent: list[tuple[str, str]]) -> str:
    """As a browser puts it on the way."""
    return urlencode(sent)
