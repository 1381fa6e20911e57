"""The map of a bundle (规则图): what each question can change and each rule as a sentence, and where it all is drawn.

A `Chart` is what is known, in words; a `Drawing` is the same as boxes and lines for an SVG, measured in its own units.
Who is linked with whom is read from the edition's diagrams: a question that can change nothing has no line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from webapp.catalogue.sentences import Sentences
from webapp.guide import Edition
from webapp.guide.bundles import Basis, Demand, Derived

GROUPS = {Demand.REQUIRED: "required", Demand.CONDITIONAL: "conditional", Demand.OPTIONAL: "optional"}
LETTER = 22
LEADING = 36
PAD = 12
GAP = 24
HEIGHT_ON_PAPER = 267 / 180
"""How high a sheet of A4 with margins of 15 mm is, for a width of 1. A browser cuts a tall drawing there."""


@dataclass(frozen=True)
class Target:
    """What questions can change: a matter, a paper, whether it can be applied for. `numbers` count questions from 1."""

    group: str
    name: str
    rule: str
    numbers: tuple[int, ...]
    local: tuple[str, ...] = ()
    certain: bool = True
    done_if: str = ""
    otherwise: str = ""


@dataclass(frozen=True)
class Follows:
    """A derived fact explained: its cases (rule, value), or the matter that will find it out."""

    name: str
    cases: tuple[tuple[str, str], ...]
    matter: str
    certain: bool


@dataclass(frozen=True)
class Chart:
    """A bundle's map in words."""

    questions: tuple[str, ...]
    targets: tuple[Target, ...]
    follows: tuple[Follows, ...]
    local: tuple[tuple[str, bool], ...]
    advice: tuple[tuple[str, str], ...]

    def of(self, group: str) -> tuple[Target, ...]:
        """The targets of a group."""
        return tuple(target for target in self.targets if target.group == group)

    def changed_by(self, number: int) -> tuple[Target, ...]:
        """What a question, counted from 1, can change."""
        return tuple(target for target in self.targets if number in target.numbers)


def chart(edition: Edition, language: str) -> Chart:
    """The map of an edition in a language."""
    bundle, words = edition.bundle, Sentences(edition.bundle, language)
    return Chart(
        tuple(words.told(question.ask) for question in bundle.questions),
        tuple(_targets(edition, words)),
        tuple(_follows(derived, words) for derived in bundle.derived),
        tuple((words.told(one.says), one.basis is Basis.SOURCED) for one in bundle.parameters),
        tuple((words.told(hint.tell), words.of(hint.when)) for hint in bundle.hints),
    )


def _targets(edition: Edition, words: Sentences) -> Iterator[Target]:
    bundle, told = edition.bundle, words.told
    for demand, group in GROUPS.items():
        for one in bundle.matters:
            if one.demand is demand:
                done = "" if one.done_if is None else words.of(one.done_if)
                linked = _linked(edition, edition.matters[one.id], words)
                certain = one.basis is Basis.SOURCED
                yield Target(group, told(one.name), words.of(one.when), *linked, certain, done)
    for entry, node in zip(bundle.eligible, edition.eligible, strict=True):
        names = [told(bundle.matter[name].name) for name in entry.matters] or [told(bundle.name)]
        linked = _linked(edition, node, words)
        certain = entry.basis is Basis.SOURCED
        name = words._(", ").join(names)
        yield Target("eligible", name, words.of(entry.when), *linked, certain, "", told(entry.otherwise))
    for paper in bundle.materials:
        linked = _linked(edition, edition.materials[paper.id], words)
        yield Target("papers", told(paper.name), words.of(paper.when), *linked, paper.basis is Basis.SOURCED)


def _linked(edition: Edition, node: int, words: Sentences) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The questions that can change a diagram, counted from 1, and the local rules that can."""
    facts = set(edition.facts_in(edition.support([node])))
    numbers = tuple(at for at, one in enumerate(edition.bundle.questions, 1) if one.id in facts)
    local = tuple(words.told(one.says) for one in edition.bundle.parameters if f"region.{one.name}" in facts)
    return numbers, local


def _follows(derived: Derived, words: Sentences) -> Follows:
    bundle = words.bundle
    cases = tuple((words.of(rule), words.of(value)) for rule, value in derived.cases)
    matter = words.told(bundle.matter[derived.from_matter].name) if derived.from_matter else ""
    return Follows(words.told(derived.name), cases, matter, derived.basis is Basis.SOURCED)


@dataclass(frozen=True)
class Line:
    """A line of text in a box, at its baseline. `strong`: a name, not a rule."""

    x: int
    y: int
    text: str
    strong: bool = False


@dataclass(frozen=True)
class Box:
    """A question or a target. `kind` is question or the target's group; heading has no frame."""

    kind: str
    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...]

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.y + self.height // 2


