"""A finding (隐患): one flaw of a bundle, where it stands, what to do, and the citizen's story that shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from webapp.catalogue.sentences import sentence
from webapp.guide import UNKNOWN, Bundle, Fact, Kind, Value
from webapp.guide.conditions import All, Constant, Is, Member, Name, Not, Tree
from webapp.site.language import LANGUAGES, translations


class Severity(StrEnum):
    """How bad: nothing opens with a blocking one; a serious one leads people astray; a note is for the editor's eye."""

    BLOCKING = "blocking"
    SERIOUS = "serious"
    NOTE = "note"


@dataclass(frozen=True)
class Story:
    """The smallest set of answers that shows a finding: any citizen who answers so, whatever else is true of them."""

    given: Mapping[str, Value] = field(hash=False)
    region: str
    as_of: date
    bundle: Bundle = field(repr=False, compare=False)

    def sentences(self, language: str = next(iter(LANGUAGES))) -> list[str]:
        """The answers in words, one a sentence, in a language of `LANGUAGES`; nobody in particular: one sentence."""
        say = translations(language, "messages").gettext
        if not self.given:
            return [str(say("Everybody, whatever they answer."))]
        return [
            str(say("%(question)s: not sure")) % {"question": self._ask(name)}
            if value == UNKNOWN
            else sentence(_said(self.bundle.facts[name], value), self.bundle, language)
            for name, value in self.given.items()
        ]

    def _ask(self, name: str) -> str:
        question = self.bundle.question.get(name)
        return question.ask if question else name

    @property
    def address(self) -> dict[str, Any]:
        """What `yijianshi guide --batch` and a trial draft take to stand at the same point, as JSON values."""
        answers = {
            name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
            for name, value in self.given.items()
        }
        return {"bundle": self.bundle.id, "region": self.region, "as_of": self.as_of.isoformat(), "answers": answers}

    def __str__(self) -> str:
        return json.dumps(self.address["answers"], ensure_ascii=False)


def _said(fact: Fact, value: Value) -> Tree:
    name = Name(fact.id)
    if isinstance(value, tuple):
        chosen: list[Tree] = [Member(Constant(one), name) for one in value]
        return All(tuple(chosen or [Not(Member(Constant(one), name)) for one in fact.choices]))
    if fact.kind is Kind.BOOLEAN:
        return name if value else Not(name)
    return Is(name, "==", Constant(value.isoformat() if isinstance(value, date) else value))


@dataclass(frozen=True)
class Finding:
    """One flaw. `kind` is the proof's id, a row of docs/reference/rehearsal.md; `subjects` the ids concerned."""

    kind: str
    severity: Severity
    bundle: str
    region: str
    as_of: date
    file: str
    line: int
    what: str
    hint: str
    story: Story | None = None
    subjects: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity.value}: {self.what} [{self.kind}]" + (
            f" — {self.hint}" if self.hint else ""
        )
