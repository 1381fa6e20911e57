"""The result page: what must and may be done, why, and what to bring."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from flask import Flask
from flask.testing import FlaskClient

from tests.world import COUNTY, Visit, begun
from webapp.drafts.papers import fetched
from webapp.guide import Supply
from webapp.site.clock import frozen


def answered(client: FlaskClient, bundle: str, **given: str) -> Visit:
    """Every question answered: as `given` says, by the question's name, else 不清楚."""
    visit = begun(client, bundle)
    visit.send(visit.form("/region"), value=COUNTY)
    visit.send(visit.form("/answers"), value="self")
    for _ in range(60):
        if visit.path.endswith("/guidance"):
            return visit
        fact = visit.path.rsplit("/", 1)[1]
        form = visit.form("/answers")
        if fact not in given:
            visit.send(form, unsure="1")
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", given[fact]):
            year, month, day = given[fact].split("-")
            visit.send(
                form,
                **{
                    "value-year": year,
                    "value-month": str(int(month)),
                    "value-day": str(int(day)),
                    "value-calendar": "solar",
                },
            )
        else:
            visit.send(form, value=given[fact])
    raise AssertionError("there is no end")


def section(page: str, words: str) -> str:
    """The part of the page under a heading."""
    return page.split(words, 1)[1].split("<h2", 1)[0]


def test_required_optional_and_open_matters_stand_apart_with_their_reasons(client: FlaskClient) -> None:
    visit = answered(client, "id-card", card_state="丢了", id_card_urgent="true")
    page = visit.page.text
    must = section(page, "一定要办（")
    assert "丢失补领" in must
    assert "挂失申报" in must
    assert "您说：" in must
    assert "丢了" in must
    assert "临时身份证" in section(page, "可以办，也可以不办（")
    assert "上门采集" in section(page, "还要核实（")
    assert "不涉及您的" in page
    assert "期满换领" in page


def test_what_is_not_sourced_is_never_shown_as_certain(client: FlaskClient) -> None:
    page = answered(client, "elderly-welfare", birth_date="1940-03-05", hukou_region=COUNTY).page.text
    assert "以当地窗口为准" in page
    assert not re.search(r"\d+\s*元", page), "amounts without a source are left out"


def test_a_choice_is_kept_and_comes_back(client: FlaskClient) -> None:
    visit = answered(client, "id-card", card_state="到期", id_card_urgent="true")
    form = visit.form("/choices")
    page = client.post(form.action, data={**dict(form.filled()), "chosen": "ic.temp"})
    assert page.status_code == 303
    assert page.headers["Location"].endswith("/form")
    again = client.get(f"/drafts/{visit.number}/guidance").text
    assert re.search(r'value="ic.temp"[^>]*checked', again)
    client.post(form.action, data={**dict(form.filled(chosen="")), "key": "later"})
    assert not re.search(r'value="ic.temp"[^>]*checked', client.get(f"/drafts/{visit.number}/guidance").text)


def test_a_wish_is_switched_on_and_nothing_else_is(client: FlaskClient) -> None:
    page = answered(client, "newborn", wants_child_card="true", child_birth="2026-11-01").page.text
    assert re.search(r'value="nb.card"[^>]*checked', page)
    assert not re.search(r'value="nb.child_subsidy"[^>]*checked', page)


def test_not_yet_says_from_when(client: FlaskClient) -> None:
    with frozen(datetime(2026, 12, 1, 4, tzinfo=UTC)):
        page = answered(client, "resident-pension", birth_date="1968-05-20").page.text
    assert "现在还不能办" in page
    assert "2028年5月20日" in page
    assert "/choices" in page
    assert "去填表" not in page


def test_the_deadline_of_a_matter_is_told(client: FlaskClient) -> None:
    page = answered(client, "newborn", child_birth="2026-11-01", birth_place_kind="医院").page.text
    assert "2026年12月1日" in page


def test_a_paper_that_is_fetched_only_in_a_case_is_brought_until_the_case_is_known(app: Flask) -> None:
    edition = app.extensions["catalogue"].edition("enterprise-start", COUNTY, date(2026, 12, 1))
    proof = next(one for one in edition.bundle.materials if one.id == "premises-proof")
    for supply in (Supply.PARTLY, Supply.SHARED):
        paper = replace(proof, supply=supply)
        assert not fetched(paper, edition.evaluation({}))
        assert not fetched(paper, edition.evaluation({"premises_owned": "租赁"}))
        assert fetched(paper, edition.evaluation({"premises_owned": "自有"}))
