"""The parts of a bundle, each from its entry in the YAML. What is wrong becomes a Problem; nothing is guessed."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from functools import partial
from keyword import iskeyword
from re import ASCII, fullmatch
from typing import TypeVar

from webapp.catalogue import keys as k
from webapp.catalogue.kinds import Sort
from webapp.catalogue.problems import nearest_hint
from webapp.catalogue.shared import Keys, Shared
from webapp.catalogue.sheets import Entry
from webapp.guide import (
    Basis,
    Days,
    Demand,
    Derived,
    Eligibility,
    Fact,
    Field,
    Hint,
    Kind,
    Material,
    Matter,
    Parameter,
    Question,
    Supply,
    Tier,
    Use,
    Value,
    ValueProblem,
)
from webapp.guide.conditions import ALWAYS, Constant, GrammarProblem, Tree, parse

E = TypeVar("E", bound=StrEnum)

RESERVED = ("today", "here", "region")
_DERIVED_SORTS = {Kind.BOOLEAN: Sort.TRUTH, Kind.CHOICE: Sort.CHOICE, Kind.DATE: Sort.DAY, Kind.MONTH: Sort.MONTH}


class PartsReader:
    """Reads the parts of one bundle. `departments` and `bundles` are the ids that may be named, `shared` what bundles
    have in common; `trees` gathers every rule that was read, `unsure` the facts and parameters whose kind could not be
    read, so that one slip is told once.

    A department's list that could not be read (empty) is not held against those who name one.
    """

    def __init__(self, bundle: str, departments: Collection[str], bundles: Collection[str], shared: Shared) -> None:
        self.bundle, self.departments, self.bundles, self.shared = bundle, departments, bundles, shared
        self.trees: list[tuple[Entry, Tree, Sort]] = []
        self.unsure: set[str] = set()

    def tree(self, entry: Entry, sort: Sort = Sort.TRUTH) -> Tree:
        """A rule; `sort` is what must come out of it."""
        try:
            found = parse(entry.text())
        except GrammarProblem as fault:
            entry.wrong(str(fault), "the words that a rule may use stand in docs/reference/yaml.md")
            return ALWAYS
        self.trees.append((entry, found, sort))
        return found

    def maybe(self, keys: Keys, key: str, sort: Sort = Sort.TRUTH) -> Tree | None:
        """A rule that may be left out."""
        return self.tree(keys[key], sort) if key in keys else None

    def when(self, keys: Keys) -> Tree:
        """The rule under `when`; always where there is none."""
        return self.tree(keys["when"]) if "when" in keys else ALWAYS

    def text(self, keys: Keys, key: str) -> str:
        """A text, empty where it is left out."""
        return keys[key].text() if key in keys else ""

    def texts(self, keys: Keys, key: str) -> tuple[str, ...]:
        """A list of texts, empty where it is left out."""
        return keys[key].texts() if key in keys else ()

    def truth(self, keys: Keys, key: str, default: bool) -> bool:
        """True or false."""
        return keys[key].truth() if key in keys else default

    def choice(self, keys: Keys, key: str, kind: type[E], default: E) -> E:
        """One word out of a few."""
        if key not in keys:
            return default
        found = keys[key].one_of([one.value for one in kind], key)
        return kind(found) if found else default

    def department(self, entry: Entry) -> str:
        """A department's id."""
        name = entry.text()
        if entry and self.departments and name not in self.departments:
            entry.wrong(f"no department is called “{name}”", nearest_hint(name, self.departments))
        return name

    def go_to(self, keys: Keys) -> tuple[str, ...]:
        """Other bundles that are pointed to."""
        found = []
        for entry in keys["go_to"].items() if "go_to" in keys else ():
            name = entry.text()
            found.append(name)
            if name not in self.bundles:
                entry.wrong(f"no bundle is called “{name}”", nearest_hint(name, self.bundles))
        return tuple(found)

    def some(self, keys: Keys, key: str) -> tuple[str, ...]:
        """A list of texts that may not be empty."""
        found = self.texts(keys, key)
        if key in keys and not found:
            keys[key].wrong(f"“{key}” is empty", "name at least one")
        return found

    def _name(self, keys: Keys, key: str = "fact") -> str:
        """A name that rules may say: small letters, digits and low lines."""
        name = self.text(keys, key)
        if name and (not fullmatch(r"[a-z][a-z0-9_]*", name, ASCII) or iskeyword(name) or name in RESERVED):
            keys[key].wrong(
                f"“{name}” cannot be a name in a rule",
                "small letters, digits and _, like birth_date; no word of the rules",
            )
        return name

    def question(self, entry: Entry) -> Question:
        """How a fact is asked for."""
        keys = entry.table(k.QUESTION_KEYS, k.NEEDED["question"], partial(self.shared.of_question, self.bundle))
        kind = self._kind(keys, k.QUESTION_KINDS, "kind of question", self.text(keys, "fact"))
        choices = self._choices(keys, kind, entry)
        exclusive = self.text(keys, "exclusive") or None
        if exclusive and (kind is not Kind.CHOICES or exclusive not in choices):
            keys["exclusive"].wrong(f"“{exclusive}” is none of several choices", nearest_hint(exclusive, choices))
        if "per" in keys:
            keys["per"].one_of(("record",), "per")
        use = keys["use"].one_of([one.value for one in Use], "use") if "use" in keys else None
        fact = Fact(
            self._name(keys),
            kind,
            choices,
            exclusive,
            self.truth(keys, "asked", True),
            self.truth(keys, "wish", False),
            Use(use) if use else None,
            self.text(keys, "held_by") or None,
            self.text(keys, "per") == "record",
        )
        labels = {name: one.text() for name, one in keys["labels"].table(choices).items()} if "labels" in keys else {}
        ask, why, help_, unit = (self.text(keys, key) for key in ("ask", "why", "help", "unit"))
        return Question(fact, ask, why, help_, unit, labels, self.texts(keys, "mistakes"))

    def _kind(self, keys: Keys, allowed: Collection[str], what: str, name: str) -> Kind:
        written = keys["type"].one_of(allowed, what) if "type" in keys else None
        if written is None:
            self.unsure.add(name)
            return Kind.BOOLEAN
        return {"list": Kind.CHOICES, "text": Kind.CHOICE, "month_day": Kind.CHOICE}.get(written) or Kind(written)

    def _choices(self, keys: Keys, kind: Kind, entry: Entry) -> tuple[str, ...]:
        choices = self.texts(keys, "choices")
        if kind in (Kind.CHOICE, Kind.CHOICES):
            if len(choices) < 2:
                entry.wrong("a choice needs at least two choices")
            if len(set(choices)) < len(choices):
                entry.wrong("a choice stands twice")
            if "unknown" in choices or "不清楚" in choices:
                entry.wrong("“不清楚” is an answer to every question", "take it out of the choices")
        elif choices:
            keys["choices"].wrong(
                f"a question of the kind {kind.value} has no choices", "make it a choice, or take them out"
            )
        return choices

    def derived(self, entry: Entry) -> Derived:
        """A fact that follows from others."""
        keys = entry.table(k.DERIVED_KEYS, needed=k.NEEDED["derived"])
        kind = self._kind(keys, [one.value for one in Kind], "kind of fact", self.text(keys, "fact"))
        choices, sort = self.texts(keys, "choices"), _DERIVED_SORTS.get(kind, Sort.NUMBER)
        cases: list[tuple[Tree, Tree]] = []
        if "rule" in keys:
            cases.append((ALWAYS, self.tree(keys["rule"], sort)))
        for case in keys["cases"].items() if "cases" in keys else ():
            parts = case.table(k.CASE_KEYS, needed=k.NEEDED["case"])
            if len(parts) == 2:
                cases.append((self.tree(parts["when"]), self._value(parts["value"], choices, sort)))
        from_matter = self.text(keys, "from_matter") or None
        if [bool(cases), bool(from_matter)].count(True) != 1 or ("rule" in keys and "cases" in keys):
            entry.wrong("a derived fact needs either a rule, cases or from_matter")
        name, basis = self.text(keys, "name"), self.choice(keys, "basis", Basis, Basis.SOURCED)
        return Derived(self._name(keys), kind, choices, tuple(cases), from_matter, name, basis)

    def _value(self, entry: Entry, choices: Collection[str], sort: Sort) -> Tree:
        """A case's value: a choice as it stands or quoted, else an expression."""
        written = entry.text()
        bare = written.strip("'\"")
        if sort is not Sort.CHOICE or (bare not in choices and written.isascii() and written == bare):
            return self.tree(entry, sort)
        if bare not in choices:
            entry.wrong(f"“{bare}” is none of the choices", nearest_hint(bare, choices))
        return Constant(bare)

    def parameter(self, entry: Entry) -> Parameter:
        """What a region must supply."""
        keys = entry.table(k.PARAMETER_KEYS, needed=k.NEEDED["parameter"])
        kind = self._kind(keys, k.PARAMETER_KINDS, "kind of parameter", "region." + self.text(keys, "name"))
        bare = Parameter(
            self._name(keys, "name"),
            kind,
            None,
            self.text(keys, "by") or None,
            {},
            self.text(keys, "says"),
            self.choice(keys, "basis", Basis, Basis.UNVERIFIED),
        )
        given = keys["value"].value() if "value" in keys else None
        value = None if given is None else supplied(bare, given, keys["value"])
        return Parameter(bare.name, kind, value, bare.by, {}, bare.says, bare.basis)

    def eligibility(self, entry: Entry) -> Eligibility:
        """Whether it may be applied for now, and what to do instead."""
        keys = entry.table(k.ELIGIBLE_KEYS, needed=k.NEEDED["eligible"])
        return Eligibility(
            self.when(keys),
            self.text(keys, "otherwise"),
            self.some(keys, "matters"),
            self.maybe(keys, "apply_from", Sort.TIME),
            self.maybe(keys, "apply_until", Sort.TIME),
            self.go_to(keys),
            self.choice(keys, "basis", Basis, Basis.SECONDARY),
        )

    def matter(self, entry: Entry) -> Matter:
        """One department's piece of business."""
        keys = entry.table(k.MATTER_KEYS, needed=k.NEEDED["matter"])
        departments = keys["departments"].items() if "departments" in keys else ()
        fee = keys["fee"].table(k.FEE_KEYS, needed=k.NEEDED["fee"]) if "fee" in keys else {}
        self.some(keys, "departments")
        return Matter(
            id=self.text(keys, "id"),
            name=self.text(keys, "name"),
            departments=tuple(self.department(one) for one in departments),
            demand=self.choice(keys, "demand", Demand, Demand.CONDITIONAL),
            when=self.when(keys),
            done_if=self.maybe(keys, "done_if"),
            says=self.text(keys, "says"),
            brings=self.text(keys, "brings"),
            after=self.texts(keys, "after"),
            variants=self._pairs(keys, "variants", "name"),
            levels=self._pairs(keys, "levels", "level"),
            deadline=self.maybe(keys, "deadline", Sort.DAY),
            days=self._days(keys["days"]) if "days" in keys else Days(),
            fee=self.text(fee, "text"),
            fee_basis=self.choice(fee, "basis", Basis, Basis.UNVERIFIED),
            result=self.text(keys, "result"),
            where=self.text(keys, "where"),
            basis=self.choice(keys, "basis", Basis, Basis.SECONDARY),
            law=self.text(keys, "law"),
            tier=self.choice(keys, "tier", Tier, Tier.MANDATORY) if "tier" in keys else None,
            go_to=self.go_to(keys),
            note=self.text(keys, "note"),
        )

    def _pairs(self, keys: Keys, key: str, value: str) -> tuple[tuple[Tree, str], ...]:
        found = []
        for entry in keys[key].items() if key in keys else ():
            parts = entry.table(("when", value), needed=("when", value))
            if len(parts) == 2:
                found.append((self.tree(parts["when"]), parts[value].text()))
        return tuple(found)

    def _days(self, entry: Entry) -> Days:
        keys = entry.table(k.DAYS_KEYS)
        numbers: list[int | None] = []
        for key in ("legal", "committed"):
            value = keys[key].value() if key in keys else None
            if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
                keys[key].wrong("days are a whole number")
                value = None
            numbers.append(value)
        basis = self.choice(keys, "basis", Basis, Basis.UNVERIFIED)
        return Days(numbers[0], numbers[1], self.text(keys, "text"), self.text(keys, "note"), basis)

    def material(self, entry: Entry) -> Material:
        """A document that is needed."""
        keys = entry.table(k.MATERIAL_KEYS, k.NEEDED["material"], partial(self.shared.of_material, self.bundle))
        return Material(
            self.text(keys, "id"),
            self.text(keys, "name"),
            self.some(keys, "for"),
            self.when(keys),
            self.choice(keys, "supply", Supply, Supply.BROUGHT),
            self.maybe(keys, "shared_when"),
            self.text(keys, "shared_from"),
            self.text(keys, "says"),
            self.text(keys, "note"),
            self.choice(keys, "basis", Basis, Basis.SECONDARY),
        )

    def blank(self, entry: Entry) -> Field:
        """One blank of the form."""
        keys = entry.table(k.FIELD_KEYS, k.NEEDED["field"], partial(self.shared.of_field, self.bundle))
        kind = (keys["kind"].one_of(k.FIELD_KINDS, "kind of field") if "kind" in keys else None) or "text"
        section = (keys["section"].one_of(k.SECTIONS, "section") if "section" in keys else None) or "details"
        choices = self.texts(keys, "choices")
        if kind in ("choice", "choices") and not choices:
            entry.wrong("a choice needs its choices")
        return Field(
            self.text(keys, "id"),
            self.text(keys, "label"),
            kind,
            self.some(keys, "for"),
            self.text(keys, "held_by") or None,
            choices,
            self.text(keys, "answer") or None,
            section,
            self.text(keys, "help"),
            self.truth(keys, "needed", True),
            self.when(keys),
        )

    def hint(self, entry: Entry) -> Hint:
        """A word of advice."""
        keys = entry.table(k.HINT_KEYS, needed=k.NEEDED["hint"])
        return Hint(self.text(keys, "id"), self.when(keys), self.text(keys, "tell"), self.go_to(keys))

    def source(self, entry: Entry) -> tuple[str, str, str]:
        """Where something stands written: title, address, how well it is founded."""
        keys = entry.table(k.SOURCE_KEYS, needed=k.NEEDED["source"])
        return self.text(keys, "title"), self.text(keys, "url"), self.text(keys, "basis")


def supplied(parameter: Parameter, given: object, entry: Entry) -> Value | None:
    """A region's value for a parameter, or None with a Problem."""
    if parameter.kind is Kind.CHOICES:
        if isinstance(given, list) and all(isinstance(one, str | int) and not isinstance(one, bool) for one in given):
            return tuple(given)
        entry.wrong(f"“{parameter.name}” takes a list of texts or whole numbers", "[one, two]")
        return None
    if parameter.kind is Kind.CHOICE:
        if isinstance(given, str) and given:
            return given
        entry.wrong(f"“{parameter.name}” takes a text, not {given}", "put it in quotes")
        return None
    try:
        return Fact(parameter.name, parameter.kind).read(given)
    except ValueProblem as fault:
        entry.wrong(str(fault))
        return None
