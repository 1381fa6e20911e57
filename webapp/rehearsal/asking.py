"""Questions that change nothing, are asked twice or cannot be asked; what follows for nothing; parameters that miss."""

from __future__ import annotations

from functools import partial
from itertools import combinations

from webapp.guide import Fact, Kind
from webapp.guide.conditions import Constant, Is, Name, Tree, names_in, parameters_in, parts_of
from webapp.guide.diagrams import OPEN
from webapp.guide.evaluation import silent
from webapp.guide.facts import Value
from webapp.guide.regional import trees_of
from webapp.rehearsal.flaws import BLOCKING, NOTE, SERIOUS, Flaw, Flaws, Stage


def questions(stage: Stage) -> Flaws:
    """Questions whose answers change no verdict, and facts that decide although nobody can be asked for them."""
    edition, bundle = stage.edition, stage.bundle
    spoken = edition.roots(frozenset().union(*map(names_in, trees_of(bundle))))
    spoken |= {one.by for one in bundle.parameters if one.by}
    told = spoken | {one.answer for one in bundle.fields if one.answer}
    for question in bundle.questions:
        fact, at = question.fact, ("questions", question.id)
        decides = _decides(stage, fact.id)
        if fact.asked and fact.decides and not decides:
            if stage.anywhere(partial(_decides, fact=fact.id)):
                what, hint = f"“{question.ask}” changes no verdict here on this day", ""
                given = {fact.id: some_value(stage, fact)}
                yield Flaw("not-here-not-now", NOTE, at, what, hint, given, (fact.id,))
                continue
            given = {fact.id: some_value(stage, fact)}
            if fact.id in told:
                what = f"“{question.ask}” changes no verdict, so it is never asked, though something rests on it"
                hint = "let a matter rest on it, or write use: advice"
                yield Flaw("never-asked", SERIOUS, at, what, hint, given, (fact.id,))
            else:
                what, hint = (
                    f"“{question.ask}” changes nothing, whatever is answered",
                    "take it out, or use it in a rule",
                )
                yield Flaw("idle-question", SERIOUS, at, what, hint, given, (fact.id,))
        if decides and not fact.decides:
            what = f"“{question.ask}” decides, but is marked as use: {fact.use}, so nobody is asked"
            hint = "take “use” out"
            yield Flaw("unasked-decides", SERIOUS, at, what, hint, _open(stage, fact.id), (fact.id,))
        if decides and not fact.asked and not fact.source:
            what = f"“{fact.id}” decides, is never asked, and nobody is named who holds it"
            hint = "write held_by, or ask for it"
            yield Flaw("nobody-knows", SERIOUS, at, what, hint, _open(stage, fact.id), (fact.id,))


def _decides(stage: Stage, fact: str) -> bool:
    """Whether a verdict rests on the fact, once every region has supplied its parameters."""
    support = stage.edition.support(map(stage.citizens.possible, stage.edition.outputs))
    return bool(support & stage.edition.masks[fact])


def some_value(stage: Stage, fact: Fact) -> Value:
    """Any value of a fact."""
    return fact.choices[:1] if fact.kind is Kind.CHOICES else stage.citizens.values(fact, None, None)[0]


def _open(stage: Stage, fact: str) -> dict[str, Value]:
    """Somebody for whom a verdict stays open because of the fact."""
    mask = stage.edition.masks[fact]
    for node in stage.edition.outputs:
        if stage.edition.diagrams.mask[node] & mask:
            left = stage.edition.diagrams.forget(stage.citizens.possible(node), mask)
            found = stage.citizens.one(left, OPEN) if OPEN in stage.edition.diagrams.leaves(left) else None
            if found is not None:
                return found
    return {}


def concluded(stage: Stage) -> Flaws:
    """Facts that a matter finds out and on which that matter itself, or nothing, rests."""
    for derived in stage.bundle.derived:
        if derived.from_matter is None or derived.from_matter not in stage.bundle.matter:
            continue
        at, matter = ("derived", derived.id, "from_matter"), stage.bundle.matter[derived.from_matter]
        if stage.edition.diagrams.mask[stage.due(matter.id)] & stage.edition.masks[derived.id]:
            what = f"“{derived.name or derived.id}” is known only after “{matter.name}”, which itself waits to know it"
            hint, given = "let the matter rest on something that can be asked", _open(stage, derived.id)
            yield Flaw("known-too-late", BLOCKING, at, what, hint, given, (derived.id, matter.id))
        elif not stage.can(stage.due(matter.id)):
            what = f"“{derived.name or derived.id}” is found out by “{matter.name}”, to which nobody is sent"
            yield Flaw("never-known", SERIOUS, at, what, "mend the matter's rule", {}, (derived.id, matter.id))


