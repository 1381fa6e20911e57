"""The responsibilities of a bundle: every matter, nothing that is not sourced shown as certain, as it holds there."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from click.testing import CliRunner

from tests.catalogue.changed import changed
from tests.catalogue.test_guiding import yijianshi
from webapp.catalogue.library import load
from webapp.catalogue.places import nearest_place
from webapp.catalogue.responsibilities import by_when, cells, columns, responsibilities
from webapp.catalogue.sentences import Sentences
from webapp.cli import main
from webapp.guide import Basis, Days, Demand, Matter, Overlay, Tier, lay
from webapp.guide.conditions import parse
from webapp.house import house

CATALOGUE = load(house() / "catalogue")
CARD = CATALOGUE.bundles["id-card"]


def test_every_matter_has_its_row_and_every_row_its_department() -> None:
    for bundle in CATALOGUE.bundles.values():
        for language in ("zh_Hans", "en"):
            found = responsibilities(CATALOGUE, bundle.id, language)
            assert len(found.rows) == len(bundle.matters)
            assert all(row.decides and row.by_when and row.where and row.tier for row in found.rows)
            assert found.lead
            assert found.lead not in found.cooperating
            assert {row.decides for row in found.rows} <= {found.lead, *found.cooperating}


def test_days_are_told_only_where_they_are_sourced() -> None:
    words = Sentences(CATALOGUE.bundles["id-card"], "zh_Hans")
    local = "以当地窗口为准"
    for basis in Basis:
        told = by_when(Days(legal=30, committed=5, basis=basis), words)
        assert told == ("承诺5个工作日" if basis is Basis.SOURCED else local)
    assert by_when(Days(legal=30, basis=Basis.SOURCED), words) == "法定最多 30 个工作日"
    assert by_when(Days(basis=Basis.SOURCED), words) == local


def test_the_list_is_as_it_holds_in_the_region() -> None:
    own = Matter("ic.own", "本地登记", ("mzt",), Demand.CONDITIONAL, tier=Tier.LOCAL, basis=Basis.SOURCED)
    other, optional = CARD.matters[0], CARD.matter["ic.temp"]
    assert other.basis is Basis.SOURCED
    found = changed(
        CATALOGUE,
        CARD,
        Overlay(
            "id-card",
            "410100",
            departments={other.id: ("xzsp", "gat")},
            not_offered={optional.id: "去开封市办"},
            matters=(own,),
            basis=Basis.SECONDARY,
        ),
    )
    here = {row.matter: row for row in responsibilities(found, "id-card", "zh_Hans", "410105").rows}
    there = {row.matter: row for row in responsibilities(found, "id-card", "zh_Hans", "411002").rows}
    assert here[other.name].decides == CATALOGUE.departments["xzsp"].name
    assert here[other.name].helps == (CATALOGUE.departments["gat"].name,)
    assert not here[other.name].certain, "the region's word is a copy"
    assert there[other.name].decides == CATALOGUE.departments["gat"].name
    assert here[optional.name].where == "这里不办：去开封市办"
    assert "不办" not in there[optional.name].where
    assert (here[own.name].tier, here[own.name].certain) == ("自建项", True)
    assert own.name not in there


def test_a_matter_is_of_its_bundles_tier_unless_it_says_otherwise() -> None:
    matters = CARD.matters
    found = changed(
        CATALOGUE, replace(CARD, tier=Tier.ELECTIVE, matters=(replace(matters[0], tier=Tier.MANDATORY), *matters[1:]))
    )
    assert [row.tier for row in responsibilities(found, "id-card", "zh_Hans").rows] == [
        "必做项",
        *["选做项"] * (len(matters) - 1),
    ]


def test_what_people_may_choose_is_elective_and_can_be_left_out() -> None:
    for bundle in CATALOGUE.bundles.values():
        for matter in bundle.matters:
            laid = lay(bundle, [Overlay(bundle.id, "410100", not_offered={matter.id: "去别处办"})], "410100")
            left_out = laid.matter[matter.id].elsewhere != ""
            assert left_out is matter.optional
            assert not left_out or bundle.tier_of(matter) is not Tier.MANDATORY


def test_the_level_is_told_by_case() -> None:
    always = replace(CARD.matters[0], levels=((parse("True"), "city"),))
    found = changed(CATALOGUE, replace(CARD, matters=(always, *CARD.matters[1:])))
    assert responsibilities(found, "id-card", "zh_Hans").rows[0].levels == ("市级",)
    cases = replace(always, levels=((parse("id_card_urgent"), "county"), (parse("not id_card_urgent"), "city")))
    found = changed(CATALOGUE, replace(CARD, matters=(cases, *CARD.matters[1:])))
    told = responsibilities(found, "id-card", "zh_Hans").rows[0].levels
    assert [line.endswith(end) for line, end in zip(told, ("：县（区）级。", "：市级。"), strict=True)] == [True, True]


def test_the_sheet_has_a_line_for_each_matter() -> None:
    result = yijianshi("catalogue", "responsibilities", "retirement", "--csv")
    assert result.returncode == 0
    heads, *lines = csv.reader(io.StringIO(result.stdout.decode("utf-8-sig")))
    assert [line[4] for line in lines] == [matter.name for matter in CATALOGUE.bundles["retirement"].matters]
    assert all(len(line) == len(heads) for line in lines)
    assert heads[4:-1] == list(columns(Sentences(CATALOGUE.bundles["retirement"], "zh_Hans")).values())
    assert {line[-1] for line in lines} == {"已核", "待核"}


def test_at_a_terminal_it_reads_well_and_in_english() -> None:
    told = yijianshi("catalogue", "responsibilities", "after-death", "--region", "410100", "--language", "en")
    assert told.returncode == 0
    text = told.stdout.decode()
    assert text.startswith("After a death  Zhengzhou\nLeading department: Civil Affairs Department\n")
    words = Sentences(CATALOGUE.bundles["after-death"], "en")
    for row in responsibilities(CATALOGUE, "after-death", "en", "410100").rows:
        assert all(cell in text for cell in cells(row, words)[:-1])


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("郑州", "did you mean “410100” (郑州市)?"),
        ("yuzhou", "did you mean “411081” (许昌市禹州市)?"),
        ("410199", "did you mean “410100” (郑州市)?"),
        ("4101051", "did you mean “410105” (郑州市金水区)?"),
        ("999999", "a place has six digits, like 410105"),
        ("", "a place has six digits, like 410105"),
    ],
)
def test_a_place_that_there_is_not_is_told_with_a_hint(given: str, hint: str) -> None:
    assert nearest_place(CATALOGUE.regions, given) == hint


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("diff", "retirment", "--region", "410100"), "did you mean “retirement”?"),
        (("responsibilities", "退休"), "did you mean “retirement” (退休一件事)?"),
        (("diff", "retirement", "--region", "郑州"), "did you mean “410100” (郑州市)?"),
        (("responsibilities", "retirement", "--region", "999999"), "a place has six digits, like 410105"),
    ],
)
def test_what_there_is_not_ends_with_a_sentence(words: tuple[str, ...], hint: str) -> None:
    result = CliRunner().invoke(main, ["catalogue", *words])
    assert result.exit_code == 2
    assert hint in result.output
