"""Local differences in words (地方差异): what province, city and county change in a bundle, and what is missing.

A `Change` is one thing that a region says; a `Step` is a level with its changes; a `Gap` is a value that no level has
supplied yet, with what stays 待核 because of it. All are words in one language; ids stand beside them for the JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from webapp.catalogue.library import Catalogue
from webapp.catalogue.places import named
from webapp.catalogue.sentences import Sentences
from webapp.guide import WHOLE, Basis, Bundle, Kind, Overlay, Parameter, Value, lay
from webapp.guide.evaluation import nearest
from webapp.guide.functions import region_prefix


@dataclass(frozen=True)
class Change:
    """One difference. `kind`: parameter, department, matter, material, question, stricter, not-offered or offered.

    `above` is how it is without this region's word, empty if it adds to it; `depends_on` the question by which a
    person's own region is meant; `certain` whether it is founded in a source.
    """

    kind: str
    id: str
    what: str
    here: str
    above: str
    depends_on: str
    basis: str
    certain: bool


@dataclass(frozen=True)
class Step:
    """A level on the way down. `same_as`: the place whose rules hold here as they stand; empty if it changes any."""

    region: str
    place: str
    changes: tuple[Change, ...]
    same_as: str
    note: str


@dataclass(frozen=True)
class Gap:
    """A value that is missing in the place, and the matters, papers and conditions that hang on it."""

    parameter: str
    says: str
    depends_on: str
    matters: tuple[str, ...]
    papers: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Differences:
    """All of it, from the province down to the place."""

    bundle: str
    name: str
    region: str
    place: str
    steps: tuple[Step, ...]
    gaps: tuple[Gap, ...]


def differences(catalogue: Catalogue, bundle: str, region: str, today: date, language: str) -> Differences:
    """What a region changes in a bundle. `region` is a code that the catalogue knows; a town is as its county."""
    region = region[:6]
    overlays = {one.region: one for one in catalogue.overlays.get(bundle, ())}
    steps: list[Step] = []
    laid, same = catalogue.bundles[bundle], ""
    for place in catalogue.regions.path(region):
        name = named(catalogue.regions, place.code, language)
        words, found = Sentences(laid, language), overlays.get(place.code)
        changes = tuple(_changes(found, words, catalogue)) if found else ()
        note = words.told(found.note) if found else ""
        steps.append(Step(place.code, name, changes, "" if changes else same, note))
        if found:
            laid = lay(laid, [found], place.code)
        if changes or not same:
            same = name if place.parent else words._("the whole province")
    gaps = tuple(_gaps(catalogue, bundle, region, today, Sentences(laid, language)))
    told = Sentences(laid, language).told(laid.name)
    return Differences(bundle, told, region, named(catalogue.regions, region, language), tuple(steps), gaps)


def _changes(overlay: Overlay, words: Sentences, catalogue: Catalogue) -> Iterator[Change]:
    """What an overlay changes in the bundle of `words`, which holds for the level above."""
    bundle, told = words.bundle, words.told
    basis, certain = basis_words(overlay.basis, words), overlay.basis is Basis.SOURCED
    departments = {name: told(one.name) for name, one in catalogue.departments.items()}

    def change(kind: str, name: str, what: str, here: str = "", above: str = "", depends_on: str = "") -> Change:
        return Change(kind, name, what, here, above, depends_on, basis, certain)

    for name, value in overlay.parameters.items():
        one = bundle.parameter[name]
        before = nearest(_above(one, overlay.region), overlay.region)
        known = "" if before is None else value_words(one, before, words, catalogue)
        here = value_words(one, value, words, catalogue)
        yield change(
            "parameter", name, told(one.says) or name, here, known if known != here else "", _asked(one, words)
        )
    for name, new in overlay.departments.items():
        here, old = (words._(", ").join(departments[one] for one in each) for each in (new, _departments(bundle, name)))
        yield change("department", name, _matter(name, overlay, words), here, old)
    for matter in overlay.matters:
        yield change("matter", matter.id, told(matter.name), departments[matter.departments[0]])
    for material in overlay.materials:
        yield change("material", material.id, told(material.name), told(material.says))
    for question in overlay.questions:
        yield change("question", question.id, told(question.ask), told(question.why))
    own = Sentences(lay(bundle, [overlay], overlay.region), words.language)
    for name, rule in overlay.also_when.items():
        yield change("stricter", name, _matter(name, overlay, words), own.of(rule))
    for name, elsewhere in overlay.not_offered.items():
        what = told(bundle.name) if name == WHOLE else _matter(name, overlay, words)
        yield change("not-offered", name, what, told(elsewhere))
    if overlay.offered:
        yield change("offered", WHOLE, told(bundle.name))


def _above(parameter: Parameter, region: str) -> Parameter:
    """The parameter without what the region and all below it say: `supply` has given it every region's value."""
    values = {code: one for code, one in parameter.values.items() if not code.startswith(region_prefix(region))}
    return Parameter(parameter.name, parameter.kind, parameter.value, parameter.by, values)


def _departments(bundle: Bundle, matter: str) -> tuple[str, ...]:
    return bundle.matter[matter].departments if matter in bundle.matter else ()


def _matter(name: str, overlay: Overlay, words: Sentences) -> str:
    own = {one.id: one.name for one in overlay.matters}
    return words.told(own.get(name) or words.bundle.matter[name].name)


