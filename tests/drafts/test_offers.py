"""What was said in one draft is offered in the next of the same device and person: shown, and never used unasked."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from werkzeug.datastructures import MultiDict

from tests.drafts.conftest import BORN
from tests.drafts.filling import COUNTY, NUMBER, Filling, begun, values
from tests.forms import Form, forms
from webapp.catalogue.library import load
from webapp.db import db
from webapp.drafts.questions import inputs_of, read
from webapp.guide import Kind, Question
from webapp.house import house
from webapp.site.clock import frozen, now

HTMX = {"HX-Request": "true"}
PHONE = "13803710001"


def asked(client: FlaskClient, bundle: str, fact: str, proxy: str = "self") -> Filling:
    """At a question of a new draft; everything before it answered by 不清楚."""
    filling = Filling(client)
    filling.open(f"/bundles/{bundle}")
    filling.send({})
    filling.send({"value": COUNTY})
    if fact == "proxy":
        return filling
    filling.send({"value": proxy})
    for _ in range(40):
        if filling.path.endswith(f"/{fact}"):
            return filling
        filling.send({"unsure": "1"})
    raise AssertionError(f"{fact} is not asked")


def offer(filling: Filling) -> str:
    """What the page offers, as plain words; empty where it offers nothing."""
    found = re.search(r'<div class="offer".*?</div>', filling.text, re.S)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", found[0]).split())) if found else ""


def offered(filling: Filling) -> Form:
    """The form behind the offer's button."""
    assert 'type="submit" form="offer"' in filling.text
    return [form for form in forms(filling.text) if form.action.endswith("/answers")][1]


def test_an_answer_is_shown_where_the_same_is_asked_again_and_used_by_one_press(
    program: Flask, device: FlaskClient
) -> None:
    begun(device, "retirement", birth_date=BORN)
    filling = asked(device, "id-card", "birth_date")
    assert offer(filling) == "In “Retirement” you said: March 12, 1966 Take this answer"
    assert "birth_date" not in values(program, filling), "never used unasked"
    assert 'name="value-year" inputmode="numeric" maxlength="8" autocomplete="off" value=""' in filling.text
    form = offered(filling)
    page = device.post(form.action, data=dict(form.filled()))
    assert page.status_code == 303
    assert values(program, filling)["birth_date"] == "1966-03-12"
    again = device.get(f"/drafts/{filling.reference}/questions/birth_date")
    assert 'class="offer"' not in again.text, "what is answered needs no offer"
    assert 'value="1966"' in again.text


def test_with_htmx_it_is_one_round_trip(device: FlaskClient) -> None:
    begun(device, "retirement", birth_date=BORN)
    form = offered(asked(device, "id-card", "birth_date"))
    page = device.post(form.action, data=dict(form.filled()), headers=HTMX)
    assert page.status_code == 200
    assert page.headers["HX-Push-Url"]
    assert page.text.count("<h1") == 1


def test_the_offer_comes_with_the_part_of_the_next_question(device: FlaskClient) -> None:
    begun(device, "retirement", birth_date=BORN)
    filling = asked(device, "resident-pension", "proxy")
    form = filling.form("/answers")
    page = device.post(form.action, data=dict(form.filled(value="self")), headers=HTMX)
    assert page.headers["HX-Push-Url"].endswith("/birth_date")
    assert 'class="offer"' in page.text


@pytest.mark.parametrize(
    ("bundle", "fact", "given", "words"),
    [
        ("social-assistance", "hukou_region", {"at": "410782", "enough": "1"}, "Huixian City, Xinxiang"),
        ("elderly-welfare", "medical_type", {"value": "居民医保"}, "Resident medical insurance"),
        ("veteran-services", "has_social_card", {"value": "true"}, "Yes"),
    ],
)
def test_every_kind_of_answer_is_given_again(
    program: Flask, device: FlaskClient, bundle: str, fact: str, given: dict[str, str], words: str
) -> None:
    first = begun(device, "retirement", **{fact: given}, pension_type="企业职工(单位交或自己交)")
    said = values(program, first)[fact]
    filling = asked(device, bundle, fact)
    assert words in offer(filling)
    form = offered(filling)
    device.post(form.action, data=dict(form.filled()))
    assert values(program, filling)[fact] == said


