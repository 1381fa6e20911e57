"""How plainly the catalogue and the interface speak (access.md U3): lengths, stiff words, unexplained and rare ones.

A report and its problems; nothing here changes what a person sees. The bars stand at the top. What is not counted when
rare characters are: the official names of matters, departments and bundles, the names of places of the province,
titles in 《》, and people's names, as far as they stand before a form of address (张奶奶).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from babel.messages.pofile import read_po

from webapp.catalogue.library import Catalogue
from webapp.catalogue.passages import Part, Passage, passages
from webapp.catalogue.problems import Problem
from webapp.catalogue.sheets import Entry, sheet
from webapp.catalogue.terms import FILE
from webapp.catalogue.wording import alternatives

LONGEST = {Part.QUESTION: 20, Part.ANSWER: 12, Part.HELP: 60}
"""Characters, marks included: so much fits two lines of a phone in large type, or can be kept in mind."""

SENTENCES = 3
"""Of one help text."""

RARE = 0.02
"""The share of characters that may be outside the 2,500 commonest."""

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
QUOTED = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」")
EXPLAIN = f"explain it in catalogue/{FILE}, or say it plainly"

CHOSEN = re.compile(r"选“([^”]+)”")
UNSURE = "不清楚"
ASIDE = re.compile(r"（[^）]*）|\([^)]*\)")
ADDRESSED = re.compile(r"[\u3400-\u9fff]{1,2}(?=女士|先生|奶奶|爷爷|大爷|大妈|大叔|大婶|阿姨|师傅|老师)")


@dataclass(frozen=True)
class Plainness:
    """One bundle's: its texts, the Chinese characters in them that are counted, the rare ones, and all problems."""

    name: str
    texts: int
    characters: int
    rare: Mapping[str, int]
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        counts = f"{self.texts:5} texts {self.characters:6} characters {self.share:7.2%} rare"
        return f"{self.name:24}{counts}  {self.rarest}".rstrip()

    @property
    def share(self) -> float:
        """Rare characters among all that are counted, 0 to 1."""
        return sum(self.rare.values()) / self.characters if self.characters else 0.0

    @property
    def rarest(self) -> str:
        """The rare characters that stand there most often, with how often."""
        return " ".join(f"{character}{times}" for character, times in Counter(self.rare).most_common(8))

    def as_json(self) -> dict[str, Any]:
        """The report as plain values; `share` from 0 to 1."""
        plain = {"name": self.name, "texts": self.texts, "characters": self.characters, "share": round(self.share, 4)}
        return {**plain, "rare": dict(self.rare), "findings": [asdict(problem) for problem in self.problems]}


