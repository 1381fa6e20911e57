"""Rules that come out the same for everybody, parts of rules that say nothing, and cases that are never reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from webapp.guide import Demand
from webapp.guide.conditions import ALWAYS, NEVER, All, Any, Constant, Tree, parts_of
from webapp.guide.diagrams import NO, OPEN, YES
from webapp.guide.facts import Kind
from webapp.rehearsal.flaws import BLOCKING, NOTE, SERIOUS, Flaw, Flaws, Stage


@dataclass(frozen=True)
class Rule:
    """A rule where it stands. `called` names it in a sentence; `grave` if nobody gets further when it never holds."""

    path: tuple[str, ...]
    called: str
    tree: Tree
    subject: str
    grave: bool = False


def rules(stage: Stage) -> Iterator[Rule]:
    """Every rule of the bundle that is true or false, but those that an overlay set aside."""
    bundle = stage.bundle
    for matter in bundle.matters:
        at, own = ("matters", matter.id), f"of the matter “{matter.name}”"
        before = stage.base.matter.get(matter.id)
        if matter.when != NEVER or before is None or before.when == NEVER:
            yield Rule((*at, "when"), f"the rule {own}", matter.when, matter.id, grave=True)
        if matter.done_if is not None:
            yield Rule((*at, "done_if"), f"“done already” {own}", matter.done_if, matter.id)
        for key, pairs in (("variants", matter.variants), ("levels", matter.levels)):
            for number, (when, name) in enumerate(pairs):
                yield Rule((*at, key, str(number), "when"), f"“{name}” {own}", when, matter.id)
    for number, entry in enumerate(bundle.eligible):
        yield Rule(("eligible", str(number), "when"), "a rule for applying", entry.when, "eligible", grave=True)
    for material in bundle.materials:
        yield Rule(("materials", material.id, "when"), f"the rule of “{material.name}”", material.when, material.id)
        if material.shared_when is not None:
            called = f"“shared when” of “{material.name}”"
            yield Rule(("materials", material.id, "shared_when"), called, material.shared_when, material.id)
    for hint in bundle.hints:
        yield Rule(("hints", hint.id, "when"), f"the rule of the hint “{hint.id}”", hint.when, hint.id)
    for blank in bundle.fields:
        yield Rule(("fields", blank.id, "when"), f"the rule of the blank “{blank.label}”", blank.when, blank.id)
    for derived in bundle.derived:
        if derived.kind is Kind.BOOLEAN and len(derived.cases) == 1 and derived.cases[0][0] == ALWAYS:
            called = f"what follows: “{derived.name or derived.id}”,"
            yield Rule(("derived", derived.id, "rule"), called, derived.cases[0][1], derived.id)


def constant(stage: Stage) -> Flaws:
    """Rules that never hold or always hold, whatever is answered and whatever regions supply."""
    for rule in rules(stage):
        if rule.tree == ALWAYS:
            continue
        node = stage.node(rule.tree)
        never = not stage.citizens.can(node) and OPEN not in stage.edition.diagrams.leaves(node)
        if not never and node != YES:
            continue
        says, given = "never holds" if never else "always holds", stage.anybody(rule.tree)
        if stage.anywhere(partial(_varies, tree=rule.tree, never=never)):
            what, hint = f"{rule.called} {says} here on this day; elsewhere or on another day it may not", ""
            yield Flaw("not-here-not-now", NOTE, rule.path, what, hint, given, (rule.subject,))
        elif never:
            hint = "look for two conditions that exclude each other, or a limit that nobody can reach"
            severity = BLOCKING if rule.grave else SERIOUS
            yield Flaw("never-holds", severity, rule.path, f"{rule.called} {says}", hint, given, (rule.subject,))
        else:
            hint = "it holds for everybody: leave the rule out, or say what it should tell apart"
            yield Flaw("always-holds", SERIOUS, rule.path, f"{rule.called} {says}", hint, given, (rule.subject,))


def _varies(stage: Stage, tree: Tree, never: bool) -> bool:
    """Whether a rule that never (always) holds does (does not) for somebody elsewhere or on another day."""
    node = stage.node(tree)
    return stage.citizens.can(node) if never else node != YES


def idle_parts(stage: Stage) -> Flaws:
    """Parts of a rule that can be struck out without changing it: one that never or always holds, or is covered."""
    for rule in rules(stage):
        whole = stage.node(rule.tree)
        if whole in (NO, YES):
            continue
        for inner in _inner(rule.tree):
            yield from _idle(stage, rule, inner)


def _inner(tree: Tree) -> Iterator[All | Any]:
    if isinstance(tree, All | Any):
        yield tree
    for part in parts_of(tree):
        yield from _inner(part)


def _idle(stage: Stage, rule: Rule, tree: All | Any) -> Flaws:
    nodes = [stage.node(part) for part in tree.parts]
    nothing, join = (NO, stage.either) if isinstance(tree, Any) else (YES, lambda some: stage.both(*some))
    whole = join(nodes)
    for number, node in enumerate(nodes):
        if isinstance(tree.parts[number], Constant):
            continue
        if node == nothing and whole != nothing:
            says = "never holds" if node == NO else "always holds"
            what = f"in {rule.called} part {number + 1} of {len(nodes)} {says}, so that it changes nothing"
            part, hint = tree.parts[number], "strike it out, or mend its limit"
            given, now = (
                stage.anybody(part),
                stage.anywhere(partial(_varies, tree=part, never=node == NO)),
            )
            what += " here on this day" if now else ""
            yield Flaw("idle-part", NOTE if now else SERIOUS, rule.path, what, hint, given, (rule.subject,))
        elif whole not in (NO, YES) and join([*nodes[:number], *nodes[number + 1 :]]) == whole:
            what = f"in {rule.called} part {number + 1} of {len(nodes)} is covered by the others"
            hint = "strike it out if that is meant; else one of the others is too wide"
            yield Flaw("covered-part", NOTE, rule.path, what, hint, stage.somebody(whole), (rule.subject,))
            return  # of two that cover each other one is to go


def unreached_cases(stage: Stage) -> Flaws:
    """Cases, variants and levels that an earlier one always takes, and derived facts for which no case is left."""
    for derived in stage.bundle.derived:
        if len(derived.cases) > 1:
            trees = tuple(when for when, _ in derived.cases)
            yield from _shadowed(stage, ("derived", derived.id, "cases"), derived.name or derived.id, trees, YES)
    for matter in stage.bundle.matters:
        for key, pairs in (("variants", matter.variants), ("levels", matter.levels)):
            trees = tuple(when for when, _ in pairs)
            yield from _shadowed(stage, ("matters", matter.id, key), matter.name, trees, stage.due(matter.id))


def _shadowed(stage: Stage, path: tuple[str, ...], name: str, trees: tuple[Tree, ...], where: int) -> Flaws:
    left, defaults = where, 0
    for number, tree in enumerate(trees):
        node = stage.node(tree)
        reached = stage.both(left, node)
        if node == YES:
            defaults += 1
        if not stage.citizens.can(reached) and stage.citizens.can(where):
            two = node == YES and defaults > 1
            kind = "two-defaults" if two else "unreached-case"
            what = f"case {number + 1} of “{name}” is never reached" + (": two cases are for all others" if two else "")
            hint = "the first that holds counts: put the narrower one first, or take one out"
            given = stage.somebody(where, node) or stage.anybody(tree)
            yield Flaw(kind, SERIOUS, (*path, str(number)), what, hint, given, (path[1],))
        left = stage.both(left, stage.no(node))


def undecidable(stage: Stage) -> Flaws:
    """Matters that stay open for somebody who has answered everything: a derived fact has no case for them."""
    for matter in stage.bundle.matters:
        node = stage.due(matter.id)
        given = stage.citizens.one(node, OPEN) if OPEN in stage.edition.diagrams.leaves(node) else None
        if given is not None:
            what = f"nobody can say whether “{matter.name}” is due: no case of what it rests on fits"
            hint = "give the derived fact a last case that holds for all others"
            yield Flaw("no-case", SERIOUS, ("matters", matter.id, "when"), what, hint, given, (matter.id,))


def spared(stage: Stage) -> Flaws:
    """Matters that everybody must do and that somebody who is not barred is spared."""
    for matter in stage.bundle.matters:
        if matter.demand is not Demand.REQUIRED or any(matter.id in group for group in stage.bundle.one_of.values()):
            continue
        done = stage.edition.done(matter.id)
        given = stage.somebody(stage.no(stage.node(matter.when)), stage.edition.open_now, stage.no(done))
        if given is not None:
            what = f"“{matter.name}” is required of all who are not barred, and its rule spares some of them"
            hint = "write demand: conditional, or bar the others under “eligible”"
            yield Flaw("required-yet-spared", NOTE, ("matters", matter.id, "demand"), what, hint, given, (matter.id,))


PROOFS = (constant, idle_parts, unreached_cases, undecidable, spared)