def _asked(parameter: Parameter, words: Sentences) -> str:
    """The question whose answer says which region is meant; empty if it is the place where it is done."""
    question = words.bundle.question.get(parameter.by or "")
    return words.told(question.ask) if question else ""


def value_words(parameter: Parameter, value: Value, words: Sentences, catalogue: Catalogue) -> str:
    """A parameter's value as people say it."""
    if isinstance(value, bool):
        return words._("yes") if value else words._("no")
    if isinstance(value, date):
        return words._("%(year)s-%(month)s-%(day)s", year=value.year, month=value.month, day=value.day)
    if isinstance(value, tuple):
        return words._(", ").join(words.told(str(one)) for one in value)
    if isinstance(value, str):
        return named(catalogue.regions, value, words.language) if parameter.kind is Kind.REGION else words.told(value)
    if parameter.kind is Kind.MONEY:
        return words._("%(amount)s yuan", amount=_number(value))
    return words._("%(number)s year(s)", number=_number(value)) if parameter.kind is Kind.YEARS else _number(value)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.15g}"


def basis_words(basis: Basis, words: Sentences) -> str:
    """How well something is founded."""
    return {
        Basis.SOURCED: words._("from the official text"),
        Basis.SECONDARY: words._("from a copy or the news, to be checked"),
        Basis.ESTIMATE: words._("an estimate, to be checked"),
        Basis.UNVERIFIED: words._("no text seen, to be checked"),
    }[basis]


def _gaps(catalogue: Catalogue, bundle: str, region: str, today: date, words: Sentences) -> Iterator[Gap]:
    """The values that nobody has supplied for the place, in the catalogue's order."""
    edition = catalogue.edition(bundle, region, today)
    known = edition.bundle

    def resting(node: int) -> frozenset[str]:
        return frozenset(edition.facts_in(edition.support([node])))

    matters = [(words.told(one.name), resting(edition.matters[one.id])) for one in known.matters]
    papers = [(words.told(one.name), resting(edition.materials[one.id])) for one in known.materials]
    conditions = [
        (words.told(entry.otherwise), resting(node))
        for entry, node in zip(known.eligible, edition.eligible, strict=True)
    ]
    for one in known.parameters:
        if nearest(one, region) is None:
            name = f"region.{one.name}"
            hanging = (tuple(w for w, names in each if name in names) for each in (matters, papers, conditions))
            yield Gap(one.name, words.told(one.says) or one.name, _asked(one, words), *hanging)


def kind_words(words: Sentences) -> dict[str, str]:
    """The heading over the changes of each kind, in the order of reading."""
    return {
        "not-offered": words._("Not offered here"),
        "offered": words._("This place has said that it does it"),
        "parameter": words._("Values that hold here"),
        "department": words._("Who does it here"),
        "matter": words._("More matters"),
        "material": words._("More papers"),
        "question": words._("More questions"),
        "stricter": words._("Also due here"),
    }


def change_words(change: Change, words: Sentences) -> str:
    """A change: what it is about, and how it is here."""
    return change.what + words._(": ") + change.here if change.here else change.what


def remarks(change: Change, words: Sentences) -> list[str]:
    """How it is above this level, whose region is meant, how well it is founded."""
    above = words._("above this level: %(value)s", value=change.above) if change.above else ""
    depends = words._("by the answer to “%(question)s”", question=change.depends_on) if change.depends_on else ""
    return [one for one in (above, depends, change.basis) if one]


def step_words(step: Step, words: Sentences) -> str:
    """What is said of a level that changes nothing."""
    same = words._("The same as %(place)s.", place=step.same_as)
    return same if step.same_as else words._("These are the rules of the whole province.")


def told(found: Differences, words: Sentences) -> Iterator[str]:
    """All of it as lines for a terminal."""
    yield f"{found.name}  {found.place} ({found.region})"
    for step in found.steps:
        yield f"\n{step.place} ({step.region})" + ("" if step.changes else words._(": ") + step_words(step, words))
        for kind, heading in kind_words(words).items():
            changes = [change for change in step.changes if change.kind == kind]
            if changes:
                yield f"  {heading}"
            for change in changes:
                yield f"    {change_words(change, words)}" + words._(
                    " [%(remarks)s]", remarks=words._("; ").join(remarks(change, words))
                )
        if step.note:
            yield "  " + words._("Remark: %(note)s", note=step.note)
    yield "\n" + words._("Still missing for %(place)s: %(count)s", place=found.place, count=len(found.gaps))
    for gap in found.gaps:
        yield f"  {gap.says}"
        for head, said in gap_facts(gap, words):
            yield f"    {head}" + words._(": ") + said


def gap_facts(gap: Gap, words: Sentences) -> list[tuple[str, str]]:
    """What hangs on a missing value: (head, words)."""
    comma = words._(", ")
    nothing = not (gap.matters or gap.papers or gap.conditions)
    depends = words._("by the answer to “%(question)s”", question=gap.depends_on) if gap.depends_on else ""
    facts = [
        (words._("Matters that may stay to be checked"), comma.join(gap.matters)),
        (words._("Papers that hang on it"), comma.join(gap.papers)),
        (words._("What is told if its condition fails"), " ".join(gap.conditions)),
        (words._("What hangs on it"), words._("nothing; it is only told to people") if nothing else ""),
        (words._("Whose place"), depends),
        (words._("To be written as"), gap.parameter),
    ]
    return [(head, said) for head, said in facts if said]
