"""The store of diagrams: canonical, and the same as a table of values."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, product
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guide.generated import BOUNDED
from webapp.guide.diagrams import NO, OPEN, UNDECIDED, YES, Diagrams

PLACES = range(-1, 4)
VARIABLES = range(3)
TRUTHS = {NO: False, YES: True, OPEN: None}


def value(store: Diagrams, node: int, places: tuple[int, ...]) -> int:
    """The leaf for a place of each variable."""
    while not store.settled(node):
        node = store.kid(node, places[store.variable[node]])
    return node


def table(store: Diagrams, node: int) -> tuple[int, ...]:
    """The diagram, written out."""
    return tuple(value(store, node, places) for places in product(PLACES, repeat=len(VARIABLES)))


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Diagrams, list[int]]:
    """A store with some diagrams over three variables, made by splitting from the last to the first."""
    store, nodes = Diagrams(), [NO, YES, OPEN]
    for variable in reversed(VARIABLES):
        for _ in range(draw(st.integers(1, 3))):
            cuts = sorted(draw(st.sets(st.integers(0, 3), min_size=1, max_size=3)))
            deeper = [node for node in nodes if store.variable[node] > variable]
            kids = draw(st.lists(st.sampled_from(deeper), min_size=len(cuts) + 1, max_size=len(cuts) + 1))
            nodes.append(store.split(variable, cuts, kids))
    return store, nodes


@BOUNDED
@given(drawn())
def test_equal_tables_are_one_node(made: tuple[Diagrams, list[int]]) -> None:
    store, nodes = made
    results = {store.both(one, other) for one in nodes for other in nodes}
    results |= {store.either(one, other) for one in nodes for other in nodes} | {store.negate(one) for one in nodes}
    tables: dict[tuple[int, ...], int] = {}
    for node in results | set(nodes):
        assert tables.setdefault(table(store, node), node) == node


@BOUNDED
@given(drawn())
def test_joining_is_joining_the_tables(made: tuple[Diagrams, list[int]]) -> None:
    store, nodes = made
    for one, other in product(nodes, repeat=2):
        pairs = list(zip(table(store, one), table(store, other), strict=True))
        both = [False if NO in p else None if OPEN in p else True for p in pairs]
        either = [True if YES in p else None if OPEN in p else False for p in pairs]
        assert [TRUTHS[leaf] for leaf in table(store, store.both(one, other))] == both
        assert [TRUTHS[leaf] for leaf in table(store, store.either(one, other))] == either
        assert table(store, store.merge((one, other))) == tuple(a if a == b else OPEN for a, b in pairs)


@BOUNDED
@given(drawn(), st.data())
def test_pick_chooses_place_by_place(made: tuple[Diagrams, list[int]], data: st.DataObject) -> None:
    store, nodes = made
    which, then, otherwise = (data.draw(st.sampled_from(nodes)) for _ in range(3))
    rows = zip(*(table(store, node) for node in (which, then, otherwise)), strict=True)
    expected = tuple(a if c == YES or a == b else b if c == NO else OPEN for c, a, b in rows)
    assert table(store, store.pick(which, then, otherwise)) == expected


@BOUNDED
@given(drawn(), st.data())
def test_restricting_and_forgetting_do_what_they_say(made: tuple[Diagrams, list[int]], data: st.DataObject) -> None:
    store, nodes = made
    node = data.draw(st.sampled_from(nodes))
    known = data.draw(st.sets(st.sampled_from(VARIABLES)))
    places = {variable: data.draw(st.sampled_from(PLACES)) for variable in VARIABLES}
    mask = sum(1 << variable for variable in known)
    left = store.restrict(node, places, mask)
    assert not store.mask[left] & mask
    forgotten = store.forget(node, mask)
    assert not store.mask[forgotten] & mask
    for spots in product(PLACES, repeat=len(VARIABLES)):
        told = tuple(places[v] if v in known else spots[v] for v in VARIABLES)
        assert value(store, left, spots) == value(store, node, told)
        ways = {
            value(store, node, tuple(free[v] if v in known else spots[v] for v in VARIABLES))
            for free in product(PLACES, repeat=len(VARIABLES))
        }
        assert value(store, forgotten, spots) == (ways.pop() if len(ways) == 1 else OPEN)


@BOUNDED
@given(drawn(), st.data())
def test_a_node_may_be_put_over_earlier_ones(made: tuple[Diagrams, list[int]], data: st.DataObject) -> None:
    store, nodes = made
    kids = [data.draw(st.sampled_from(nodes)) for _ in range(3)]
    variable = data.draw(st.sampled_from(VARIABLES))
    chosen = store.choose(variable, (1, 3), kids)
    for spots in product(PLACES, repeat=len(VARIABLES)):
        spot = spots[variable]
        assert value(store, chosen, spots) == value(store, kids[0 if spot < 1 else 1 if spot < 3 else 2], spots)


@BOUNDED
@given(drawn())
def test_every_node_matters(made: tuple[Diagrams, list[int]]) -> None:
    """No node whose kids are all one, none out of order, and the mask names exactly the variables below."""
    store, nodes = made
    for node in store.nodes(nodes):
        kids = store.kids[node]
        assert all(one != other for one, other in pairwise(kids))
        assert all(store.variable[kid] > store.variable[node] for kid in kids)
        below = {store.variable[one] for one in store.nodes([node]) if not store.settled(one)}
        assert store.mask[node] == sum(1 << variable for variable in below)
    assert all(store.leaves(node) <= {NO, YES, OPEN} for node in nodes)


def test_true_is_not_one_and_fifteen_is_fifteen() -> None:
    store = Diagrams()
    assert store.leaf(True) == YES
    assert store.leaf(1) != YES
    assert store.leaf(0) != NO
    assert store.leaf(15) == store.leaf(15.0)
    assert store.value[OPEN] is UNDECIDED
    assert repr(UNDECIDED) == "OPEN"


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads that take turns after every few steps."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("workers", [8])
def test_threads_may_share_a_store(workers: int) -> None:
    """Made at once by many hands, a node is still one node and whole."""
    store = Diagrams()

    start = Barrier(workers)

    def build(_seed: int) -> list[int]:
        start.wait()
        return [store.split(1, (cut,), (NO, store.split(2, (cut + 1,), (YES, NO)))) for cut in range(20_000)]

    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(build, range(workers)))
    assert all(one == found[0] for one in found)
    assert len({*map(len, (store.value, store.cuts, store.kids, store.mask, store.variable))}) == 1
    assert all(store.cuts[node] == (cut,) for cut, node in enumerate(found[0]))
