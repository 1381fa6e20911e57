"""The journey's pages, with and without htmx: nothing is lost, and every answer leads to a sensible page."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.world import COUNTY, Visit, begun

HTMX = {"HX-Request": "true"}


def placed(client: FlaskClient, bundle: str = "id-card") -> Visit:
    """With a draft whose place is chosen: at the question who applies."""
    visit = begun(client, bundle)
    visit.send(visit.form("/region"), value=COUNTY)
    return visit


def asked(client: FlaskClient, bundle: str = "id-card") -> Visit:
    """At the bundle's own first question."""
    visit = placed(client, bundle)
    visit.send(visit.form("/answers"), value="self")
    return visit


def sent(visit: Visit, client: FlaskClient, headers: dict[str, str] | None = None, **given: str) -> TestResponse:
    """The answer of the server to the page's form, not followed."""
    form = visit.form("/answers")
    return client.post(form.action, data=dict(form.filled(**given)), headers=headers)


def test_the_place_comes_first_then_who_applies_then_the_questions(client: FlaskClient) -> None:
    visit = begun(client, "id-card")
    assert visit.path.endswith("/region")
    visit.send(visit.form("/region"), value="410100")
    assert "金水区" in visit.page.text
    assert "郑州市" in visit.page.text
    visit.send(visit.form("/region"), value=COUNTY)
    assert visit.path.endswith("/questions/proxy")
    visit.send(visit.form("/answers"), value="family")
    assert visit.path.endswith("/questions/card_state")


def test_a_place_is_found_by_typing_and_a_level_can_be_left_again(client: FlaskClient) -> None:
    visit = begun(client, "id-card")
    form = visit.form("/region")
    page = client.post(form.action, data=dict(form.filled(search="yuzhou", look="1")))
    assert "禹州市" in page.text
    page = client.post(form.action, data=dict(form.filled(value="410100")))
    visit.page = page
    above = client.post(form.action, data=dict(visit.form("/region").filled(up="410100")))
    assert "开封市" in above.text
    visit.send(visit.form("/region"), enough="1")
    assert visit.path.endswith("/questions/proxy")


def test_with_htmx_the_answer_is_the_next_question_in_one_round_trip(client: FlaskClient) -> None:
    visit = asked(client)
    page = sent(visit, client, HTMX, value="丢了")
    assert page.status_code == 200
    assert page.headers["HX-Push-Url"].endswith("/questions/id_card_urgent")
    assert "<main" in page.text
    assert "<html" not in page.text
    assert page.text.count("<h1") == 1


def test_an_answer_that_is_none_is_kept_and_shown_with_what_to_do(client: FlaskClient) -> None:
    visit = asked(client, "resident-pension")
    assert visit.path.endswith("/questions/birth_date")
    wrong = {"value-year": "1958", "value-month": "2", "value-day": "31", "value-calendar": "solar"}
    page = sent(visit, client, None, **wrong)
    assert page.status_code == 200
    assert "没有这一天" in page.text
    again = client.get(visit.path)
    assert 'value="1958"' in again.text
    visit.send(visit.form("/answers"), **{**wrong, "value-day": "12"})
    assert not visit.path.endswith("/birth_date")


def test_the_farmers_calendar_is_understood(client: FlaskClient) -> None:
    visit = asked(client, "resident-pension")
    visit.send(
        visit.form("/answers"),
        **{"value-year": "1958", "value-month": "1", "value-day": "1", "value-calendar": "lunar"},
    )
    assert "1958年2月18日" in client.get(f"/drafts/{visit.number}/guidance").text


@pytest.mark.parametrize("given", [{}, {"value": "没有这个"}, {"value": "\x00"}])
def test_nothing_chosen_says_what_to_do(client: FlaskClient, given: dict[str, str]) -> None:
    visit = asked(client)
    form = visit.form("/answers")
    data = {control.name: control.value for control in form.controls if control.kind == "hidden"}
    page = client.post(form.action, data={**data, **given})
    assert page.status_code == 200
    assert "请" in page.text
    assert "field__error" in page.text


