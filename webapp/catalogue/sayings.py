"""What a bundle says to people, sentence by sentence, and in which part: that is what must be plain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from webapp.guide import Bundle, Eligibility, Field, Hint, Material, Matter, Overlay, Question


class Part(StrEnum):
    """Where a text stands on a page. A NAME is official (so are the choices of a form): it is shown as it is."""

    QUESTION = "question"
    ANSWER = "answer"
    HELP = "help"
    REMARK = "remark"
    NAME = "name"


@dataclass(frozen=True)
class Saying:
    """One text. `beside`: what is read together with it and may explain its words."""

    text: str
    part: Part
    beside: str = ""


def sayings(bundle: Bundle, overlays: Iterable[Overlay] = ()) -> Iterator[Saying]:
    """All that is said about a bundle and its local differences, empty texts left out, each once."""
    several = (_of_bundle(bundle), *map(_of_overlay, overlays))
    return iter(dict.fromkeys(one for each in several for one in each if one.text))


def _of_bundle(bundle: Bundle) -> Iterator[Saying]:
    yield Saying(bundle.name, Part.NAME)
    yield from _remarks(bundle.audience, bundle.for_whom, bundle.brings, bundle.at_hand, *bundle.mistakes)
    for question in bundle.questions:
        yield from question_sayings(question)
    yield from _remarks(*(derived.name for derived in bundle.derived))
    yield from _parts((*bundle.matters, *bundle.materials, *bundle.fields, *bundle.eligible, *bundle.hints))


def _of_overlay(overlay: Overlay) -> Iterator[Saying]:
    for question in overlay.questions:
        yield from question_sayings(question)
    yield from _parts((*overlay.matters, *overlay.materials))
    yield from _remarks(*overlay.not_offered.values())


def question_sayings(question: Question) -> Iterator[Saying]:
    """A question with its answers, help and reason; they stand on one page, so the help explains the others' words."""
    yield Saying(question.ask, Part.QUESTION, question.help)
    for choice in question.fact.choices:
        yield Saying(question.labels.get(choice, choice), Part.ANSWER, question.help)
    for text in (question.help, question.why):
        yield Saying(text, Part.HELP, question.help)
    for mistake in question.mistakes:
        yield Saying(mistake, Part.REMARK, question.help)


def matter_sayings(matter: Matter) -> Iterator[Saying]:
    """A matter's names and what its card says."""
    for name in (matter.name, *(name for _when, name in matter.variants)):
        yield Saying(name, Part.NAME, matter.says)
    for text in (matter.says, matter.brings, matter.where, matter.fee, matter.days.text):
        yield Saying(text, Part.REMARK, matter.says)


def _parts(parts: Iterable[Matter | Material | Field | Eligibility | Hint]) -> Iterator[Saying]:
    for part in parts:
        match part:
            case Matter():
                yield from matter_sayings(part)
            case Material():
                yield Saying(part.name, Part.NAME, part.says)
                yield Saying(part.says, Part.REMARK, part.says)
            case Field():
                yield Saying(part.label, Part.REMARK, part.help)
                yield Saying(part.help, Part.HELP, part.help)
                yield from (Saying(choice, Part.NAME, part.help) for choice in part.choices)
            case Eligibility():
                yield Saying(part.otherwise, Part.REMARK, part.otherwise)
            case Hint():
                yield Saying(part.tell, Part.REMARK, part.tell)


def _remarks(*texts: str) -> Iterator[Saying]:
    for text in texts:
        yield Saying(text, Part.REMARK, text)
