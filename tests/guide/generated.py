"""Bundles, days and answers drawn by hypothesis: small, but with every kind of fact, rule and gap that the law has."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from webapp.guide import (
    UNKNOWN,
    Bundle,
    Demand,
    Derived,
    Eligibility,
    Fact,
    Kind,
    Material,
    Matter,
    Parameter,
    Question,
    Value,
)
from webapp.guide import conditions as c

_LONGER = int(os.environ.get("GUIDE_EXAMPLES", "0"))

BOUNDED = settings(
    deadline=None,
    derandomize=not _LONGER,
    max_examples=_LONGER or 60,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
"""The same draws on every machine, and an end to them; GUIDE_EXAMPLES=1000 searches further, by chance."""

REGIONS = ("410100", "410105", "410205", "411000", "310101")
CHOICES = ("甲", "乙", "丙")
SIGNS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
KINDS = (Kind.BOOLEAN, Kind.CHOICE, Kind.CHOICES, Kind.INTEGER, Kind.YEARS, Kind.MONEY, Kind.DATE, Kind.REGION)
TODAYS = (date(2026, 12, 1), date(2028, 2, 29), date(2027, 1, 31))


@dataclass(frozen=True, repr=False)
class Case:
    """A bundle with where and when it is asked for."""

    bundle: Bundle
    region: str
    today: date

    def __repr__(self) -> str:
        b = self.bundle
        lines = [
            f"{q.id}: {q.fact.kind}{'' if q.fact.asked else ' (held)'} {q.fact.exclusive or ''}" for q in b.questions
        ]
        lines += [f"{d.id} = " + "; ".join(f"{written(w)} -> {written(v)}" for w, v in d.cases) for d in b.derived]
        lines += [f"region.{p.name} = {p.value}" for p in b.parameters]
        lines += [f"{m.id} {m.demand}: {written(m.when)}; done: {m.done_if and written(m.done_if)}" for m in b.matters]
        lines += [f"{m.id} for {m.matters}: {written(m.when)}" for m in b.materials]
        lines += [f"eligible {e.matters}: {written(e.when)}" for e in b.eligible]
        return "\n".join([f"{self.region} {self.today} one of {dict(b.one_of)}", *lines])


def written(tree: c.Tree) -> str:
    """The tree as an officer would write it, or nearly."""
    parts = [written(part) for part in c.parts_of(tree)]
    match tree:
        case c.Constant(value):
            return repr(value)
        case c.Name(name):
            return name
        case c.RegionParameter(name):
            return f"region.{name}"
        case c.Is(_, sign, _) | c.Arithmetic(sign, _, _):
            return f"{parts[0]} {sign} {parts[1]}"
        case c.Member():
            return f"{parts[0]} in {parts[1]}"
        case c.Call(name, _):
            return f"{name}({', '.join(parts)})"
        case c.Not():
            return f"not ({parts[0]})"
        case c.All() | c.Any():
            return "(" + (" and " if isinstance(tree, c.All) else " or ").join(parts) + ")"
        case _:
            return type(tree).__name__.lower()


def facts(kinds: tuple[Kind, ...] = KINDS) -> st.SearchStrategy[tuple[Fact, ...]]:
    """Two to five facts; now and then one that nobody is asked, and one of several choices that stands alone."""

    @st.composite
    def drawn(draw: Any) -> tuple[Fact, ...]:
        found = []
        for place, kind in enumerate(draw(st.lists(st.sampled_from(kinds), min_size=2, max_size=5))):
            several = kind in (Kind.CHOICE, Kind.CHOICES)
            exclusive = CHOICES[2] if kind is Kind.CHOICES and draw(st.booleans()) else None
            asked = place == 0 or draw(st.integers(0, 5)) > 0
            found.append(Fact(f"f{place}", kind, CHOICES if several else (), exclusive, asked))
        return tuple(found)

    return drawn()


def values(fact: Fact) -> st.SearchStrategy[Value]:
    """Values of a fact, thickest where the rules of this file cut."""
    match fact.kind:
        case Kind.BOOLEAN:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from(fact.choices)
        case Kind.CHOICES:
            sets = st.sets(st.sampled_from(fact.choices)).map(lambda one: tuple(x for x in fact.choices if x in one))
            return sets.filter(lambda one: fact.exclusive not in one or len(one) == 1)
        case Kind.INTEGER:
            return st.integers(-2, 9)
        case Kind.YEARS | Kind.MONEY:
            return st.one_of(st.sampled_from([0.29, 15, 15.5, 0.3, 15.49]), st.integers(0, 2000).map(lambda n: n / 100))
        case Kind.DATE:
            return st.one_of(
                st.dates(date(1960, 1, 1), date(1969, 12, 31)),
                st.dates(date(2024, 1, 1), date(2029, 12, 31)),
                st.sampled_from([date(1964, 2, 29), date(1966, 12, 1), date(1965, 1, 31), date(2026, 12, 1)]),
            )
        case _:
            return st.sampled_from(REGIONS)


def _day(name: c.Term) -> st.SearchStrategy[c.Tree]:
    today, number = c.Today(), c.Constant
    late = c.Arithmetic("+", number(720), c.Call("delay_of", (name, number("male_60"))))
    return st.one_of(
        st.builds(c.Is, st.just(c.Call("age_on", (name,))), SIGNS, st.sampled_from([number(60), number(2)])),
        st.builds(c.Is, st.just(c.Call("months_since", (name,))), SIGNS, st.just(number(6))),
        st.builds(c.Is, st.just(c.Call("days_since", (name,))), SIGNS, st.just(number(30))),
        st.builds(c.Is, st.just(c.Call("age_by", (name, number("08-31")))), SIGNS, st.just(number(6))),
        st.builds(c.Is, st.just(c.Call("add_months", (name, number(744)))), SIGNS, st.just(today)),
        st.builds(c.Is, st.just(c.Call("add_days", (name, number(-30)))), SIGNS, st.just(today)),
        st.builds(c.Is, st.just(name), SIGNS, st.sampled_from([number("1966-12-01"), number("2027-02-28")])),
        st.builds(
            c.Is,
            st.just(c.Call("add_months", (c.Call("month_of", (name,)), late))),
            SIGNS,
            st.just(c.Call("month_of", (today,))),
        ),
    )


def _atom(fact: Fact) -> st.SearchStrategy[c.Tree]:
    name, number = c.Name(fact.id), c.Constant
    match fact.kind:
        case Kind.BOOLEAN:
            return st.just(name)
        case Kind.CHOICE:
            choices = st.sampled_from(fact.choices).map(number)
            return st.builds(c.Is, st.just(name), st.sampled_from(["==", "!="]), choices)
        case Kind.CHOICES:
            return st.sampled_from(fact.choices).map(lambda choice: c.Member(number(choice), name))
        case Kind.INTEGER:
            sums: list[c.Term] = [
                name,
                c.Arithmetic("*", name, number(2)),
                c.Arithmetic("-", number(7), name),
                c.Call("min", (name, number(3))),
                c.Call("max", (name, number(1))),
            ]
            return st.builds(c.Is, st.sampled_from(sums), SIGNS, st.integers(0, 6).map(number))
        case Kind.YEARS | Kind.MONEY:
            return st.builds(c.Is, st.just(name), SIGNS, st.sampled_from([0.29, 15, 15.5, 0.3]).map(number))
        case Kind.DATE:
            return _day(name)
        case _:
            place = st.sampled_from([*(number(code) for code in ("410000", "410100", "410105")), c.Here()])
            return st.one_of(
                st.builds(lambda code: c.Call("within", (name, code)), place),
                st.builds(lambda code: c.Call("same_city", (name, code)), place),
                st.builds(c.Is, st.just(name), st.sampled_from(["==", "!="]), st.just(number("410105"))),
            )


def _loose(known: tuple[Fact, ...]) -> list[st.SearchStrategy[c.Tree]]:
    """Comparisons of two facts, or of one with a parameter: they cut nothing."""
    numbers = [c.Name(fact.id) for fact in known if fact.kind in (Kind.INTEGER, Kind.YEARS, Kind.MONEY)]
    days = [c.Name(fact.id) for fact in known if fact.kind is Kind.DATE]
    found: list[st.SearchStrategy[c.Tree]] = [
        st.builds(c.Is, st.just(kind[0]), SIGNS, st.just(kind[1])) for kind in (numbers, days) if len(kind) > 1
    ]
    if len(numbers) > 1:
        total = c.Arithmetic("+", numbers[0], numbers[1])
        found.append(st.builds(c.Is, st.just(total), SIGNS, st.just(c.Constant(7))))
    if numbers:
        found.append(st.builds(c.Is, st.just(numbers[0]), SIGNS, st.just(c.RegionParameter("limit"))))
    if days:
        found.append(st.just(c.Is(c.Call("month_no", (days[0],)), "==", c.Constant(12))))
    return found


def trees(known: tuple[Fact, ...], names: tuple[str, ...], loose: bool) -> st.SearchStrategy[c.Tree]:
    """Conditions over the facts, the truths that were derived before, and a yes-or-no parameter."""
    atoms = [_atom(fact) for fact in known]
    atoms += [st.just(c.Name(name)) for name in names]
    atoms += [st.just(c.RegionParameter("open")), st.just(c.Is(c.Name("track"), "==", c.Constant("乙")))]
    atoms += [st.just(c.Is(c.Name("years"), ">=", c.Constant(2)))]
    if loose:
        atoms += _loose(known)
    return st.recursive(
        st.one_of(atoms),
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: c.All(tuple(parts))),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: c.Any(tuple(parts))),
            inner.map(c.Not),
        ),
        max_leaves=4,
    )


@st.composite
def cases(draw: Any, loose: bool = False) -> Case:
    """A bundle of one to four matters over a few facts; `loose` allows comparisons that do not cut."""
    known = draw(facts())
    plain = [_atom(fact) for fact in known]
    track = Derived(
        "track",
        Kind.CHOICE,
        CHOICES,
        (*((draw(st.one_of(plain)), c.Constant(one)) for one in "甲乙"), (c.ALWAYS, c.Constant("丙"))),
    )
    years = Derived("years", Kind.INTEGER, (), ((draw(st.one_of(plain)), c.Constant(1)), (c.ALWAYS, c.Constant(3))))
    rule = trees(known, (), loose)
    derived = (track, years, Derived("truth", Kind.BOOLEAN, (), ((draw(rule), c.ALWAYS), (c.ALWAYS, c.NEVER))))
    rule = trees(known, ("truth",), loose)
    demands = draw(st.lists(st.sampled_from(list(Demand)), min_size=1, max_size=4))
    matters = tuple(
        Matter(f"m{place}", "", ("rst",), demand, draw(rule), draw(rule) if draw(st.integers(0, 3)) == 0 else None)
        for place, demand in enumerate(demands)
    )
    ids = [matter.id for matter in matters]
    some = st.lists(st.sampled_from(ids), unique=True, min_size=1)
    materials = tuple(
        Material(f"d{place}", "", tuple(draw(some)), draw(rule)) for place in range(draw(st.integers(0, 2)))
    )
    eligible = tuple(
        Eligibility(draw(rule), "…", tuple(draw(some)) if draw(st.booleans()) else ())
        for _ in range(draw(st.integers(0, 2)))
    )
    bundle = Bundle(
        "drawn",
        "",
        tuple(Question(fact, "?") for fact in known),
        matters,
        derived,
        (
            Parameter("open", Kind.BOOLEAN, draw(st.sampled_from([True, False, None]))),
            Parameter("limit", Kind.INTEGER, draw(st.sampled_from([2, None]))),
        ),
        materials,
        eligible=eligible,
        one_of={"one": tuple(draw(some))} if len(ids) > 1 and draw(st.booleans()) else {},
    )
    return Case(bundle, draw(st.sampled_from(REGIONS[:4])), draw(st.sampled_from(TODAYS)))


def answers(bundle: Bundle, whole: bool = False, unknown: bool = True) -> st.SearchStrategy[dict[str, Value]]:
    """Answers to some questions, or to all (`whole`); 不清楚 among them unless `unknown` is False."""
    given = {
        fact.id: st.one_of(values(fact), st.just(UNKNOWN)) if unknown and not whole else values(fact)
        for fact in bundle.facts.values()
    }
    return st.fixed_dictionaries(given) if whole else st.fixed_dictionaries({}, optional=given)
