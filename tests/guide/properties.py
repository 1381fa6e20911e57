"""What must hold for every bundle, whoever wrote it: each a check that fails with the answers that break it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from tests.guide import direct
from webapp.guide import UNKNOWN, Edition, Fact, Kind, Standing, Value, follow, guide
from webapp.guide.diagrams import Diagrams

Answers = dict[str, Value]


def rules_and_diagram_agree(edition: Edition, whole: Mapping[str, Value]) -> None:
    """On a full set of answers the diagrams say what the rules say, wherever the rules by themselves can tell."""
    by_rules = direct.outcome(edition.bundle, edition.region, edition.today, whole)
    found = direct.read(edition, whole)
    assert all(one is None or one == other for one, other in zip(by_rules, found, strict=True)), (
        by_rules,
        found,
        whole,
    )
    if not any(one.value is None for one in edition.bundle.parameters):
        assert None not in by_rules


def nothing_reopens(edition: Edition, fewer: Mapping[str, Value], more: Mapping[str, Value]) -> None:
    """What is settled stays as it is, whatever is answered besides."""
    before, after = direct.read(edition, fewer), direct.read(edition, {**fewer, **more})
    assert all(one is None or one == other for one, other in zip(before, after, strict=True)), (fewer, more)


def undecided_only_if_it_matters(edition: Edition, given: Mapping[str, Value], limit: int = 3000) -> bool:
    """Settled exactly if every completion agrees, missing parameters included. False if there are too many to try."""
    told = direct.told(given)
    size = 1
    for fact in edition.bundle.facts.values():
        size *= 1 if fact.id in told else len(direct.cells(edition, fact))
    if size > limit:
        return False
    seen: set[direct.Outcome] = set()
    for bundle in direct.supplied(edition.bundle):
        for whole in direct.completions(edition, told, limit, random.Random(1)):
            seen.add(direct.outcome(bundle, edition.region, edition.today, whole))
    for place, verdict in enumerate(direct.read(edition, given)):
        found = {outcome[place] for outcome in seen}
        assert found == {verdict} if verdict is not None else len(found) > 1, (place, verdict, found, given)
    return True


def reasons_suffice_and_none_is_idle(edition: Edition, given: Mapping[str, Value]) -> None:
    """The named answers alone give the verdict; without any one of them it is open again."""
    for verdict in guide(edition, given).verdicts:
        if verdict.standing is Standing.UNDECIDED:
            continue
        because = [name for name in verdict.because if not name.startswith("region.")]
        assert set(because) <= set(direct.told(given)), "a reason that nobody gave"
        kept = {name: given[name] for name in because}
        assert _standing(edition, kept, verdict.matter.id) is verdict.standing, (verdict.matter.id, kept)
        for idle in because:
            rest = {name: value for name, value in kept.items() if name != idle}
            assert _standing(edition, rest, verdict.matter.id) is Standing.UNDECIDED, (verdict.matter.id, idle, kept)


def _standing(edition: Edition, given: Mapping[str, Value], matter: str) -> Standing:
    return next(one.standing for one in guide(edition, given).verdicts if one.matter.id == matter)


def interview(edition: Edition, people: Mapping[str, Value]) -> tuple[Answers, list[str]]:
    """Ask one question after the other, as a page does, and answer from `people`; 不清楚 where they say nothing."""
    given: Answers = {
        fact.id: people[fact.id] for fact in edition.bundle.facts.values() if not fact.asked and fact.id in people
    }
    asked: list[str] = []
    while (question := follow(edition, given).next_question) is not None:
        assert question.id not in asked, f"{question.id} was asked twice"
        asked.append(question.id)
        given[question.id] = people.get(question.id, UNKNOWN)
    return given, asked


def order_does_not_matter(edition: Edition, given: Mapping[str, Value], shuffled: Sequence[str]) -> None:
    """The same answers in another order are the same path and the same guidance."""
    other = {name: given[name] for name in shuffled}
    assert _said(edition, other) == _said(edition, given)


def off_the_path_never_counts(edition: Edition, people: Mapping[str, Value]) -> None:
    """All that somebody ever answered gives what the questions on the path give, and the path is the same."""
    given, asked = interview(edition, people)
    everything = {fact.id: people.get(fact.id, UNKNOWN) for fact in edition.order} | given
    assert direct.read(edition, everything) == direct.read(edition, given), (everything, given)
    path = follow(edition, everything)
    assert list(path.asked) == asked
    assert path.next_question is None


def bounds_are_honest(edition: Edition, people: Mapping[str, Value]) -> None:
    """At every step as many questions are left as was said: neither fewer nor more, 不清楚 included."""
    given, asked = interview(edition, people)
    step = {name: value for name, value in given.items() if name not in asked}
    for place, name in enumerate(asked):
        fewest, most = follow(edition, step).left
        assert fewest <= len(asked) - place <= most, (fewest, len(asked) - place, most, step)
        step[name] = given[name]
    assert follow(edition, step).left == (0, 0)


def said_at_once_or_step_by_step(edition: Edition, people: Mapping[str, Value]) -> None:
    """Replaying all answers at once walks the path that was walked step by step."""
    given, asked = interview(edition, people)
    path = follow(edition, given)
    assert list(path.asked) == asked
    assert path.next_question is None
    for place, name in enumerate(asked):
        part = {one: value for one, value in given.items() if one not in asked[place:]}
        path = follow(edition, part)
        assert path.next_question is not None
        assert path.next_question.id == name
        assert list(path.asked) == asked[:place]


def every_question_could_change_something(edition: Edition, people: Mapping[str, Value], chance: random.Random) -> None:
    """For each question asked, two people who differ in its answer alone are told different things."""
    given, asked = interview(edition, people)
    step = {name: value for name, value in given.items() if name not in asked}
    for name in asked:
        pair = witness(edition, step, name, chance)
        assert pair is not None, (name, step)
        one, other = pair
        assert {key for key in one if one[key] != other[key]} == {name}
        assert direct.read(edition, one) != direct.read(edition, other)
        supplied = all(parameter.value is not None for parameter in edition.bundle.parameters)
        if supplied and UNKNOWN not in step.values() and set(one) == set(edition.bundle.facts):
            by_rules = (direct.outcome(edition.bundle, edition.region, edition.today, each) for each in pair)
            assert len(set(by_rules)) == 2, (name, pair)
        step[name] = given[name]


def witness(
    edition: Edition, given: Mapping[str, Value], question: str, chance: random.Random
) -> tuple[Answers, Answers] | None:
    """Two full sets of answers that go on from the given ones, differ in one question, and lead elsewhere."""
    known, store = edition.lay(given), edition.diagrams
    mask = edition.resting_on(question)
    for root in dict.fromkeys(edition.left(node, known) for node in direct.roots(edition)):
        if not store.mask[root] & mask:
            continue
        wanted = _way_to(store, root, mask)
        node = wanted.pop(-1)
        variable = store.variable[node]
        kids = store.kids[node]
        wanted |= _apart(store, kids[0], kids[1])
        lower, upper = store.cuts[node][0] - 1, store.cuts[node][0]
        plain = not edition.loose_mask & (1 << variable | sum(1 << place for place in wanted))
        for _ in range(1 if plain else 600):
            pair = tuple(
                _filled(edition, given, {**wanted, variable: place}, plain, chance) for place in (lower, upper)
            )
            one, other = pair[0], dict(pair[0])
            other[question] = pair[1][question]
            if one != other and direct.read(edition, one) != direct.read(edition, other):
                return one, other
    return None


def _way_to(store: Diagrams, node: int, mask: int) -> dict[int, int]:
    """Places that lead from a node to the first one that asks a variable of the mask; that node itself under -1."""
    places: dict[int, int] = {}
    while not mask >> store.variable[node] & 1:
        cuts = store.cuts[node]
        spots = [cuts[0] - 1, *cuts]
        spot, kid = next(
            (spot, kid) for spot, kid in zip(spots, store.kids[node], strict=True) if store.mask[kid] & mask
        )
        places[store.variable[node]] = spot
        node = kid
    return {**places, -1: node}


def _apart(store: Diagrams, one: int, other: int) -> dict[int, int]:
    """Places for which two different diagrams lead to different leaves."""
    places: dict[int, int] = {}
    while not (store.settled(one) and store.settled(other)):
        first = min(store.variable[one], store.variable[other])
        cuts = sorted({cut for node in (one, other) if store.variable[node] == first for cut in store.cuts[node]})
        for spot in [cuts[0] - 1, *cuts]:
            pair = [store.kid(node, spot) if store.variable[node] == first else node for node in (one, other)]
            if pair[0] != pair[1]:
                places[first] = spot
                one, other = pair
                break
    return places


def _filled(
    edition: Edition, given: Mapping[str, Value], places: Mapping[int, int], plain: bool, chance: random.Random
) -> Answers:
    """The given answers and those that the places ask for; any others are drawn."""
    found = dict(given)
    for fact in edition.order:
        if fact.id not in found:
            found[fact.id] = _placed(edition, fact, places, plain, chance)
    return found


def _placed(edition: Edition, fact: Fact, places: Mapping[int, int], plain: bool, chance: random.Random) -> Value:
    indexes = [
        variable.index for variable in edition.variables if variable.facts == {fact.id} and variable.tree is None
    ]
    if fact.kind is Kind.CHOICES:
        taken = [option for index, option in zip(indexes, fact.choices, strict=True) if places.get(index)]
        return (fact.exclusive,) if fact.exclusive in taken else tuple(taken)
    if indexes[0] in places:
        return fact.value(places[indexes[0]])
    if plain:
        return direct.cells(edition, fact)[0]
    if fact.kind in (Kind.CHOICE, Kind.BOOLEAN, Kind.REGION):
        return chance.choice(direct.cells(edition, fact))
    low, high = fact.span
    if fact.kind is Kind.DATE:
        middle = edition.today.toordinal() - chance.choice([0, 0, 30, 65]) * 365
        return fact.value(chance.choice([chance.randint(middle - 2000, middle + 2000), chance.randint(low, high)]))
    return fact.value(chance.randint(max(low, -2), min(high, chance.choice([9, 40, 2000, 20000, high]))))


def _said(edition: Edition, given: Mapping[str, Value]) -> object:
    found = guide(edition, given)
    question = found.next_question
    return (
        [(one.matter.id, one.standing, one.because, one.awaits) for one in found.verdicts],
        found.apply_now,
        [one.id for one in found.materials],
        found.path.asked,
        question and question.id,
        found.path.left,
        found.computed,
    )
