"""The grammar: what a rule may say, and the sentence that meets whatever it may not."""

from __future__ import annotations

import pytest

from webapp.guide.conditions import (
    All,
    Any,
    Arithmetic,
    Call,
    Constant,
    GrammarProblem,
    Here,
    Is,
    Member,
    Name,
    Not,
    RegionParameter,
    Today,
    Tree,
    depends_on_today,
    names_in,
    parameters_in,
    parse,
)

A, B = Name("a"), Name("b")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("True", Constant(True)),
        (" a and not b ", All((A, Not(B)))),
        ("a or b and a", Any((A, All((B, A))))),
        ("a == '农村'", Is(A, "==", Constant("农村"))),
        ("a in ('农村', '城镇')", Any((Is(A, "==", Constant("农村")), Is(A, "==", Constant("城镇"))))),
        ("a not in ['农村']", Not(Any((Is(A, "==", Constant("农村")),)))),
        ("'高血压' in a", Member(Constant("高血压"), A)),
        ("a in region.list", Member(A, RegionParameter("list"))),
        ("a != 15.5", Is(A, "!=", Constant(15.5))),
        ("a < -3", Is(A, "<", Constant(-3))),
        ("region.small_shop_m2 >= a", Is(RegionParameter("small_shop_m2"), ">=", A)),
        ("age_on(a) >= 60", Is(Call("age_on", (A,)), ">=", Constant(60))),
        ("within(a, here)", Call("within", (A, Here()))),
        ("add_months(today, 3 - a)", Call("add_months", (Today(), Arithmetic("-", Constant(3), A)))),
        ("a * 2 + b > 1", Is(Arithmetic("+", Arithmetic("*", A, Constant(2)), B), ">", Constant(1))),
        ("(a\n and b)", All((A, B))),
    ],
)
def test_rules_become_trees(text: str, tree: Tree) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("a and", "cannot be read as a condition"),
        ("a = 1", "cannot be read as a condition"),
        ("a；b", "cannot be read as a condition"),
        ("a == ‘农村’", "cannot be read as a condition"),
        ("如果 a", "cannot be read as a condition"),
        ("a\0b", "cannot be read|no rule may hold"),
        ("import os", "cannot be read as a condition"),
        ("__import__('os')", "no function is called “__import__”"),
        ("eval('1')", "no function is called “eval”"),
        ("age(a) > 3", "no function is called “age”"),
        ("age_on()", "“age_on” takes 1 value(s), not 0"),
        ("age_on(a, b)", "“age_on” takes 1 value(s), not 2"),
        ("age_on(born=a)", "“age_on(born=a)” is not a word of the rules"),
        ("min(*a)", "takes 2 value(s), not 1"),
        ("max(*a, *b)", "“*a” is not a word of the rules"),
        ("a.b", "“a.b” is not a word of the rules"),
        ("a.__class__", "“a.__class__” is not a word of the rules"),
        ("region.a.b", "“region.a.b” is not a word of the rules"),
        ("region.a()", "“region.a()” is not a word of the rules"),
        ("lambda: a", "“lambda: a” is not a word of the rules"),
        ("f'{a}'", "is not a word of the rules"),
        ("(x := a)", "is not a word of the rules"),
        ("[x for x in a]", "is not a word of the rules"),
        ("{a: b}", "is not a word of the rules"),
        ("a if b else c", "is not a word of the rules"),
        ("a[0]", "is not a word of the rules"),
        ("a / 2", "is not a word of the rules"),
        ("a ** 9", "is not a word of the rules"),
        ("a % 2 == 0", "is not a word of the rules"),
        ("None", "“None” is not a word of the rules"),
        ("b'x'", "is not a word of the rules"),
        ("1j", "is not a word of the rules"),
        ("...", "is not a word of the rules"),
        ("await a", "is not a word of the rules|cannot be read"),
        ("a is b", "compare with =="),
        ("1 < a < 3", "write one comparison at a time"),
        ("a < 1e999", "no number in a rule is larger"),
        ("a < 9999999999999", "no number in a rule is larger"),
        ("a < " + "9" * 3900, "no number in a rule is larger"),
        ("a " * 2001, "longer than 4000 characters"),
        ("(" * 150 + "a" + ")" * 150, ""),
        ("(" * 1500 + "a" + ")" * 1500, "cannot be read|nested too deeply"),
        ("not " * 60 + "a", "nested too deeply"),
        ("not " * 990 + "a", "nested too deeply"),
        ("+".join("a" * 900) + " > 1", "nested too deeply"),
        ("min(" * 45 + "a" + ", 1)" * 45, "nested too deeply"),
    ],
)
def test_what_is_no_rule_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    if not sentence:
        assert parse(text) == A
        return
    with pytest.raises(GrammarProblem) as problem:
        parse(text)
    assert any(part in str(problem.value) for part in sentence.split("|"))
    assert len(str(problem.value)) < 300
    assert problem.value.column >= 1


def test_a_problem_says_in_which_column_it_stands() -> None:
    with pytest.raises(GrammarProblem) as problem:
        parse("a and b and age(a)")
    assert problem.value.column == 13


def test_a_tree_tells_what_it_speaks_of() -> None:
    tree = parse("a and (age_on(b) >= region.age or not '甲' in c)")
    assert names_in(tree) == {"a", "b", "c"}
    assert parameters_in(tree) == {"age"}
    assert depends_on_today(tree)
    assert depends_on_today(parse("a <= add_months(today, 6)"))
    assert not depends_on_today(parse("add_months(a, 6) > '2026-01-01'"))
