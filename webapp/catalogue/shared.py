"""catalogue/shared.yaml: the facts, materials and blanks that several bundles use, each written once.

A question with `shared: true` takes over what stands there for its fact; a material or field takes over what stands
there under the name behind `like`. What the bundle writes itself goes before it. What comes out is the same as if
everything stood in the bundle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from pathlib import Path

import yaml

from webapp.catalogue import keys as k
from webapp.catalogue.problems import Problem, nearest_hint
from webapp.catalogue.sheets import Entry, sheet

Keys = dict[str, Entry]
FILE = "catalogue/shared.yaml"
OWN = frozenset({"fact", "id", "in", "of"})
"""What a shared part says of itself; the rest is taken over."""


class About(StrEnum):
    """Whom or what an answer is about: only what is about the same one can be given again."""

    PERSON = "person"
    CHILD = "child"
    BUSINESS = "business"
    PROJECT = "project"


@dataclass(frozen=True)
class Meaning:
    """What bundles have in common under this name, and whom or what it is about."""

    name: str
    about: About


@dataclass
class Sharing:
    """What means the same in several bundles, by bundle and its own name for it."""

    facts: dict[tuple[str, str], Meaning] = field(default_factory=dict)
    fields: dict[tuple[str, str], Meaning] = field(default_factory=dict)

    def names(self, meaning: Meaning) -> Iterator[tuple[str, str]]:
        """Each bundle that has such a blank, with its own name for it."""
        return (own for own, one in self.fields.items() if one == meaning)


@dataclass
class _Part:
    """One entry of the file. `whole`: it says all that it must; `bundles`: where each that it names is named; `used`:
    those that did use it.
    """

    entry: Entry
    keys: Keys
    meaning: Meaning
    whole: bool
    bundles: dict[str, Entry] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


class Shared:
    """The file, while bundles are read. `known` are the bundles that may be named.

    What is asked for and not there is a Problem where it is asked for; if the file itself is not `readable`, that has
    been told, and nothing more is said. `missed`: the bundles that wanted what is not there.
    """

    def __init__(self, top: Entry, known: Collection[str], readable: bool = True) -> None:
        self.readable = readable
        self.sharing = Sharing()
        self.missed: set[str] = set()
        lists = top.table(k.SHARED_KEYS)
        self._facts: dict[str, list[_Part]] = {}
        for part in self._parts(lists, "facts"):
            self._place(part, known)
            self._facts.setdefault(part.meaning.name, []).append(part)
        self._named = {
            "material": {part.meaning.name: part for part in self._parts(lists, "materials")},
            "field": {part.meaning.name: part for part in self._parts(lists, "fields")},
        }

    def _parts(self, lists: Keys, key: str) -> Iterator[_Part]:
        name = "fact" if key == "facts" else "id"
        seen: set[str] = set()
        for entry in lists[key].items() if key in lists else ():
            keys = entry.table(k.SHARED_PARTS[key], needed=k.SHARED_NEEDED[key])
            if name not in keys:
                continue
            own, about = keys[name].text(), About.PERSON
            if own in seen and key != "facts":
                keys[name].wrong(f"“{own}” stands twice among the {key}", "give one of them another name")
            seen.add(own)
            if "of" in keys:
                about = About(keys["of"].one_of(list(About), "word for whom it is about") or About.PERSON)
            bundles = {one.text(): one for one in keys["in"].items()} if "in" in keys else {}
            taken = {word: one for word, one in keys.items() if word not in OWN}
            yield _Part(keys[name], taken, Meaning(own, about), set(k.SHARED_NEEDED[key]) <= set(keys), bundles)

    def _place(self, part: _Part, known: Collection[str]) -> None:
        """Look at the bundles that a fact names: each is there, and no other entry has the fact for it."""
        for bundle, entry in part.bundles.items():
            if bundle not in known:
                entry.wrong(f"no bundle is called “{bundle}”", nearest_hint(bundle, known))
            if any(bundle in other.bundles for other in self._facts.get(part.meaning.name, ())):
                entry.wrong(f"“{part.meaning.name}” stands twice for “{bundle}”", "take it out of one of them")
        if len(part.bundles) == 1:
            part.entry.wrong("what one bundle alone asks is its own", "name more bundles, or write it in the bundle")

    def of_question(self, bundle: str, own: Keys) -> Mapping[str, Entry] | None:
        """What a question takes over; None where it wants what is not there, which has been told."""
        name = own["fact"].text() if "fact" in own else ""
        wanted = own["shared"].text() if "shared" in own else "false"
        part = next((one for one in self._facts.get(name, ()) if bundle in one.bundles), None)
        if wanted not in ("true", "false"):
            own["shared"].wrong("here true or false is needed")
            return self._miss(bundle)
        if wanted == "false":
            if part is not None:
                hint = f"write “shared: true” below it and take out what stands in {FILE}"
                own["fact"].wrong(f"“{name}” means the same in other bundles", hint)
            return {}
        if part is None:
            return self._miss_fact(bundle, name, own["shared"])
        self.sharing.facts[bundle, name] = part.meaning
        return self._taken(part, bundle, own, k.SHARED_FIXED["facts"])

    def _miss(self, bundle: str) -> Keys | None:
        self.missed.add(bundle)
        return None

    def _miss_fact(self, bundle: str, name: str, entry: Entry) -> Keys | None:
        if name in self._facts:
            hint = f"name “{bundle}” there, or write the question in full"
            entry.wrong(f"{FILE} does not say that “{name}” means the same in “{bundle}”", hint)
        elif self.readable:
            entry.wrong(f"{FILE} has no fact “{name}”", nearest_hint(name, self._facts))
        return self._miss(bundle)

    def of_material(self, bundle: str, own: Keys) -> Mapping[str, Entry] | None:
        """What a material takes over."""
        return self._like("material", bundle, own) if "like" in own else {}

    def of_field(self, bundle: str, own: Keys) -> Mapping[str, Entry] | None:
        """What a blank of the form takes over."""
        return self._like("field", bundle, own, k.SHARED_FIXED["fields"]) if "like" in own else {}

    def _like(self, kind: str, bundle: str, own: Keys, fixed: Collection[str] = ()) -> Keys | None:
        name, named = own["like"].text(), self._named[kind]
        if name in named:
            if kind == "field" and "id" in own:
                self.sharing.fields[bundle, own["id"].text()] = named[name].meaning
            return self._taken(named[name], bundle, own, fixed)
        if self.readable:
            own["like"].wrong(f"{FILE} has no {kind} “{name}”", nearest_hint(name, named))
        return self._miss(bundle)

    def _taken(self, part: _Part, bundle: str, own: Keys, fixed: Collection[str] = ()) -> Keys | None:
        """What the part says; of `fixed`, what the bundle says otherwise is told and does not count."""
        part.used.add(bundle)
        for key, entry in tuple(own.items()):
            if key in fixed:
                entry.wrong(f"“{key}” is the same in every bundle and stands in {FILE}", "take it out here")
                del own[key]
            elif key in part.keys and _alike(entry.node, part.keys[key].node):
                entry.wrong(f"“{key}” says what {FILE} says already", "take it out here")
        return part.keys if part.whole else self._miss(bundle)

    def look_for_idle(self, read: Collection[str]) -> None:
        """Note a Problem for each part that no bundle uses. `read`: the bundles that are there and were read."""
        for part in chain.from_iterable(self._facts.values()):
            for bundle in part.bundles.keys() & set(read) - part.used:
                hint = "take it out here, or ask it there with “shared: true”"
                part.bundles[bundle].wrong(f"“{bundle}” does not ask “{part.meaning.name}”", hint)
        for kind, named in self._named.items():
            for name, part in named.items():
                if not part.used:
                    part.entry.wrong(f"no bundle has a {kind} like “{name}”", "take it out")


def shared_parts(folder: Path, known: Collection[str], problems: list[Problem]) -> Shared:
    """What the bundles of a catalogue's folder have in common; a catalogue may do without the file."""
    path = folder / "shared.yaml"
    if not path.exists() and not path.is_symlink():
        return Shared(Entry(None, FILE, 1, problems), known)
    top = sheet(path, FILE, problems)
    return Shared(top, known, readable=bool(top))


def _alike(one: yaml.Node | None, other: yaml.Node | None) -> bool:
    if isinstance(one, yaml.ScalarNode) and isinstance(other, yaml.ScalarNode):
        return bool(one.value == other.value)
    if isinstance(one, yaml.CollectionNode) and isinstance(other, yaml.CollectionNode):
        pairs = [node.value for node in (one, other)]
        return len(pairs[0]) == len(pairs[1]) and all(
            all(map(_alike, a, b)) if isinstance(a, tuple) else _alike(a, b) for a, b in zip(*pairs, strict=True)
        )
    return False
