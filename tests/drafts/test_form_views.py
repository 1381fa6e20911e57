"""The one form page by page: kept before it is looked at, nothing lost or overwritten, nobody held up for nothing."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from tests.drafts.conftest import BORN
from tests.drafts.filling import NUMBER, Filling, begun, hidden, right, sentences, sheet, values
from webapp.drafts.answers import answers_of
from webapp.drafts.blanks import of_part
from webapp.drafts.opening import draft_by_reference


def test_nothing_written_says_what_is_missing_beside_it_and_on_top(woman: Filling) -> None:
    assert woman.send({}).status_code == 422
    assert [words.split(":")[0] for words in sentences(woman)] == ["Please fill in"] * 4
    ids = set(re.findall(r'id="([^"]+)"', woman.text))
    assert set(re.findall(r'errors__link" href="#([^"]*)"', woman.text)) <= ids
    assert woman.text.count("field__error") == 4
    assert "<title>Something is wrong" in woman.text


def test_what_is_wrong_is_kept_and_shown_again(program: Flask, woman: Filling) -> None:
    typed = {
        "form.applicant_name": "  张桂英 ",
        "form.applicant_id_no": "41010519660312002Y",
        "form.applicant_phone": "138",
    }
    assert woman.send(typed).status_code == 422
    kept = values(program, woman)
    assert kept["form.applicant_name"] == "张桂英"
    assert kept["form.applicant_id_no"] == "41010519660312002Y"
    assert 'value="41010519660312002Y"' in woman.text
    assert any("Sign 18 must be a digit" in words for words in sentences(woman))
    assert any("here are 3" in words for words in sentences(woman))
    woman.at("applicant")
    assert 'value="41010519660312002Y"' in woman.text


def test_it_may_wait(program: Flask, woman: Filling) -> None:
    woman.send({"form.applicant_name": "张桂英", "later": "1"})
    assert woman.path.endswith("/form/details")
    assert values(program, woman)["form.applicant_name"] == "张桂英"


def test_the_whole_way_to_the_review(program: Flask, woman: Filling) -> None:
    for _ in range(12):
        if woman.path.endswith("/review"):
            break
        before = woman.path
        page = next(part for part in sheet(program, woman).parts if part.slug == before.rsplit("/", 1)[1])
        typed: dict[str, object] = {}
        for blank in of_part(sheet(program, woman).blanks, page):
            if blank.kind == "address":
                woman.send({"place": blank.name})
                assert "/places/" in woman.path
                woman.send({"value": "410105001"})
                woman.send({"enough": "1"})
                assert woman.path == before
            typed |= right(blank) if blank.to_write else {}
        page_ = woman.send(typed)
        assert page_.status_code == 200, (before, sentences(woman))
        assert woman.path != before
    assert woman.path.endswith("/review")
    assert "This is still missing" not in woman.text
    woman.at("applicant")
    woman.send({"form.applicant_phone": "13803710002", "check": "1"})  # one thing changed, and straight back
    assert woman.path.endswith("/review")
    assert "138 0371 0002" in woman.text
    address = values(program, woman)["form.address"]
    assert address == {"region": "410105001", "line": "纬二路1号"}


def test_the_number_fills_in_the_birthday(program: Flask, device: FlaskClient) -> None:
    """Where the question was answered by 不清楚, the field is filled from the number, and says so."""
    filling = begun(device, "retirement", sex="女")
    filling.at("applicant")
    assert "form.birth_date-year" in filling.text
    filling.send({"form.applicant_id_no": NUMBER, "stay": "1"})
    assert re.search(r'name="form.birth_date-year"[^>]*value="1966"', filling.text)
    assert "read from the identity card" in filling.text
    assert "form.birth_date" not in values(program, filling)  # offered, not answered for her


def test_another_birthday_than_she_said_is_told_and_does_not_hold_her_up(device: FlaskClient) -> None:
    filling = begun(device, "retirement", sex="女", birth_date={**BORN, "value-day": "13"})
    filling.at("applicant")
    filling.send({"form.applicant_id_no": NUMBER, "stay": "1"})
    assert "The number says" in filling.text
    assert not sentences(filling)


def test_a_day_by_the_farmers_calendar_is_shown_as_the_ordinary_one(program: Flask, device: FlaskClient) -> None:
    filling = begun(device, "retirement", sex="女")
    filling.at("details")
    lunar = {
        "form.work_start-year": "1985",
        "form.work_start-month": "1",
        "form.work_start-day": "1",
        "form.work_start-calendar": "lunar",
    }
    filling.send({**lunar, "later": "1"})
    assert values(program, filling)["form.work_start"] == {
        "year": "1985",
        "month": "1",
        "day": "1",
        "calendar": "lunar",
        "leap": "",
    }
    filling.at("review")
    assert "February 20, 1985" in filling.text


def test_an_account_is_doubted_but_taken(woman: Filling) -> None:
    woman.at("money")
    woman.send({"form.bank_name": "工商银行", "form.bank_account": "6222021234567890123", "stay": "1"})
    assert "One digit of this card number may be wrong" in woman.text
    assert woman.send({"form.bank_name": "工商银行"}).status_code == 200


def test_two_pages_two_answers_and_the_person_chooses(program: Flask, woman: Filling) -> None:
    other = Filling(woman.client, woman.reference)
    other.at("applicant")
    woman.send({"form.applicant_name": "张桂英", "stay": "1"})
    assert other.send({"form.applicant_name": "李四", "stay": "1"}).status_code == 409
    assert "“张桂英”" in other.text
    assert 'value="李四"' in other.text
    assert values(program, woman)["form.applicant_name"] == "张桂英"
    other.send({"form.applicant_name": "李四", "theirs": "form.applicant_name"})
    assert values(program, woman)["form.applicant_name"] == "张桂英"
    woman.send({"form.applicant_name": "张小英", "stay": "1"})
    other.send({"form.applicant_name": "李四", "stay": "1"})
    other.send({"form.applicant_name": "李四", "stay": "1"})  # she saw both and keeps hers
    assert values(program, woman)["form.applicant_name"] == "李四"


def test_the_same_press_twice_is_one(program: Flask, woman: Filling) -> None:
    form = woman.form()
    sent = {c.name: c.value for c in form.controls if c.kind == "hidden"} | {
        "form.applicant_name": "张桂英",
        "later": "1",
    }
    answers = [woman.client.post(form.action, data=sent).status_code for _ in range(3)]
    assert answers == [303, 303, 303]
    with program.app_context():
        draft = draft_by_reference(woman.reference)
        assert draft is not None
        assert answers_of(draft)["form.applicant_name"].version == 1


def test_what_is_being_written_is_kept_without_a_press(program: Flask, woman: Filling) -> None:
    answer = woman.client.post(woman.form().action, data={**hidden(woman), "form.applicant_name": "张", "keep": "1"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'name="seen.form.applicant_name" value="1"' in answer.text
    assert values(program, woman)["form.applicant_name"] == "张"


def test_people_come_and_go(program: Flask, device: FlaskClient) -> None:
    filling = begun(device, "after-death", deceased_has_property="true", has_death_proof="都没有")
    filling.at("details")
    name = "form.heirs"
    filling.send({f"{name}-0-name": "张三", "more": name})
    filling.send({f"{name}-0-name": "张三", f"{name}-1-name": "李四", "more": name})
    assert f'name="{name}-2-name"' in filling.text
    filling.send({f"{name}-0-name": "张三", f"{name}-1-name": "李四", "less": f"{name}-0"})
    assert values(program, filling)[name] == [{"name": "李四", "id": "", "phone": ""}]
    filling.send({f"{name}-0-name": "李四", f"{name}-0-id": "123"})
    assert f'href="#{name}-0-id"' in filling.text


def test_a_place_is_picked_level_by_level_or_found_by_name(program: Flask, woman: Filling) -> None:
    woman.send({"place": "form.address", "form.applicant_name": "张桂英"})
    assert values(program, woman)["form.applicant_name"] == "张桂英"  # pressing anything keeps everything
    woman.send({"look": "1", "search": "jingbalu"})
    assert "Jingbalu" in woman.text
    woman.send({"up": "410105"})
    woman.send({"up": "410100"})
    assert "Outside Henan" in woman.text
    woman.send({"value": "100000"})
    assert woman.path.endswith("/form/applicant")
    assert values(program, woman)["form.address"] == {"region": "100000", "line": ""}
    woman.send({"form.address-line": "上海市黄浦区人民大道1号", "stay": "1"})
    assert values(program, woman)["form.address"] == {"region": "100000", "line": "上海市黄浦区人民大道1号"}


def test_advice_is_kept_as_the_answer_to_its_question(program: Flask, device: FlaskClient) -> None:
    filling = begun(device, "after-death")
    slug = next(
        part.slug
        for part in sheet(program, filling).parts
        if any(b.name == "knows_banks" for b in of_part(sheet(program, filling).blanks, part))
    )
    filling.at(slug)
    filling.send({"knows_banks": "false", "later": "1"})
    assert values(program, filling)["knows_banks"] is False
    filling.at(slug)
    assert re.search(r'name="knows_banks" value="false"[^>]*checked', filling.text)


def test_strangers_find_nothing(program: Flask, woman: Filling) -> None:
    stranger = program.test_client()
    for path in ("form", "form/applicant", "review", "form/applicant/places/form.address", "application"):
        assert stranger.get(f"/drafts/{woman.reference}/{path}").status_code == 404
    for path in (
        "form/nowhere",
        "form/applicant/places/form.applicant_name",
        "form/applicant/places/none",
        "attachments/x",
    ):
        assert woman.client.get(f"/drafts/{woman.reference}/{path}").status_code == 404


def test_reading_writes_nothing(program: Flask, woman: Filling) -> None:
    before = values(program, woman)
    for path in ("form", "form/applicant", "form/details", "form/materials", "review"):
        assert woman.client.get(f"/drafts/{woman.reference}/{path}").status_code in (200, 303)
    assert values(program, woman) == before


def test_nothing_personal_is_kept_by_a_cache(woman: Filling) -> None:
    for path in ("form/applicant", "form/materials", "review"):
        assert woman.at(path).headers["Cache-Control"] == "no-store"


def test_the_folder_of_pages_holds_no_script() -> None:
    """Every page is an ordinary form: what htmx adds are attributes."""
    for name in ("form", "materials", "review", "place"):
        assert "<script" not in (Path(__file__).parents[2] / "templates" / "drafts" / f"{name}.html").read_text("utf-8")


def test_a_day_that_is_kept_as_an_answer_stands_there_again(program: Flask, device: FlaskClient) -> None:
    """It is a question that decides nothing; the form asks it, and pressing on again does not take it back."""
    filling = begun(device, "military-discharge")
    filling.at("details")
    day = {"discharge_date-year": "2026", "discharge_date-month": "10", "discharge_date-day": "3"}
    filling.send({**day, "stay": "1"})
    assert values(program, filling)["discharge_date"] == "2026-10-03"
    filling.at("details")
    year = re.search(r'name="discharge_date-year"[^>]*value="([^"]*)"', filling.text)
    assert year is not None
    assert [year[1], *re.findall(r"<option selected>(\d+)<", filling.text)] == list(day.values())
    filling.send({**day, "discharge_date-calendar": "solar", "stay": "1"})
    assert values(program, filling)["discharge_date"] == "2026-10-03"