class Plain:
    """The measure: a catalogue's terms and names, its folder for the lines, and the common characters of a file."""

    def __init__(self, catalogue: Catalogue, folder: Path, characters: Path) -> None:
        self.catalogue, self.folder, self.terms = catalogue, folder, catalogue.terms
        lines = characters.read_text("utf-8").splitlines()
        self.common = frozenset("".join(line for line in lines if not line.startswith("#")))
        self._stiff = re.compile(alternatives(self.terms.instead))

    def bundle(self, name: str) -> Plainness:
        """One bundle with its local differences, its shown situations and the line that tells it apart."""
        found = self.catalogue.bundles[name]
        overlays = self.catalogue.overlays.get(name, ())
        several = [*passages(found, overlays)]
        several += [Passage(one.name, Part.REMARK) for one in self.catalogue.scenarios.get(name, ()) if one.shown]
        path = self.folder / "finding" / f"{name}.yaml"
        if path.exists():
            several.append(Passage(str(yaml.safe_load(path.read_text("utf-8"))["tell_apart"]), Part.REMARK))
        own = self.folder / "bundles" / name
        paths = [own / "bundle.yaml", own / "scenarios.yaml", path, *self.folder.glob(f"overlays/*/{name}.yaml")]
        return self.report(name, several, {**self._common_lines, **_lines(paths, self.folder)})

    def everything(self) -> Iterator[Plainness]:
        """Every bundle, the questions that tell neighbours apart, and what the terms mean."""
        yield from map(self.bundle, self.catalogue.bundles)
        yield self.neighbours()
        yield self.explanations()

    def neighbours(self) -> Plainness:
        """The questions that tell near pairs apart; their answers are whole lines."""
        path = self.folder / "finding" / "speech" / "neighbours.yaml"
        several = yaml.safe_load(path.read_text("utf-8")).values() if path.exists() else ()
        asked = [Passage(one["ask"], Part.QUESTION) for one in several]
        asked += [Passage(line, Part.REMARK, line) for one in several for line in one["choices"].values()]
        return self.report("neighbours", asked, _lines([path], self.folder))

    def explanations(self) -> Plainness:
        """What the terms mean: held to the same bars, since it is read as help."""
        several = [Passage(term.means, Part.HELP, f"{term.word}就是") for term in self.terms.all]
        return self.report("terms", several, _lines([self.folder / FILE], self.folder))

    def interface(self, path: Path) -> Plainness:
        """The Chinese words of the program itself, from their translation file."""
        with path.open("rb") as file:
            messages = [message for message in read_po(file) if message.id and message.string]
        label = "/".join(path.parts[-4:])
        lines = {text: (label, one.lineno or 1) for one in messages for text in _strings(one.string or ())}
        return self.report("interface", [Passage(text, Part.REMARK, text) for text in lines], lines)

    def report(self, name: str, several: list[Passage], lines: Mapping[str, tuple[str, int]]) -> Plainness:
        """The measure of some texts; `lines`: where each stands; else the bundle's file is told."""
        texts = {one.text for one in several}
        counted = [character for text in texts for character in HAN.findall(self._nameless(text))]
        rare = Counter(character for character in counted if character not in self.common)
        problems = [
            Problem(*lines.get(one.text, (f"catalogue/bundles/{name}/bundle.yaml", 1)), *fault)
            for one in several
            for fault in self._faults(one)
        ]
        if counted and sum(rare.values()) > RARE * len(counted):
            share = f"{100 * sum(rare.values()) / len(counted):.1f} % of the characters are rare"
            most = "".join(character for character, _times in rare.most_common(12))
            file = next(iter(lines.values()))[0]
            problems.append(Problem(file, 1, share, f"at most {RARE:.0%}; the commonest of them: {most}"))
        return Plainness(name, len(texts), len(counted), rare, tuple(sorted(set(problems))))

    def _faults(self, one: Passage) -> Iterator[tuple[str, str]]:
        text, longest = one.text, LONGEST.get(one.part)
        if longest and len(text) > longest:
            yield f"this {one.part} has {len(text)} characters: {text}", f"at most {longest}"
        if one.part is Part.HELP and len(_sentences(text)) > SENTENCES:
            yield f"this help has {len(_sentences(text))} sentences: {text}", f"at most {SENTENCES}"
        for named in CHOSEN.findall(text) if one.answers else ():
            if not any(named in answer for answer in (*one.answers, UNSURE)):
                yield f"“{named}” is none of the answers: {text}", f"there are: {'、'.join(one.answers)}"
        for word in self.terms.unexplained(QUOTED.sub("", text)):
            yield (
                f"“{word}” is an official word without explanation: {text}",
                EXPLAIN,
            )
        if one.part is Part.NAME:
            return
        for word in dict.fromkeys(self._stiff.findall(self.terms.forms.sub("　", self._unnamed(text)))):
            yield f"“{word}” is stiff: {text}", f"say “{self.terms.instead[word]}”"
        if one.part in (Part.QUESTION, Part.ANSWER):
            for term in self.terms.among([ASIDE.sub("", self._unnamed(text))], one.beside):
                if term.say:
                    yield f"“{term.word}” is an official word in a {one.part}: {text}", f"say “{term.say}”"

    def _unnamed(self, text: str) -> str:
        """A text without what it quotes and without the official names in it."""
        return self._names.sub("　", QUOTED.sub("　", text))

    def _nameless(self, text: str) -> str:
        """A text without the names that are not counted."""
        return ADDRESSED.sub("", self._places.sub("", self._names.sub("", re.sub("《[^》]*》", "", text))))

    @cached_property
    def _common_lines(self) -> dict[str, tuple[str, int]]:
        """Where the texts stand that several bundles may say."""
        return _lines(self.folder.glob("*.yaml"), self.folder)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        bundles = self.catalogue.bundles.values()
        matters = [matter for bundle in bundles for matter in bundle.matters]
        departments = self.catalogue.departments.values()
        return re.compile(
            alternatives(
                {
                    *(bundle.name for bundle in bundles),
                    *(matter.name for matter in matters),
                    *(name for matter in matters for _when, name in matter.variants),
                    *(name for one in departments for name in (one.name, one.official)),
                }
            )
        )

    @cached_property
    def _places(self) -> re.Pattern[str]:
        return re.compile(alternatives(_places(self.catalogue)))


def _places(catalogue: Catalogue) -> Iterator[str]:
    """The names of the province, its cities and its counties, with and without 市, 县 and 区."""
    regions = catalogue.regions
    for one in regions.upper():
        for known in (one.name, *regions.also(one.code), *regions.former(one.code)):
            yield known
            if len(known) > 2:
                yield known.rstrip("省市县区")


def _sentences(text: str) -> list[str]:
    return [one for one in re.split(r"[。！？]+(?![”）])", text) if HAN.search(one)]


def _strings(string: str | Iterable[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def _lines(paths: Iterable[Path], folder: Path) -> dict[str, tuple[str, int]]:
    """Where each text stands first: file and line."""
    found: dict[str, tuple[str, int]] = {}
    for path in paths:
        if path.exists():
            label = f"catalogue/{path.relative_to(folder).as_posix()}"
            for text, line in _scalars(sheet(path, label, [])):
                found.setdefault(text, (label, line))
    return found


def _scalars(entry: Entry) -> Iterator[tuple[str, int]]:
    match entry.node:
        case yaml.ScalarNode():
            yield entry.node.value.strip(), entry.line
        case yaml.SequenceNode():
            for one in entry.items():
                yield from _scalars(one)
        case yaml.MappingNode():
            for one in entry.table().values():
                yield from _scalars(one)