def asked_twice(stage: Stage) -> Flaws:
    """Two questions in the same words, and two choices that look the same."""
    for one, other in combinations(stage.bundle.questions, 2):
        if one.ask == other.ask and one.fact.asked and other.fact.asked:
            given = {each.id: some_value(stage, each.fact) for each in (one, other)}
            what, hint = f"“{one.ask}” is asked twice", "keep one fact for it, or say what makes the two different"
            yield Flaw("question-twice", SERIOUS, ("questions", other.id), what, hint, given, (one.id, other.id))
    for question in stage.bundle.questions:
        shown: dict[str, str] = {}
        for choice in question.fact.choices:
            words = question.labels.get(choice, choice)
            if words in shown:
                what = f"two choices of “{question.ask}” read “{words}”"
                several = question.fact.kind is Kind.CHOICES
                path = ("questions", question.id, "labels" if question.labels else "choices")
                given = {question.id: (choice,) if several else choice}
                yield Flaw("choices-alike", SERIOUS, path, what, "give each its own words", given, (question.id,))
            shown[words] = choice


def choices(stage: Stage) -> Flaws:
    """Choices that a rule names and that come out like one that no rule names: the rule has no effect."""
    trees = trees_of(stage.bundle)
    nodes = [stage.edition.node(tree) for tree in trees] + list(stage.edition.outputs)
    reached = stage.edition.diagrams.nodes(stage.edition.outputs)
    for question in stage.bundle.questions:
        fact = question.fact
        if fact.kind is not Kind.CHOICE or not fact.decides or not fact.asked:
            continue
        named = frozenset().union(*(_named(tree, fact.id) for tree in trees))
        variable = stage.edition.masks[fact.id].bit_length() - 1
        own = [node for node in reached if stage.edition.diagrams.variable[node] == variable]
        if not own or not nodes:
            continue
        plain = [choice for choice in fact.choices if choice not in named]
        for choice in (one for one in fact.choices if one in named):
            alike = next((one for one in plain if _alike(stage, own, fact.cell(choice), fact.cell(one))), None)
            if alike is not None:
                what = f"“{choice}” is named by a rule, but leads to the very same as “{alike}”"
                hint = "the rule that names it changes nothing: mend it, or make the two one choice"
                given: dict[str, Value] = {fact.id: choice}
                at = ("questions", fact.id, "choices")
                yield Flaw("choice-untold", NOTE, at, what, hint, given, (fact.id, choice))


def _alike(stage: Stage, nodes: list[int], one: int, other: int) -> bool:
    return all(stage.edition.diagrams.kid(node, one) == stage.edition.diagrams.kid(node, other) for node in nodes)


def _named(tree: Tree, fact: str) -> frozenset[str]:
    match tree:
        case Is(Name(name), _, Constant(str() as choice)) | Is(Constant(str() as choice), _, Name(name)) if (
            name == fact
        ):
            return frozenset({choice})
    return frozenset().union(*(_named(part, fact) for part in parts_of(tree)))


def unused(stage: Stage) -> Flaws:
    """Derived facts and parameters that no rule speaks of."""
    bundle = stage.bundle
    spoken = frozenset().union(*map(names_in, trees_of(bundle))) | {one.answer for one in bundle.fields}
    for derived in bundle.derived:
        if derived.id not in spoken and derived.from_matter is None:
            what, hint = f"nothing rests on “{derived.name or derived.id}”", "use it in a rule, or take it out"
            yield Flaw("idle-derived", NOTE, ("derived", derived.id), what, hint, None, (derived.id,))
    wanted = frozenset().union(*map(parameters_in, trees_of(bundle)))
    for one in bundle.parameters:
        if one.name not in wanted:
            what, hint = f"no rule speaks of region.{one.name}", "use it in a rule, or take it out"
            yield Flaw("idle-parameter", NOTE, ("parameters", one.name), what, hint, None, (one.name,))


def parameters(stage: Stage) -> Flaws:
    """Parameters that the region has not supplied, and what stays open for want of them."""
    edition = stage.edition
    for one in stage.bundle.parameters:
        if not silent(one, edition.region):
            continue
        mask = 0
        for variable in edition.variables:
            own = parameters_in(variable.tree) if variable.tree is not None else frozenset({variable.parameter})
            mask |= (1 << variable.index) * (one.name in own)
        waiting = [m for m in edition.matters if edition.diagrams.mask[stage.due(m)] & mask]
        if not waiting:
            continue
        node = edition.diagrams.forget(stage.due(waiting[0]), edition.missing)
        elsewhere = bool(one.values)
        names = "、".join(stage.bundle.matter[name].name for name in waiting)
        whose = "this region has not supplied" if elsewhere else "no region has supplied"
        what = f"{whose} region.{one.name}: {names} may stay open"
        hint = "supply it in an overlay; 以当地窗口为准 until then"
        given = stage.citizens.one(node, OPEN) if OPEN in edition.diagrams.leaves(node) else None
        severity = SERIOUS if elsewhere else NOTE
        at = ("parameters", one.name)
        yield Flaw("parameter-missing", severity, at, what, hint, given, (one.name, *waiting))


PROOFS = (questions, concluded, asked_twice, choices, unused, parameters)