def test_somebody_elses_answer_is_not_offered(program: Flask, device: FlaskClient) -> None:
    begun(device, "retirement", proxy="family", birth_date=BORN)
    assert offer(asked(device, "id-card", "birth_date")) == "", "it is about another person"
    begun(device, "retirement", proxy="other", birth_date=BORN)
    assert offer(asked(device, "id-card", "birth_date", proxy="other")) == "", "neighbours are many"
    other = program.test_client()
    assert offer(asked(other, "id-card", "birth_date")) == "", "another device holds nothing"


def test_for_the_family_it_is_said_whose_it_is(device: FlaskClient) -> None:
    first = begun(device, "retirement", proxy="family", birth_date=BORN)
    words = offer(asked(device, "id-card", "birth_date", proxy="family"))
    assert words.startswith("Helping somebody of your family with “Retirement”, you said: March 12, 1966")
    assert "Only if it is the same person." in words
    first.at("form/applicant")
    first.send({"form.applicant_name": "王建国", "later": "1"})
    words = offer(asked(device, "id-card", "birth_date", proxy="family"))
    assert words.startswith("Helping 王建国 with “Retirement”, you said: March 12, 1966")


def test_on_a_phone_of_several_people_the_name_tells_whose_it_is(device: FlaskClient) -> None:
    first = begun(device, "retirement", birth_date=BORN)
    first.at("form/applicant")
    first.send({"form.applicant_name": "<b>王建国</b>", "later": "1"})
    filling = asked(device, "id-card", "birth_date")
    assert "In “Retirement” you (<b>王建国</b>) said:" in offer(filling)
    assert "<b>王" not in filling.text


def test_a_child_may_be_another_child(device: FlaskClient) -> None:
    first = asked(device, "school-enrolment", "child_birth")
    first.send({"value-year": "2020", "value-month": "5", "value-day": "1"})
    words = offer(asked(device, "childcare-subsidy", "child_birth"))
    assert "May 1, 2020 Only if it is the same child." in words


def test_not_knowing_is_no_answer_to_pass_on(device: FlaskClient) -> None:
    begun(device, "retirement", birth_date={"unsure": "1"}, sex="女")
    assert offer(asked(device, "id-card", "birth_date")) == ""


def test_the_last_changed_draft_speaks(device: FlaskClient) -> None:
    begun(device, "retirement", birth_date=BORN)
    with frozen(now() + timedelta(minutes=5)):
        second = asked(device, "id-card", "birth_date")
        second.send({"value-year": "1967", "value-month": "1", "value-day": "2"})
    assert "January 2, 1967" in offer(asked(device, "elderly-welfare", "birth_date"))


def test_expired_drafts_are_silent_and_handed_in_ones_speak(program: Flask, device: FlaskClient) -> None:
    first = begun(device, "retirement", birth_date=BORN)
    with frozen(now() + timedelta(days=31)):
        assert offer(asked(device, "id-card", "birth_date")) == ""
        with program.app_context():
            statement = "update drafts set handed_in_at = changed_at where reference = :reference"
            db.session.execute(text(statement), {"reference": first.reference})
            db.session.commit()
        assert "March 12, 1966" in offer(asked(device, "id-card", "birth_date"))


def test_a_refused_answer_keeps_the_offer_in_sight(device: FlaskClient) -> None:
    begun(device, "retirement", birth_date=BORN)
    filling = asked(device, "id-card", "birth_date")
    filling.send({"value-year": "1966", "value-month": "2", "value-day": "31"})
    assert "There is no such day" in filling.text
    assert "March 12, 1966" in offer(filling)


