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
class Passage:
    """One text. `beside`: what is read together with it and may explain its words; `answers`: what it can name."""

    text: str
    part: Part
    beside: str = ""
    answers: tuple[str, ...] = ()


def passages(bundle: Bundle, overlays: Iterable[Overlay] = ()) -> Iterator[Passage]:
    """All that is said about a bundle and its local differences, empty texts left out, each once."""
    several = (_of_bundle(bundle), *map(_of_overlay, overlays))
    return iter(dict.fromkeys(one for each in several for one in each if one.text))


def _of_bundle(bundle: Bundle) -> Iterator[Passage]:
    yield Passage(bundle.name, Part.NAME)
    yield from _remarks(bundle.audience, bundle.for_whom, bundle.brings, bundle.at_hand, *bundle.mistakes)
    for question in bundle.questions:
        yield from question_passages(question)
    yield from _remarks(*(derived.name for derived in bundle.derived))
    yield from _parts((*bundle.matters, *bundle.materials, *bundle.fields, *bundle.eligible, *bundle.hints))


def _of_overlay(overlay: Overlay) -> Iterator[Passage]:
    for question in overlay.questions:
        yield from question_passages(question)
    yield from _parts((*overlay.matters, *overlay.materials))
    yield from _remarks(*overlay.not_offered.values())


def question_passages(question: Question) -> Iterator[Passage]:
    """A question with its answers, help and reason; they stand on one page, so the help explains the others' words."""
    answers = tuple(question.labels.get(choice, choice) for choice in question.fact.choices)
    yield Passage(question.ask, Part.QUESTION, question.help)
    for answer in answers:
        yield Passage(answer, Part.ANSWER, question.help)
    for text in (question.help, question.why):
        yield Passage(text, Part.HELP, question.help, answers)
    for mistake in question.mistakes:
        yield Passage(mistake, Part.REMARK, question.help, answers)


def matter_passages(matter: Matter) -> Iterator[Passage]:
    """A matter's names and what its card says."""
    for name in (matter.name, *(name for _when, name in matter.variants)):
        yield Passage(name, Part.NAME, matter.says)
    for text in (matter.says, matter.brings, matter.where, matter.fee, matter.days.text):
        yield Passage(text, Part.REMARK, matter.says)


def _parts(parts: Iterable[Matter | Material | Field | Eligibility | Hint]) -> Iterator[Passage]:
    for part in parts:
        match part:
            case Matter():
                yield from matter_passages(part)
            case Material():
                yield Passage(part.name, Part.NAME, part.says)
                yield Passage(part.says, Part.REMARK, part.says)
            case Field():
                yield Passage(part.label, Part.REMARK, part.help)
                yield Passage(part.help, Part.HELP, part.help)
                yield from (Passage(choice, Part.NAME, part.help) for choice in part.choices)
            case Eligibility():
                yield Passage(part.otherwise, Part.REMARK, part.otherwise)
            case Hint():
                yield Passage(part.tell, Part.REMARK, part.tell)


def _remarks(*texts: str) -> Iterator[Passage]:
    for text in texts:
        yield Passage(text, Part.REMARK, text)
