"""Which blanks the form has: only those that somebody needs, each once, and none that was answered already."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.catalogue.library import Catalogue, load
from webapp.drafts.access import chosen_of, facts_of, picked
from webapp.drafts.blanks import FORM, MOST, Blank, Part, Section, blanks, of_part, of_section, part_of, parts
from webapp.guide import UNKNOWN, Edition, Guidance, Kind, Question, guide
from webapp.house import house

TODAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue as it stands."""
    return load(house() / "catalogue")


def judged(
    catalogue: Catalogue, bundle: str, **values: Any
) -> tuple[Edition, Guidance, tuple[str, ...], tuple[Blank, ...]]:
    """What the guide and the form say to these values, with every question left answered by 不清楚."""
    edition = catalogue.edition(bundle, "410105", TODAY)
    given = {"proxy": "self"} | values
    while True:
        facts = facts_of(edition.bundle, given)
        guidance = guide(edition, facts, chosen_of(edition.bundle, given))
        if guidance.next_question is None:
            break
        given[guidance.next_question.id] = UNKNOWN
    matters = picked(guidance, chosen_of(edition.bundle, given))
    return edition, guidance, matters, blanks(edition, guidance, matters, given, facts)


def names(found: tuple[Blank, ...]) -> list[str]:
    """What the draft keeps them under."""
    return [blank.name for blank in found]


def test_only_what_a_matter_needs_is_asked(catalogue: Catalogue) -> None:
    none = {"deceased_has_property": False, "deceased_has_fund": False, "pension_type_deceased": "都没有"}
    _, _, matters, few = judged(catalogue, "after-death", has_death_proof="火化证明", **none)
    assert "dth.real_estate" not in matters
    assert "form.property_list" not in names(few)
    _, _, _, many = judged(
        catalogue, "after-death", deceased_has_property=True, property_seized=False, **{"chosen.dth.real_estate": True}
    )
    assert {"form.property_list", "form.heirs"} <= set(names(many))


def test_an_answer_is_not_asked_again(catalogue: Catalogue) -> None:
    _, _, _, found = judged(catalogue, "after-death", death_date="2026-11-01", has_death_proof="都没有")
    known = next(blank for blank in found if blank.name == "form.death_date")
    assert known.known == date(2026, 11, 1)
    assert not known.to_write
    assert known.question is not None
    assert known.question.id == "death_date"


def test_not_knowing_never_holds_anybody_up(catalogue: Catalogue) -> None:
    _, _, _, found = judged(catalogue, "after-death", death_date=UNKNOWN)
    asked = next(blank for blank in found if blank.name == "form.death_date")
    assert asked.to_write
    assert not asked.needed


def test_who_fills_it_in_for_another_gives_a_name(catalogue: Catalogue) -> None:
    _, _, _, own = judged(catalogue, "retirement", proxy="self")
    _, _, _, others = judged(catalogue, "retirement", proxy="family")
    assert not of_section(own, Section.PROXY)
    assert [blank.id for blank in of_section(others, Section.PROXY)] == ["proxy_name", "proxy_relation"]
    assert all(blank.needed for blank in of_section(others, Section.PROXY))


def test_advice_is_asked_only_where_something_speaks_of_it(catalogue: Catalogue) -> None:
    """knows_banks words a hint; contrib_years words nothing here."""
    _, _, _, found = judged(catalogue, "after-death")
    assert "knows_banks" in names(found)
    assert "contrib_years" not in names(found)
    _, _, _, answered = judged(catalogue, "after-death", knows_banks=True)
    assert "knows_banks" in names(answered)  # it can still be changed, though no hint speaks of it any more


def test_a_place_asked_for_by_a_question_is_kept_as_its_answer(catalogue: Catalogue) -> None:
    _, _, _, found = judged(catalogue, "newborn", **{"chosen.nb.medical": True})
    place = [blank for blank in found if blank.name == "insure_region"]
    assert [blank.kind for blank in place] == ["region"]
    assert "form.insure_addr" not in names(found)


def test_pages_are_short_and_hold_everything_once(catalogue: Catalogue) -> None:
    _, guidance, _, found = judged(catalogue, "retirement")
    pages = parts(found, guidance)
    assert pages[-1] == Part(Section.MATERIALS)
    written = [blank.name for page in pages for blank in of_part(found, page) if blank.to_write]
    assert sorted(written) == sorted(blank.name for blank in found if blank.to_write)
    assert all(sum(blank.to_write for blank in of_part(found, page)) <= MOST for page in pages)
    assert [part_of(page.slug) for page in pages] == list(pages)


@pytest.mark.parametrize(
    "slug", ["", "nowhere", "details-", "details-1", "details-x", "details-22", "details-２", "-2"]
)
def test_an_unknown_page_does_not_exist(slug: str) -> None:
    assert part_of(slug) is None


def value_of(question: Question) -> st.SearchStrategy[Any]:
    """An answer somebody may give."""
    fact = question.fact
    match fact.kind:
        case Kind.BOOLEAN:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from(fact.choices)
        case Kind.CHOICES:
            return st.sampled_from(fact.choices).map(lambda one: [one])
        case Kind.DATE:
            return st.dates(date(1940, 1, 1), TODAY).map(date.isoformat)
        case Kind.REGION:
            return st.sampled_from(["410105", "411081", "100000"])
        case _:
            return st.integers(0, 100)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_form_whatever_is_answered(catalogue: Catalogue, data: st.DataObject) -> None:
    bundle = data.draw(st.sampled_from(sorted(catalogue.bundles)))
    told = data.draw(
        st.fixed_dictionaries(
            {}, optional={q.id: st.one_of(st.just(UNKNOWN), value_of(q)) for q in catalogue.bundles[bundle].questions}
        )
    )
    proxy = data.draw(st.sampled_from(["self", "family", "other"]))
    _, guidance, matters, found = judged(catalogue, bundle, proxy=proxy, **told)
    fields = {FORM + field.id: field for field in catalogue.bundles[bundle].fields}
    assert len(set(names(found))) == len(found)
    order = list(Section)
    assert [order.index(blank.section) for blank in found] == sorted(order.index(blank.section) for blank in found)
    for blank in found:
        field = fields.get(blank.name)
        if field is not None:
            assert "*" in field.matters or set(matters) & set(field.matters)
            assert blank.known is None or blank.known != UNKNOWN
            assert blank.known is None or field.answer in guidance.path.asked
        assert blank.kind not in ("choice", "choices") or blank.choices
        assert blank.section is not Section.PROXY or proxy != "self"
    assert FORM + "proxy_is" not in names(found)
