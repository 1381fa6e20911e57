"""Bundles (一件事) and what they are made of: the law as values, read from the catalogue, never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from webapp.guide.conditions import ALWAYS, NEVER, Condition, Term, Tree
from webapp.guide.facts import Fact, Kind, Value

__all__ = [
    "ALWAYS",
    "Basis",
    "Bundle",
    "Condition",
    "Days",
    "Demand",
    "Derived",
    "Eligibility",
    "Field",
    "Hint",
    "Material",
    "Matter",
    "Parameter",
    "Question",
    "Supply",
    "Term",
    "Tier",
]


class Tier(StrEnum):
    """Who decides that a bundle or matter is offered (分级分类): the province everywhere, each region for itself, or
    one region that made it."""

    MANDATORY = "mandatory"
    ELECTIVE = "elective"
    LOCAL = "local"


class Demand(StrEnum):
    """What a matter's rule gives if its condition holds: everybody must, who is in that situation must, or may."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"


class Basis(StrEnum):
    """How well a thing is founded (设定依据). Only what is sourced is shown as certain."""

    SOURCED = "sourced"
    SECONDARY = "secondary"
    ESTIMATE = "estimate"
    UNVERIFIED = "unverified"


class Supply(StrEnum):
    """How a material comes in (提交、共享免交、表单生成、范本)."""

    BROUGHT = "brought"
    SHARED = "shared"
    PARTLY = "partly"
    GENERATED = "generated"
    TEMPLATE = "template"


@dataclass(frozen=True)
class Question:
    """How a fact is asked for (引导问题). `labels`: plainer words for a choice, where the exact choice is clumsy."""

    fact: Fact
    ask: str
    why: str = ""
    help: str = ""
    unit: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    mistakes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The fact's name."""
        return self.fact.id


@dataclass(frozen=True)
class Derived:
    """A fact that follows from others. `cases` are tried in order; `from_matter`: known once that is concluded."""

    id: str
    kind: Kind
    choices: tuple[str, ...] = ()
    cases: tuple[tuple[Tree, Tree], ...] = ()
    from_matter: str | None = None
    name: str = ""
    basis: Basis = Basis.SOURCED

    @property
    def fact(self) -> Fact:
        """The fact as data: what a matter will find out, never asked."""
        return Fact(self.id, self.kind, self.choices, asked=False, source=self.from_matter)


@dataclass(frozen=True)
class Parameter:
    """What a region must supply. `values` by region code, the nearest code upwards counts; None is not known.

    `by` names the region fact it is looked up for; without it, for the region where the thing is done.
    """

    name: str
    kind: Kind
    value: Value | None = None
    by: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    says: str = ""
    basis: Basis = Basis.UNVERIFIED


@dataclass(frozen=True)
class Days:
    """How long a matter takes, in working days; shown only where `basis` is sourced."""

    legal: int | None = None
    committed: int | None = None
    text: str = ""
    note: str = ""
    basis: Basis = Basis.UNVERIFIED


@dataclass(frozen=True)
class Matter:
    """One department's piece of business in a bundle (事项). The first of `departments` decides, the others help.

    `tier`: None is as its bundle (see `Bundle.tier_of`). `elsewhere`: where it can be done instead if the region does
    not offer it; then `offered_when` is the rule that holds where it is offered, and `when` never holds.
    """

    id: str
    name: str
    departments: tuple[str, ...]
    demand: Demand
    when: Tree = ALWAYS
    done_if: Tree | None = None
    says: str = ""
    brings: str = ""
    after: tuple[str, ...] = ()
    variants: tuple[tuple[Tree, str], ...] = ()
    levels: tuple[tuple[Tree, str], ...] = ()
    deadline: Tree | None = None
    days: Days = Days()
    fee: str = ""
    fee_basis: Basis = Basis.UNVERIFIED
    result: str = ""
    where: str = ""
    basis: Basis = Basis.SECONDARY
    law: str = ""
    tier: Tier | None = None
    go_to: tuple[str, ...] = ()
    note: str = ""
    elsewhere: str = ""
    offered_when: Tree = NEVER

    @property
    def optional(self) -> bool:
        """Whether the person may choose it when its condition holds."""
        return self.demand is Demand.OPTIONAL


