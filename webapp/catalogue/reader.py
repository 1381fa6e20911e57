"""From bundle.yaml to a Bundle. Every problem is collected, at file:line with a hint; nothing is guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import TypeVar

from webapp.catalogue.problems import nearest_hint
from webapp.catalogue.sheets import Entry
from webapp.guide import conditions
from webapp.guide.bundles import (
    ALWAYS,
    Basis,
    Bundle,
    Days,
    Demand,
    Derived,
    Eligibility,
    Field,
    Hint,
    Material,
    Matter,
    Parameter,
    Question,
    Supply,
    Tier,
)
from webapp.guide.conditions import GrammarProblem, Tree
from webapp.guide.facts import Fact, Kind, Use, Value, ValueProblem

E = TypeVar("E", bound=StrEnum)

FIELD_KINDS = [
    "text",
    "long_text",
    "integer",
    "number",
    "money",
    "date",
    "month",
    "choice",
    "choices",
    "boolean",
    "id_number",
    "phone",
    "region",
    "address",
    "person",
    "people",
    "list",
    "file",
    "bank_account",
    "statement",
    "onsite",
]
SECTIONS = ["applicant", "proxy", "subject", "details", "money"]

BUNDLE_KEYS = [
    "name",
    "stage",
    "audience",
    "for_whom",
    "brings",
    "at_hand",
    "lead",
    "departments",
    "tier",
    "region",
    "confidence",
    "origin",
    "basis",
    "questions",
    "derived",
    "parameters",
    "eligible",
    "one_of",
    "matters",
    "hints",
    "materials",
    "fields",
    "mistakes",
    "notes",
    "sources",
]
QUESTION_KEYS = [
    "fact",
    "type",
    "ask",
    "why",
    "help",
    "unit",
    "labels",
    "choices",
    "exclusive",
    "wish",
    "use",
    "asked",
    "held_by",
    "per",
    "mistakes",
]
DERIVED_KEYS = ["fact", "type", "choices", "rule", "cases", "from_matter", "name", "basis"]
PARAMETER_KEYS = ["name", "type", "value", "by", "says", "candidate", "basis", "note"]
ELIGIBLE_KEYS = ["when", "otherwise", "matters", "apply_from", "apply_until", "go_to", "basis"]
MATTER_KEYS = [
    "id",
    "name",
    "departments",
    "demand",
    "when",
    "done_if",
    "says",
    "brings",
    "after",
    "variants",
    "levels",
    "deadline",
    "days",
    "fee",
    "result",
    "where",
    "basis",
    "law",
    "tier",
    "go_to",
    "note",
]
MATERIAL_KEYS = ["id", "name", "for", "when", "supply", "shared_when", "shared_from", "says", "note", "basis"]
FIELD_KEYS = ["id", "label", "kind", "for", "answer", "section", "held_by", "choices", "help", "needed", "when"]
HINT_KEYS = ["id", "when", "tell", "go_to"]


class BundleReader:
    """Reads one sheet. `departments` and `bundles` are the ids that may be named."""

    def __init__(self, bundle: str, departments: Collection[str], bundles: Collection[str]) -> None:
        self.bundle, self.departments, self.bundles = bundle, departments, bundles
        self.trees: list[tuple[Entry, Tree]] = []

    def read(self, top: Entry) -> Bundle:
        """The bundle, as far as it can be read; what is wrong stands in the sheet's problems."""
        keys = top.table(BUNDLE_KEYS, needed=("name", "stage", "lead", "questions", "matters"))
        none = Entry(None, top.file, top.line, top.problems)
        questions = tuple(self.question(one) for one in keys.get("questions", none).items())
        found = Bundle(
            id=self.bundle,
            name=keys.get("name", none).text(),
            questions=questions,
            derived=tuple(self._derived(one) for one in keys.get("derived", none).items()),
            parameters=tuple(self._parameter(one) for one in keys.get("parameters", none).items()),
            matters=tuple(self.matter(one) for one in keys.get("matters", none).items()),
            materials=tuple(self.material(one) for one in keys.get("materials", none).items()),
            fields=tuple(self._field(one) for one in keys.get("fields", none).items()),
            eligible=tuple(self._eligibility(one) for one in keys.get("eligible", none).items()),
            hints=tuple(self._hint(one) for one in keys.get("hints", none).items()),
            one_of={name: group.texts() for name, group in keys.get("one_of", none).table().items()},
            audience=keys.get("audience", none).text(),
            stage=keys.get("stage", none).text(),
            for_whom=keys.get("for_whom", none).text(),
            brings=keys.get("brings", none).text(),
            at_hand=keys.get("at_hand", none).text(),
            lead=self.department(keys.get("lead", none)),
            departments=tuple(self.department(one) for one in keys.get("departments", none).items()),
            tier=self._enum(keys, "tier", Tier, Tier.MANDATORY),
            region=keys.get("region", none).text() or None,
            confidence=keys.get("confidence", none).one_of(("high", "medium", "low"), "confidence") or "low"
            if keys.get("confidence", none)
            else "low",
            origin=keys.get("origin", none).text(),
            basis={name: one.text() for name, one in keys.get("basis", none).table().items()},
            sources=tuple(self._source(one) for one in keys.get("sources", none).items()),
            notes=keys.get("notes", none).texts(),
            mistakes=keys.get("mistakes", none).texts(),
        )
        self._check(found, top, keys)
        return found

    def _enum(self, keys: dict[str, Entry], key: str, kind: type[E], default: E) -> E:
        if key not in keys:
            return default
        found = keys[key].one_of([one.value for one in kind], key)
        return kind(found) if found else default

    def _tree(self, keys: dict[str, Entry], key: str, default: Tree | None = None) -> Tree | None:
        return self.tree(keys[key]) if key in keys else default

    def tree(self, entry: Entry) -> Tree:
        try:
            found = conditions.parse(entry.text())
        except GrammarProblem as fault:
            entry.wrong(str(fault), "the words that a rule may use stand in docs/reference/yaml.md")
            return ALWAYS
        self.trees.append((entry, found))
        return found

    def department(self, entry: Entry) -> str:
        name = entry.text()
        if entry and name not in self.departments:
            entry.wrong(f"no department is called “{name}”", nearest_hint(name, self.departments))
        return name

    def _go_to(self, keys: dict[str, Entry]) -> tuple[str, ...]:
        if "go_to" not in keys:
            return ()
        for entry in keys["go_to"].items():
            if entry.text() not in self.bundles:
                entry.wrong(f"no bundle is called “{entry.text()}”", nearest_hint(entry.text(), self.bundles))
        return keys["go_to"].texts()

    def _texts(self, keys: dict[str, Entry], key: str) -> tuple[str, ...]:
        return keys[key].texts() if key in keys else ()

    def _text(self, keys: dict[str, Entry], key: str) -> str:
        return keys[key].text() if key in keys else ""

    def question(self, entry: Entry) -> Question:
        keys = entry.table(QUESTION_KEYS, needed=("fact", "type", "ask"))
        kind = self._enum(keys, "type", Kind, Kind.BOOLEAN)
        choices = self._texts(keys, "choices")
        if kind in (Kind.CHOICE, Kind.CHOICES) and len(choices) < 2:
            entry.wrong("a choice needs at least two choices")
        if len(set(choices)) < len(choices):
            entry.wrong("a choice stands twice")
        exclusive = self._text(keys, "exclusive") or None
        if exclusive and exclusive not in choices:
            keys["exclusive"].wrong(f"“{exclusive}” is none of the choices", nearest_hint(exclusive, choices))
        labels = {name: one.text() for name, one in keys["labels"].table(choices).items()} if "labels" in keys else {}
        use = Use(keys["use"].one_of([u.value for u in Use], "use") or "advice") if "use" in keys else None
        fact = Fact(
            self._text(keys, "fact"),
            kind,
            choices,
            exclusive,
            keys["asked"].truth() if "asked" in keys else True,
            keys["wish"].truth() if "wish" in keys else False,
            use,
            self._text(keys, "held_by") or None,
            self._text(keys, "per") == "record",
        )
        return Question(
            fact,
            self._text(keys, "ask"),
            self._text(keys, "why"),
            self._text(keys, "help"),
            self._text(keys, "unit"),
            labels,
            self._texts(keys, "mistakes"),
        )

    def _derived(self, entry: Entry) -> Derived:
        keys = entry.table(DERIVED_KEYS, needed=("fact", "type"))
        kind = self._enum(keys, "type", Kind, Kind.BOOLEAN)
        cases: list[tuple[Tree, Tree]] = []
        if "rule" in keys:
            cases.append((ALWAYS, self.tree(keys["rule"])))
        for case in keys["cases"].items() if "cases" in keys else ():
            parts = case.table(("when", "value"), needed=("when", "value"))
            if len(parts) == 2:
                cases.append((self.tree(parts["when"]), self.tree(parts["value"])))
        from_matter = self._text(keys, "from_matter") or None
        if bool(cases) == bool(from_matter):
            entry.wrong("a derived fact needs either a rule, cases or from_matter")
        return Derived(
            self._text(keys, "fact"),
            kind,
            self._texts(keys, "choices"),
            tuple(cases),
            from_matter,
            self._text(keys, "name"),
            self._enum(keys, "basis", Basis, Basis.SOURCED),
        )

    def _parameter(self, entry: Entry) -> Parameter:
        keys = entry.table(PARAMETER_KEYS, needed=("name", "type"))
        kind = keys["type"].text() if "type" in keys else "boolean"
        value = keys["value"].value() if "value" in keys else None
        known = Kind.CHOICES if kind == "list" else Kind.CHOICE if kind in ("text", "month_day") else None
        if known is None:
            known = self._enum(keys, "type", Kind, Kind.BOOLEAN)
        return Parameter(
            self._text(keys, "name"),
            known,
            tuple(value) if isinstance(value, list) else value,
            self._text(keys, "by") or None,
            {},
            self._text(keys, "says"),
            self._enum(keys, "basis", Basis, Basis.UNVERIFIED),
        )

    def _eligibility(self, entry: Entry) -> Eligibility:
        keys = entry.table(ELIGIBLE_KEYS, needed=("when", "otherwise"))
        return Eligibility(
            self._tree(keys, "when", ALWAYS) or ALWAYS,
            self._text(keys, "otherwise"),
            self._texts(keys, "matters"),
            self._tree(keys, "apply_from"),
            self._tree(keys, "apply_until"),
            self._go_to(keys),
            self._enum(keys, "basis", Basis, Basis.SECONDARY),
        )

    def matter(self, entry: Entry) -> Matter:
        keys = entry.table(MATTER_KEYS, needed=("id", "name", "departments", "demand"))
        departments = (
            tuple(self.department(one) for one in keys["departments"].items()) if "departments" in keys else ()
        )
        fee = keys["fee"].table(("text", "basis"), needed=("text",)) if "fee" in keys else {}
        return Matter(
            id=self._text(keys, "id"),
            name=self._text(keys, "name"),
            departments=departments,
            demand=self._enum(keys, "demand", Demand, Demand.CONDITIONAL),
            when=self._tree(keys, "when", ALWAYS) or ALWAYS,
            done_if=self._tree(keys, "done_if"),
            says=self._text(keys, "says"),
            brings=self._text(keys, "brings"),
            after=self._texts(keys, "after"),
            variants=self._pairs(keys, "variants", "name"),
            levels=self._pairs(keys, "levels", "level"),
            deadline=self._tree(keys, "deadline"),
            days=self._days(keys["days"]) if "days" in keys else Days(),
            fee=self._text(fee, "text"),
            fee_basis=self._enum(fee, "basis", Basis, Basis.UNVERIFIED),
            result=self._text(keys, "result"),
            where=self._text(keys, "where"),
            basis=self._enum(keys, "basis", Basis, Basis.SECONDARY),
            law=self._text(keys, "law"),
            tier=self._enum(keys, "tier", Tier, Tier.MANDATORY),
            go_to=self._go_to(keys),
            note=self._text(keys, "note"),
        )

    def _pairs(self, keys: dict[str, Entry], key: str, value: str) -> tuple[tuple[Tree, str], ...]:
        found = []
        for entry in keys[key].items() if key in keys else ():
            parts = entry.table(("when", value), needed=("when", value))
            if len(parts) == 2:
                found.append((self.tree(parts["when"]), parts[value].text()))
        return tuple(found)

    def _days(self, entry: Entry) -> Days:
        keys = entry.table(("legal", "committed", "text", "note", "basis"))
        numbers: list[int | None] = []
        for key in ("legal", "committed"):
            value = keys[key].value() if key in keys else None
            if value is not None and (not isinstance(value, int) or value < 0):
                keys[key].wrong("days are a whole number")
                value = None
            numbers.append(value)
        return Days(
            numbers[0],
            numbers[1],
            self._text(keys, "text"),
            self._text(keys, "note"),
            self._enum(keys, "basis", Basis, Basis.UNVERIFIED),
        )

    def material(self, entry: Entry) -> Material:
        keys = entry.table(MATERIAL_KEYS, needed=("id", "name", "for", "supply"))
        return Material(
            self._text(keys, "id"),
            self._text(keys, "name"),
            self._texts(keys, "for"),
            self._tree(keys, "when", ALWAYS) or ALWAYS,
            self._enum(keys, "supply", Supply, Supply.BROUGHT),
            self._tree(keys, "shared_when"),
            self._text(keys, "shared_from"),
            self._text(keys, "says"),
            self._text(keys, "note"),
            self._enum(keys, "basis", Basis, Basis.SECONDARY),
        )

    def _field(self, entry: Entry) -> Field:
        keys = entry.table(FIELD_KEYS, needed=("id", "label", "kind", "for"))
        kind = keys["kind"].one_of(FIELD_KINDS, "kind of field") if "kind" in keys else None
        choices = self._texts(keys, "choices")
        if kind in ("choice", "choices") and not choices:
            entry.wrong("a choice needs its choices")
        section = keys["section"].one_of(SECTIONS, "section") if "section" in keys else None
        return Field(
            self._text(keys, "id"),
            self._text(keys, "label"),
            kind or "text",
            self._texts(keys, "for"),
            self._text(keys, "held_by") or None,
            choices,
            self._text(keys, "answer") or None,
            section or "details",
            self._text(keys, "help"),
            keys["needed"].truth() if "needed" in keys else True,
            self._tree(keys, "when", ALWAYS) or ALWAYS,
        )

    def _hint(self, entry: Entry) -> Hint:
        keys = entry.table(HINT_KEYS, needed=("id", "when", "tell"))
        return Hint(
            self._text(keys, "id"),
            self._tree(keys, "when", ALWAYS) or ALWAYS,
            self._text(keys, "tell"),
            self._go_to(keys),
        )

    def _source(self, entry: Entry) -> tuple[str, str, str]:
        keys = entry.table(("title", "url", "basis"), needed=("title",))
        return self._text(keys, "title"), self._text(keys, "url"), self._text(keys, "basis")

    def _check(self, bundle: Bundle, top: Entry, keys: dict[str, Entry]) -> None:
        from webapp.catalogue.references import check_references

        check_references(bundle, top, keys, self.trees)


def supplied(parameter: Parameter, given: object, entry: Entry) -> Value | None:
    """A region's value for a parameter, or None with a Problem."""
    if parameter.kind is Kind.CHOICES:
        if isinstance(given, list) and all(type(one) in (str, int) for one in given):  # months of the year are numbers
            return tuple(given)
        entry.wrong(f"“{parameter.name}” takes a list of texts or whole numbers")
        return None
    if parameter.kind is Kind.CHOICE:
        return str(given)
    try:
        return Fact(parameter.name, parameter.kind).read(given)
    except ValueProblem as fault:
        entry.wrong(str(fault))
        return None


def unique(entries: Iterable[str]) -> set[str]:
    """The texts that stand more than once."""
    seen: set[str] = set()
    return {one for one in entries if one in seen or seen.add(one)}  # type: ignore[func-returns-value]
