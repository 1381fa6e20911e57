"""Conditions (条件): short expressions in a subset of Python's syntax, parsed into a tree and never run as code.

A *term* has a value (a name, a number, a call, a sum); a *condition* is yes or no. Both are frozen dataclasses.
The grammar is the one in the headers of the facts files: and, or, not, comparisons, in, not in, + - *, quoted text,
numbers, True, names of facts, region.<parameter>, today, here, and the functions of functions.py.
"""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from typing import TypeAlias

from webapp.guide.functions import FUNCTIONS


class GrammarProblem(ValueError):
    """An expression that is not of the grammar; the text says what and where (`column` counts from 1)."""

    def __init__(self, what: str, column: int = 1) -> None:
        super().__init__(what)
        self.column = column


@dataclass(frozen=True)
class Constant:
    """A value written in the rule itself."""

    value: bool | int | float | str


@dataclass(frozen=True)
class Name:
    """A question's or derived fact's value."""

    fact: str


@dataclass(frozen=True)
class RegionParameter:
    """What a region supplies: `region.small_shop_m2`."""

    name: str


@dataclass(frozen=True)
class Today:
    """The day for which the guide judges."""


@dataclass(frozen=True)
class Here:
    """The region that was chosen in the app."""


@dataclass(frozen=True)
class Call:
    """A function of the library, applied."""

    function: str
    arguments: tuple[Term, ...]


@dataclass(frozen=True)
class Arithmetic:
    """A sum, a difference or a product."""

    sign: str
    left: Term
    right: Term


@dataclass(frozen=True)
class Is:
    """A comparison: `==`, `!=`, `<`, `<=`, `>`, `>=`."""

    left: Term
    sign: str
    right: Term


@dataclass(frozen=True)
class Member:
    """An option that stands in a fact of several choices, or in a region's list."""

    left: Term
    right: Term


@dataclass(frozen=True)
class All:
    """Every part holds. One part that fails settles it, whatever is unknown."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Any:
    """One part holds. One part that holds settles it, whatever is unknown."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Tree


Term: TypeAlias = Constant | Name | RegionParameter | Today | Here | Call | Arithmetic
Condition: TypeAlias = Is | Member | All | Any | Not
Tree: TypeAlias = Term | Condition

ALWAYS = Constant(True)
NEVER = Constant(False)

_SIGNS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_SUMS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_LENGTH = 4000
_DEPTH = 40
_LARGEST = 10**12


def parse(text: str) -> Tree:
    """The tree of an expression. GrammarProblem if it is not of the grammar."""
    if len(text) > _LENGTH:
        raise GrammarProblem(f"the expression is longer than {_LENGTH} characters")
    if not text.strip():
        raise GrammarProblem("the expression is empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's advice on its own syntax is no use to an officer
            found = _tree(ast.parse(text.strip(), mode="eval").body)
    except SyntaxError as fault:
        raise GrammarProblem(f"“{_short(text)}” cannot be read as a condition", fault.offset or 1) from None
    except ValueError as fault:
        if isinstance(fault, GrammarProblem):
            raise
        raise GrammarProblem(f"“{_short(text)}” holds a mark that no rule may hold") from None
    except (RecursionError, MemoryError):
        raise GrammarProblem("the expression is nested too deeply") from None
    if _depth(found) > _DEPTH:
        raise GrammarProblem("the expression is nested too deeply: give a part of it a name under “derived”")
    return found


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _depth(tree: Tree) -> int:
    """How many expressions stand inside each other, counted level by level."""
    level: list[Tree] = [tree]
    depth = 0
    while level:
        level, depth = [part for one in level for part in parts_of(one)], depth + 1
    return depth


def _tree(node: ast.expr) -> Tree:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return All(tuple(map(_tree, values)))
        case ast.BoolOp(op=ast.Or(), values=values):
            return Any(tuple(map(_tree, values)))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return Not(_tree(operand))
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return _comparison(left, sign, right)
        case ast.Compare():
            raise GrammarProblem("write one comparison at a time and join them with “and”", node.col_offset + 1)
        case _:
            return _term(node)


def _comparison(left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Tree:
    if isinstance(sign, ast.In | ast.NotIn):
        found = _membership(left, right)
        return Not(found) if isinstance(sign, ast.NotIn) else found
    if type(sign) not in _SIGNS:
        raise GrammarProblem("compare with ==, !=, <, <=, >, >=, in or not in", left.col_offset + 1)
    return Is(_term(left), _SIGNS[type(sign)], _term(right))


def _membership(left: ast.expr, right: ast.expr) -> Tree:
    if isinstance(right, ast.Tuple | ast.List):
        return Any(tuple(Is(_term(left), "==", _term(one)) for one in right.elts))
    return Member(_term(left), _term(right))


def _term(node: ast.expr) -> Term:
    match node:
        case ast.Constant(value=bool() | str() as value):
            return Constant(value)
        case ast.Constant(value=int() | float() as number):
            return Constant(_number(number, node.col_offset + 1))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return Constant(-_number(number, node.col_offset + 1))
        case ast.Name(id="today"):
            return Today()
        case ast.Name(id="here"):
            return Here()
        case ast.Name(id=name):
            return Name(name)
        case ast.Attribute(value=ast.Name(id="region"), attr=name):
            return RegionParameter(name)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SUMS:
            return Arithmetic(_SUMS[type(sign)], _term(left), _term(right))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _call(name, arguments, node.col_offset + 1)
    raise GrammarProblem(f"“{_short(ast.unparse(node))}” is not a word of the rules", node.col_offset + 1)


def _number(number: int | float, column: int) -> int | float:
    if abs(number) > _LARGEST:
        raise GrammarProblem(f"no number in a rule is larger than {_LARGEST}", column)
    return number


def _call(name: str, arguments: list[ast.expr], column: int) -> Call:
    if name not in FUNCTIONS:
        raise GrammarProblem(f"no function is called “{name}”; there are {', '.join(sorted(FUNCTIONS))}", column)
    wanted = len(FUNCTIONS[name].rises)
    if len(arguments) != wanted:
        raise GrammarProblem(f"“{name}” takes {wanted} value(s), not {len(arguments)}", column)
    return Call(name, tuple(map(_term, arguments)))


def parts_of(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly inside a tree."""
    match tree:
        case All(parts) | Any(parts):
            return parts
        case Not(part):
            return (part,)
        case Is(left, _, right) | Member(left, right) | Arithmetic(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def names_in(tree: Tree) -> frozenset[str]:
    """The facts that an expression speaks of."""
    if isinstance(tree, Name):
        return frozenset({tree.fact})
    return frozenset().union(*map(names_in, parts_of(tree)))


def parameters_in(tree: Tree) -> frozenset[str]:
    """The region parameters that an expression speaks of."""
    if isinstance(tree, RegionParameter):
        return frozenset({tree.name})
    return frozenset().union(*map(parameters_in, parts_of(tree)))


def depends_on_today(tree: Tree) -> bool:
    """Whether the same answers may be judged otherwise on another day."""
    if isinstance(tree, Today) or (isinstance(tree, Call) and FUNCTIONS[tree.function].needs_today):
        return True
    return any(map(depends_on_today, parts_of(tree)))
