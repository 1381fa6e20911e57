"""Whether everything that a bundle names is there: facts, parameters, choices, matters; and nothing is named twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from webapp.catalogue.kinds import Sort, Sorting
from webapp.catalogue.problems import nearest_hint
from webapp.catalogue.sheets import Entry
from webapp.guide.bundles import Bundle, Derived
from webapp.guide.conditions import Constant, Is, Member, Name, RegionParameter, Tree, names_in, parts_of
from webapp.guide.facts import Fact, Kind

_LISTS = {
    "questions": "fact",
    "derived": "fact",
    "matters": "id",
    "materials": "id",
    "fields": "id",
    "hints": "id",
    "parameters": "name",
}


def check_references(
    bundle: Bundle,
    keys: Mapping[str, Entry],
    trees: Iterable[tuple[Entry, Tree, Sort]],
    unsure: Collection[str] = frozenset(),
) -> None:
    """Note a Problem for each name that leads nowhere, stands twice or goes round in a circle."""
    _check_doubles(bundle, keys)
    check_trees(bundle, trees, unsure)
    _check_circles(bundle, keys)
    matters = set(bundle.matter)
    for key, name in (("matters", "after"), ("eligible", "matters"), ("materials", "for"), ("fields", "for")):
        for item in keys[key].items() if key in keys else ():
            for one in item.table().get(name, Entry(None, "", 0, [])).items():
                _check_known(one, "matter", one.text(), matters | ({"*"} if key in ("materials", "fields") else set()))
    for group in keys["one_of"].table().values() if "one_of" in keys else ():
        for one in group.items():
            _check_known(one, "matter", one.text(), matters)
    for item in keys["fields"].items() if "fields" in keys else ():
        answer = item.table().get("answer")
        if answer:
            _check_known(answer, "fact", answer.text(), {*bundle.facts, *bundle.derived_fact})
    for item in keys["parameters"].items() if "parameters" in keys else ():
        place = item.table().get("by")
        if place:
            regions = [name for name, fact in bundle.facts.items() if fact.kind is Kind.REGION or name in unsure]
            _check_known(place, "region fact", place.text(), regions)
    for item in keys["derived"].items() if "derived" in keys else ():
        source = item.table().get("from_matter")
        if source:
            _check_known(source, "matter", source.text(), matters)


def check_trees(
    bundle: Bundle, trees: Iterable[tuple[Entry, Tree, Sort]], unsure: Collection[str] = frozenset()
) -> None:
    """Note a Problem for each rule that speaks of what is not there, or mixes what does not go together."""
    facts: dict[str, Fact | Derived] = {**bundle.facts, **bundle.derived_fact}
    choices = {name: one.choices for name, one in facts.items() if one.kind is Kind.CHOICE and one.choices}
    several = {
        question.id: question.fact.choices for question in bundle.questions if question.fact.kind is Kind.CHOICES
    }
    for entry, tree, sort in trees:
        _check_tree(entry, tree, facts, bundle.parameter, choices, several)
        Sorting(bundle, entry.wrong, unsure).expect(tree, sort, "this rule")


def _check_known(entry: Entry, what: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        entry.wrong(f"no {what} is called “{name}”", nearest_hint(name, known))


def _check_doubles(bundle: Bundle, keys: Mapping[str, Entry]) -> None:
    asked = {question.id for question in bundle.questions}
    for item in keys["derived"].items() if "derived" in keys else ():
        entry = item.table().get("fact")
        if entry is not None and entry.text() in asked:
            entry.wrong(f"“{entry.text()}” is a question already", "a fact is either asked or derived")
    for key, name in _LISTS.items():
        seen: set[str] = set()
        for item in keys[key].items() if key in keys else ():
            entry = item.table().get(name)
            if entry is None:
                continue
            if entry.text() in seen:
                entry.wrong(
                    f"“{entry.text()}” stands twice among the {key}", "give one of them another name or take it out"
                )
            seen.add(entry.text())


def _check_tree(
    entry: Entry,
    tree: Tree,
    facts: Mapping[str, object],
    parameters: Collection[str],
    choices: Mapping[str, tuple[str, ...]],
    several: Mapping[str, tuple[str, ...]],
) -> None:
    match tree:
        case Name(fact) if fact not in facts:
            entry.wrong(f"no fact is called “{fact}”", nearest_hint(fact, facts))
        case RegionParameter(name) if name not in parameters:
            entry.wrong(f"no parameter is called “region.{name}”", nearest_hint(name, parameters))
        case Is(Name(fact), _, Constant(str() as choice)) | Is(Constant(str() as choice), _, Name(fact)) if (
            fact in choices
        ):
            if choice not in choices[fact]:
                entry.wrong(f"“{fact}” has no choice “{choice}”", nearest_hint(choice, choices[fact]))
        case Member(Constant(str() as choice), Name(fact)) if fact in several:
            if choice not in several[fact]:
                entry.wrong(f"“{fact}” has no choice “{choice}”", nearest_hint(choice, several[fact]))
    for part in parts_of(tree):
        _check_tree(entry, part, facts, parameters, choices, several)


def _check_circles(bundle: Bundle, keys: Mapping[str, Entry]) -> None:
    """A derived fact may not rest on itself, nor may a matter wait for itself."""
    rests = {
        d.id: frozenset().union(*(names_in(t) for case in d.cases for t in case)) for d in bundle.derived if d.cases
    }
    waits = {matter.id: frozenset(matter.after) for matter in bundle.matters}
    for graph, key, name, what in (
        (rests, "derived", "fact", "rests on itself"),
        (waits, "matters", "id", "waits for itself"),
    ):
        for item in keys[key].items() if key in keys else ():
            entry = item.table().get(name)
            if entry is not None and entry.text() in reached(graph, entry.text()):
                entry.wrong(f"“{entry.text()}” {what}", "follow its names round and cut the circle")


def reached(graph: Mapping[str, Collection[str]], start: str) -> set[str]:
    """All that one comes to from the start by following the graph; the start too, if it goes round."""
    seen: set[str] = set()
    rest = list(graph.get(start, ()))
    while rest:
        one = rest.pop()
        if one not in seen:
            seen.add(one)
            rest.extend(graph.get(one, ()))
    return seen