def test_not_sure_is_an_answer_and_goes_on(client: FlaskClient) -> None:
    visit = asked(client)
    visit.send(visit.form("/answers"), value="unknown")
    assert "/questions/" in visit.path
    assert not visit.path.endswith("/card_state")
    assert "不清楚" in client.get(f"/drafts/{visit.number}/guidance").text


def test_a_mind_may_change_at_any_point_and_later_answers_stay(client: FlaskClient) -> None:
    visit = asked(client)
    visit.send(visit.form("/answers"), value="丢了")
    visit.send(visit.form("/answers"), value="true")
    visit.open(f"/drafts/{visit.number}/questions/card_state")
    assert 'value="丢了"' in visit.page.text
    assert "checked" in visit.page.text
    visit.send(visit.form("/answers"), value="到期")
    assert visit.path.endswith("/questions/cannot_come")
    assert "临时身份证" in client.get(f"/drafts/{visit.number}/guidance").text


def test_two_answers_to_one_question_are_both_shown_and_the_person_chooses(client: FlaskClient) -> None:
    visit = asked(client)
    old = visit.form("/answers")
    visit.send(old, value="丢了")
    visit.open(f"/drafts/{visit.number}/questions/card_state")
    stale = dict(old.filled(value="坏了"))
    stale["key"] = "another-press"
    page = client.post(old.action, data=stale)
    assert page.status_code == 409
    assert "丢了" in page.text
    assert "坏了" in page.text
    visit.page = page
    visit.send(visit.form("/answers"), value="坏了")
    visit.open(f"/drafts/{visit.number}/guidance")
    assert "损坏换领" in visit.page.text


def test_the_same_press_twice_is_one_answer(client: FlaskClient) -> None:
    visit = asked(client)
    first = sent(visit, client, None, value="丢了")
    second = sent(visit, client, None, value="丢了")
    assert first.headers["Location"] == second.headers["Location"]


def test_what_closes_the_bundle_is_told_at_once_and_the_rest_can_still_be_answered(client: FlaskClient) -> None:
    visit = asked(client, "retirement")
    visit.send(visit.form("/answers"), value="城乡居民(每年交几百块)")
    assert visit.path.endswith("/guidance")
    assert "城乡居民" in visit.page.text
    assert "/bundles/resident-pension" in visit.page.text
    assert f"/drafts/{visit.number}/questions/" in visit.page.text


def test_a_hidden_or_unknown_question_leads_to_the_first_sensible_page(client: FlaskClient) -> None:
    visit = asked(client)
    for fact in ("last_photo_years", "no-such-question"):
        page = client.get(f"/drafts/{visit.number}/questions/{fact}")
        assert page.status_code == 303
        assert page.headers["Location"].endswith("/questions/card_state")


def test_drafts_of_others_do_not_exist_here(app: Flask, client: FlaskClient) -> None:
    visit = asked(client)
    stranger = app.test_client()
    for path in (visit.path, f"/drafts/{visit.number}/guidance", f"/drafts/{visit.number}/code"):
        assert stranger.get(path).status_code == 404


def test_an_unknown_bundle_is_a_human_sentence(client: FlaskClient) -> None:
    page = client.get("/bundles/no-such-thing")
    assert page.status_code == 404
    assert "12345" in page.text


def test_who_files_by_agent_is_not_asked_twice(client: FlaskClient) -> None:
    visit = placed(client, "social-security-card")
    visit.send(visit.form("/answers"), value="family")
    assert visit.path.endswith("/questions/has_social_card")
    visit.send(visit.form("/answers"), value="false")
    seen = []
    for _ in range(20):
        if visit.path.endswith("/guidance"):
            break
        seen.append(visit.path.rsplit("/", 1)[1])
        visit.send(visit.form("/answers"), **({"value": COUNTY} if visit.form("/answers").buttons("value") else {}))
    assert "filed_by_agent" not in seen
    assert "委托书" in visit.page.text


def test_an_answered_day_stands_in_its_fields_again(client: FlaskClient) -> None:
    visit = asked(client, "resident-pension")
    address = visit.path
    visit.send(visit.form("/answers"), **{"value-year": "1958", "value-month": "2", "value-day": "12"})
    page = client.get(address).text
    assert 'value="1958"' in page
    assert re.findall(r"<option selected>(\d+)<", page) == ["2", "12"]