@dataclass(frozen=True)
class Drawing:
    """Boxes and lines of an SVG; a line is the `d` of a path."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    paths: tuple[str, ...]


Texts = Sequence[tuple[str, bool]]
"""The paragraphs of a box, each with whether it is strong."""


def drawing(left: Sequence[Texts], right: Sequence[tuple[str, Texts, Sequence[int]]], width: int) -> Drawing:
    """Questions on the left, spread over the height; on the right boxes of a kind with the questions that change them.

    No box stands across the edge of a printed sheet, so that no letter is cut in two.
    """
    room, asked = width // 8, width * 3 // 8 - LETTER
    sheet = width * HEIGHT_ON_PAPER
    others, bottom = [], 0
    for kind, texts, _numbers in right:
        box = _box(kind, asked + room, _clear(bottom, texts, width - asked - room, sheet), width - asked - room, texts)
        others.append(box)
        bottom = box.y + box.height + GAP
    heights = [_height(texts, asked) for texts in left]
    spare = max(0, (bottom - sum(heights) - GAP * len(left)) // max(1, len(left)))
    questions, down = [], 0
    for texts, height in zip(left, heights, strict=True):
        box = _box("question", 0, _clear(down, texts, asked, sheet), asked, texts)
        questions.append(box)
        down = box.y + height + GAP + spare
    paths = [
        _path(questions[number - 1], box)
        for box, (_kind, _texts, numbers) in zip(others, right, strict=True)
        for number in numbers
    ]
    boxes = (*questions, *others)
    return Drawing(width, max((box.y + box.height for box in boxes), default=0) + PAD, boxes, tuple(paths))


def _clear(top: int, texts: Texts, width: int, sheet: float) -> int:
    """Where the box begins: on the next sheet if it would stand across the edge and fits on one."""
    height = _height(texts, width)
    top = max(top, int(top // sheet * sheet) + PAD + 1)
    crosses = top // sheet != (top + height + PAD) // sheet
    return int((top // sheet + 1) * sheet) + PAD + 1 if crosses and height + 3 * PAD < sheet else top


def _height(texts: Texts, width: int) -> int:
    return 2 * PAD + LEADING * sum(len(wrapped(text, width - 2 * PAD)) for text, _strong in texts)


def _box(kind: str, x: int, y: int, width: int, texts: Texts) -> Box:
    rows = [(row, strong) for text, strong in texts for row in wrapped(text, width - 2 * PAD)]
    lines = [
        Line(x + PAD, y + PAD + LEADING * at + LEADING * 3 // 4, row, strong) for at, (row, strong) in enumerate(rows)
    ]
    return Box(kind, x, y, width, 2 * PAD + LEADING * len(rows), tuple(lines))


def _path(question: Box, target: Box) -> str:
    start, end = question.x + question.width, target.x
    half = (start + end) // 2
    return f"M{start} {question.middle}C{half} {question.middle} {half} {target.middle} {end} {target.middle}"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of a width: broken between Chinese characters and between words, not before a closing mark."""
    rows, row = [], ""
    for piece in _pieces(text):
        if row and _width(row + piece.rstrip()) > width:
            rows.append(row.rstrip())
            row = ""
        row += piece.lstrip() if not row else piece
        while _width(row) > width and len(row) > 1:  # one word that is longer than a line
            fits = next(at for at, size in enumerate(accumulate(map(_advance, row))) if size > width) or 1
            rows.append(row[:fits])
            row = row[fits:]
    return [*rows, row.rstrip()] if row.strip() else rows


def _pieces(text: str) -> Iterator[str]:
    """What must stay on one line: a Chinese character with the marks around it, a word with its space."""
    piece = ""
    for mark in text:
        ends = mark in "，。、；：？！）”》,.;:?!)%" or (mark == " ")
        joined = bool(piece) and (ends or piece[-1] in "（“《(" or (_narrow(mark) and _narrow(piece[-1])))
        if piece and not joined:
            yield piece
            piece = ""
        piece += mark
    if piece:
        yield piece


def _narrow(mark: str) -> bool:
    return mark.isascii() and mark != " "


def _advance(mark: str) -> float:
    return LETTER * (0.62 if mark.isascii() else 1)


def _width(text: str) -> float:
    return sum(map(_advance, text))