@dataclass(frozen=True)
class Material:
    """A document (材料). `matters` holds '*' for all. `shared_when`: fetched only under this condition."""

    id: str
    name: str
    matters: tuple[str, ...]
    when: Tree = ALWAYS
    supply: Supply = Supply.BROUGHT
    shared_when: Tree | None = None
    shared_from: str = ""
    says: str = ""
    note: str = ""
    basis: Basis = Basis.SECONDARY

    def serves(self, matter: str) -> bool:
        """Whether the matter asks for it."""
        return "*" in self.matters or matter in self.matters


@dataclass(frozen=True)
class Field:
    """One blank of the single form (填报项). `answer`: the fact whose answer fills it in beforehand."""

    id: str
    label: str
    kind: str
    matters: tuple[str, ...]
    source: str | None = None
    choices: tuple[str, ...] = ()
    answer: str | None = None
    section: str = ""
    help: str = ""
    needed: bool = True
    when: Tree = ALWAYS

    def serves(self, matter: str) -> bool:
        """Whether the matter needs it."""
        return "*" in self.matters or matter in self.matters


@dataclass(frozen=True)
class Eligibility:
    """May it be applied for now? If `when` fails: what to do instead, from or until when, in which other bundle."""

    when: Tree
    otherwise: str
    matters: tuple[str, ...] = ()
    apply_from: Tree | None = None
    apply_until: Tree | None = None
    go_to: tuple[str, ...] = ()
    basis: Basis = Basis.SECONDARY


@dataclass(frozen=True)
class Hint:
    """A word of advice that is told where its condition holds."""

    id: str
    when: Tree
    tell: str
    go_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bundle:
    """One thing to get done, across departments.

    `region`: where a local one is offered; `elsewhere`: what people outside are told, or where the region does not
    offer it. `confirmed`: whether the region has said that it offers it.
    """

    id: str
    name: str
    questions: tuple[Question, ...]
    matters: tuple[Matter, ...]
    derived: tuple[Derived, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    materials: tuple[Material, ...] = ()
    fields: tuple[Field, ...] = ()
    eligible: tuple[Eligibility, ...] = ()
    hints: tuple[Hint, ...] = ()
    one_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    audience: str = ""
    stage: str = ""
    for_whom: str = ""
    brings: str = ""
    at_hand: str = ""
    tell_apart: str = ""
    lead: str = ""
    departments: tuple[str, ...] = ()
    tier: Tier = Tier.MANDATORY
    region: str | None = None
    elsewhere: str = ""
    confirmed: bool = False
    confidence: str = "medium"
    origin: str = ""
    basis: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact that may be given: the questions' and those that a matter will find out."""
        found = {question.id: question.fact for question in self.questions}
        return found | {one.id: one.fact for one in self.derived if one.from_matter}

    @cached_property
    def question(self) -> Mapping[str, Question]:
        """The questions by fact."""
        return {question.id: question for question in self.questions}

    def tier_of(self, matter: Matter) -> Tier:
        """The matter's own tier, else the bundle's; what people may choose is what a region may choose to offer."""
        if matter.tier is None and matter.optional and self.tier is Tier.MANDATORY:
            return Tier.ELECTIVE
        return matter.tier or self.tier

    @cached_property
    def matter(self) -> Mapping[str, Matter]:
        """The matters by id."""
        return {matter.id: matter for matter in self.matters}

    @cached_property
    def derived_fact(self) -> Mapping[str, Derived]:
        """The derived facts by name."""
        return {one.id: one for one in self.derived}

    @cached_property
    def parameter(self) -> Mapping[str, Parameter]:
        """The region parameters by name."""
        return {one.name: one for one in self.parameters}