def statements(program: Flask, client: FlaskClient, path: str) -> int:
    """How many statements a page costs."""
    seen: list[str] = []
    with program.app_context():
        engine = db.engine

    def note(*parts: object) -> None:
        seen.append(str(parts[2]))

    event.listen(engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_it_costs_one_query_and_none_without_another_draft(program: Flask, device: FlaskClient) -> None:
    alone = asked(device, "id-card", "birth_date")
    form, own = f"/drafts/{alone.reference}/form/applicant", f"/drafts/{alone.reference}/questions/card_state"
    before = [statements(program, device, path) for path in (alone.path, own, form)]
    assert before == [2, 2, 2]
    begun(device, "retirement", birth_date=BORN)
    assert [statements(program, device, path) for path in (alone.path, own, form)] == [3, 2, 3]


def written(device: FlaskClient, proxy: str = "self") -> Filling:
    """A retirement draft with the applicant's page filled in."""
    first = begun(device, "retirement", proxy=proxy, birth_date=BORN)
    first.at("form/applicant")
    first.send(
        {
            "form.applicant_name": "王秀英",
            "form.applicant_id_no": NUMBER,
            "form.applicant_phone": PHONE,
            "form.address-line": "纬二路1号",
            "later": "1",
        }
    )
    return first


def test_the_blanks_of_the_form_are_offered_in_one_press(program: Flask, device: FlaskClient) -> None:
    first = written(device)
    filling = begun(device, "elderly-welfare")
    filling.at("form/applicant")
    words = offer(filling)
    assert words.startswith("In “Retirement” you (王秀英) said:")
    assert "王秀英" in words
    assert NUMBER[:6] in words
    assert "138 0371 0001" in words
    assert words.endswith("Use these again")
    assert "form.applicant_name" not in values(program, filling)
    filling.send({"form.applicant_phone": "13900000000", "again": first.reference})
    assert "It is filled in" in filling.text
    stands = values(program, filling)
    assert stands["form.applicant_name"] == "王秀英"
    assert stands["form.applicant_id_no"] == NUMBER
    assert stands["form.applicant_phone"] == "13900000000", "what was typed stays"
    assert offer(filling) == "", "nothing is left to offer"
    assert f'value="{NUMBER}"' in filling.text


def test_the_press_fills_from_the_draft_that_was_shown_or_not_at_all(program: Flask, device: FlaskClient) -> None:
    written(device)
    filling = begun(device, "elderly-welfare")
    filling.at("form/applicant")
    filling.send({"again": "2222222222"})
    assert filling.page is not None
    assert filling.page.status_code == 200
    assert "form.applicant_name" not in values(program, filling)


def test_the_form_of_another_person_is_not_offered(device: FlaskClient) -> None:
    written(device, proxy="family")
    filling = begun(device, "elderly-welfare")
    filling.at("form/applicant")
    assert offer(filling) == ""


def test_a_family_members_form_is_offered_with_the_name_and_a_warning(device: FlaskClient) -> None:
    written(device, proxy="family")
    filling = begun(device, "elderly-welfare", proxy="family")
    filling.at("form/applicant")
    assert offer(filling).startswith("Helping 王秀英 with “Retirement”, you said:")
    assert "Only if it is the same person." in offer(filling)


def test_what_cannot_be_right_is_not_offered(device: FlaskClient) -> None:
    first = begun(device, "retirement", birth_date=BORN)
    first.at("form/applicant")
    first.send({"form.applicant_id_no": "410105", "form.applicant_phone": PHONE, "later": "1"})
    filling = begun(device, "elderly-welfare")
    filling.at("form/applicant")
    assert "138 0371 0001" in offer(filling)
    assert "410105" not in offer(filling)


CATALOGUE = load(house() / "catalogue")
SAMPLES: dict[Kind, list[object]] = {
    Kind.BOOLEAN: [True, False],
    Kind.INTEGER: [0, 12],
    Kind.YEARS: [15.5, 20],
    Kind.MONEY: [0.01, 3000],
    Kind.DATE: ["1965-03-02", "2026-12-31"],
}


@pytest.mark.parametrize("shared", sorted(CATALOGUE.sharing.facts), ids="-".join)
def test_an_offer_sends_what_its_question_reads(app: Flask, shared: tuple[str, str]) -> None:
    """For every shared question: what the offer sends is read as the very answer. A place goes through the picker."""
    bundle, name = shared
    question: Question = CATALOGUE.bundles[bundle].question[name]
    choices: list[object] = list(question.fact.choices)
    with app.test_request_context():
        if question.fact.kind is Kind.REGION:
            assert inputs_of(question, COUNTY) == (("at", COUNTY), ("enough", "1"))
            return
        for value in choices or SAMPLES[question.fact.kind]:
            assert read(question, MultiDict(inputs_of(question, value))).value == value
