"""The guide's promises, held on bundles that nobody wrote."""

from __future__ import annotations

import random

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.guide import properties
from tests.guide.generated import BOUNDED, Case, answers, cases
from webapp.guide import UNKNOWN, Edition, Value
from webapp.guide.conditions import Name

ANY = cases(loose=True)
CUT = cases(loose=False)


def edition_of(case: Case) -> Edition:
    """The case compiled."""
    return Edition(case.bundle, case.region, case.today)


@BOUNDED
@given(ANY, st.data())
def test_the_diagram_agrees_with_direct_evaluation(case: Case, data: st.DataObject) -> None:
    edition = edition_of(case)
    for _ in range(8):
        properties.rules_and_diagram_agree(edition, data.draw(answers(case.bundle, whole=True)))


@BOUNDED
@given(ANY, st.data())
def test_more_answers_never_reopen_a_verdict(case: Case, data: st.DataObject) -> None:
    people = data.draw(answers(case.bundle))
    fewer = {name: value for name, value in people.items() if data.draw(st.booleans())}
    properties.nothing_reopens(edition_of(case), fewer, people)


@BOUNDED
@given(CUT, st.data())
def test_undecided_only_if_two_completions_differ(case: Case, data: st.DataObject) -> None:
    assume(properties.undecided_only_if_it_matters(edition_of(case), data.draw(answers(case.bundle))))


@BOUNDED
@given(ANY, st.data())
def test_reasons_are_sufficient_and_minimal(case: Case, data: st.DataObject) -> None:
    edition = edition_of(case)
    properties.reasons_suffice_and_none_is_idle(edition, data.draw(answers(case.bundle)))
    properties.reasons_suffice_and_none_is_idle(edition, data.draw(answers(case.bundle, whole=True)))


@BOUNDED
@given(CUT, st.data(), st.randoms(use_true_random=False))
def test_every_question_asked_could_change_something(case: Case, data: st.DataObject, chance: random.Random) -> None:
    people: dict[str, Value] = data.draw(answers(case.bundle))
    properties.every_question_could_change_something(edition_of(case), people, chance)


@BOUNDED
@given(ANY, st.data())
def test_the_order_of_answering_does_not_matter(case: Case, data: st.DataObject) -> None:
    people = data.draw(answers(case.bundle))
    properties.order_does_not_matter(edition_of(case), people, data.draw(st.permutations(list(people))))


@BOUNDED
@given(ANY, st.data())
def test_answers_off_the_path_never_count(case: Case, data: st.DataObject) -> None:
    properties.off_the_path_never_counts(edition_of(case), data.draw(answers(case.bundle)))


@BOUNDED
@given(ANY, st.data())
def test_all_at_once_is_as_step_by_step(case: Case, data: st.DataObject) -> None:
    properties.said_at_once_or_step_by_step(edition_of(case), data.draw(answers(case.bundle)))


@BOUNDED
@given(ANY, st.data())
def test_the_range_of_questions_left_is_honest(case: Case, data: st.DataObject) -> None:
    properties.bounds_are_honest(edition_of(case), data.draw(answers(case.bundle)))


@BOUNDED
@given(ANY)
def test_not_knowing_anything_comes_to_an_end(case: Case) -> None:
    edition = edition_of(case)
    given, asked = properties.interview(edition, {})
    assert set(given.values()) <= {UNKNOWN}
    assert len(asked) <= len(edition.order)


@BOUNDED
@given(CUT, CUT, st.data())
def test_equal_functions_are_one_node(case: Case, other: Case, data: st.DataObject) -> None:
    """De Morgan, double negation and absorption give back the very same node."""
    from webapp.guide.conditions import All, Any, Not

    store = Edition(case.bundle, case.region, case.today)
    one, two = Name("truth"), data.draw(st.sampled_from([matter.when for matter in case.bundle.matters]))
    node = store.node
    assert node(Not(All((one, two)))) == node(Any((Not(two), Not(one))))
    assert node(Not(Not(two))) == node(two)
    assert node(Any((one, All((one, two))))) == node(one)
    assert node(All((one, Any((two, Not(two)))))) == node(one) or store.variables
