"""The one form page by page: kept before it is looked at, nothing lost or overwritten, nobody held up for nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Databases
from tests.drafts.filling import NUMBER, Filling, begun, photograph, right
from webapp import create_app
from webapp.config import Settings
from webapp.db import db
from webapp.drafts.answers import answers_of, values_of
from webapp.drafts.attachments import attachments_of
from webapp.drafts.blanks import of_part
from webapp.drafts.form_sheet import Sheet, sheet_of
from webapp.drafts.opening import draft_by_reference
from webapp.site.keys import made_once

BORN = {"value-year": "1966", "value-month": "3", "value-day": "12"}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Flask]:
    """One program for all: every test has a draft of its own."""
    instance = tmp_path_factory.mktemp("form")
    settings = Settings(instance=instance, database_url=databases.new("sqlite"), testing=True)
    made_once(settings.keys)
    made = create_app(settings)
    yield made
    with made.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def device(program: Flask) -> FlaskClient:
    """A phone that was never here; it reads English, so that the sentences are the msgids."""
    client = program.test_client()
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def woman(device: FlaskClient) -> Filling:
    """A woman who retires, at the first page of the form."""
    filling = begun(device, "retirement", sex="女", birth_date=BORN)
    filling.at("form")
    return filling


def values(program: Flask, filling: Filling) -> dict[str, object]:
    """What stands in the draft."""
    with program.app_context():
        draft = draft_by_reference(filling.reference)
        assert draft is not None
        return values_of(answers_of(draft))


def sheet(program: Flask, filling: Filling) -> Sheet:
    """The form as it is now."""
    with program.test_request_context():
        draft = draft_by_reference(filling.reference)
        assert draft is not None
        return sheet_of(draft, answers_of(draft))


def sentences(filling: Filling) -> list[str]:
    """What the summary says, without marks of HTML."""
    return [html.unescape(words) for words in re.findall(r'errors__link" href="[^"]*">([^<]*)<', filling.text)]


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


def hidden(filling: Filling) -> dict[str, str]:
    """The hidden inputs of the page's form."""
    return {c.name: c.value for c in filling.form().controls if c.name and c.kind == "hidden"}


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


def test_photos_without_script(program: Flask, woman: Filling) -> None:
    woman.at("materials")
    name = re.findall(r'name="(material\.[^"]+)" type="file"', woman.text)[0]
    woman.send({name: (photograph(), "照片.jpg"), "stay": "1"})
    assert "照片.jpg" in woman.text
    assert woman.send({name: (open_text(), "词.txt"), "stay": "1"}).status_code == 422
    assert "Only photos and PDF files" in woman.text
    with program.app_context():
        draft = draft_by_reference(woman.reference)
        assert draft is not None
        [kept] = attachments_of(draft)
    seen = woman.client.get(f"/drafts/{woman.reference}/attachments/{kept.reference}")
    assert (seen.content_type, seen.data[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    stranger = program.test_client()
    assert stranger.get(f"/drafts/{woman.reference}/attachments/{kept.reference}").status_code == 404
    woman.at("materials")
    remove = re.findall(r'formaction="([^"]+)"', woman.text)[0]
    woman.client.post(remove, data=hidden(woman))
    woman.at("materials")
    assert "照片.jpg" not in woman.text


def open_text() -> object:
    """A file that is neither a photo nor a PDF."""
    import io

    return io.BytesIO("不是照片".encode() * 100)


def test_photos_in_pieces(program: Flask, woman: Filling) -> None:
    import hashlib

    woman.at("materials")
    upload = re.findall(r'upload="([^"]+)"', woman.text)[0]
    content = photograph("blue").getvalue()
    token = {"csrf_token": hidden(woman)["csrf_token"]}
    announced = {"name": "a.jpg", "size": str(len(content)), "sha256": hashlib.sha256(content).hexdigest()}
    begun_ = woman.client.post(upload, data={**token, **announced})
    assert begun_.status_code == 201
    at = begun_.get_json()["address"]
    head = {"X-CSRFToken": token["csrf_token"], "Content-Type": "application/octet-stream"}
    assert woman.client.post(f"{at}?offset=0", data=content[:100], headers=head).get_json()["offset"] == 100
    assert (
        woman.client.post(f"{at}?offset=0", data=content[:100], headers=head).get_json()["offset"] == 100
    )  # sent again
    done = woman.client.patch(f"{at}?offset=100", data=content[100:], headers=head).get_json()
    assert done["done"]
    again = woman.client.post(upload, data={**token, **announced}).get_json()
    assert again["done"]
    assert (
        woman.client.post(upload.rsplit("/", 1)[0] + "/material.none", data={**token, **announced}).status_code == 404
    )
    assert woman.client.post(upload, data={**token, **announced, "size": "99999999"}).status_code == 422
    assert woman.client.post(f"{at}?offset=0", data=b"", headers=head).status_code == 400


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


KINDS = st.sampled_from(
    ["", "0", "張", "2026", "1e9", "true", "unknown", "410105", "\x00", "🙂" * 50, "<b>", "x" * 5000, "-1", "12"]
)
ENDS = (
    "",
    "-year",
    "-month",
    "-day",
    "-calendar",
    "-leap",
    "-line",
    "-name",
    "-id",
    "-0",
    "-0-name",
    "-0-id",
    "-1-phone",
    "-29-name",
)


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_whatever_is_sent_nothing_breaks_and_nothing_typed_is_lost(
    fuzzed: list[tuple[Filling, list[str]]], program: Flask, data: st.DataObject
) -> None:
    filling, slugs = data.draw(st.sampled_from(fuzzed))
    slug = data.draw(st.sampled_from(slugs))
    filling.at(slug)
    if "/form/" not in filling.path:
        return
    names = [name.removeprefix("seen.") for name in hidden(filling) if name.startswith("seen.")]
    sent: dict[str, object] = {}
    for name in names:
        for end in data.draw(st.sets(st.sampled_from(ENDS), max_size=5)):
            sent[name + end] = data.draw(st.one_of(KINDS, st.text(max_size=30)))
        if data.draw(st.booleans()):
            sent[f"seen.{name}"] = data.draw(st.sampled_from(["0", "1", "999999999999", "-5", "x", ""]))
    press = data.draw(st.sampled_from(["", "later", "more", "less", "place", "theirs", "stay", "keep"]))
    if press:
        sent[press] = data.draw(st.sampled_from([*names, "1", "form.heirs-0", "none"]))
    answer = filling.send(sent, bare=True)
    assert answer.status_code < 500
    text = [
        name
        for name in names
        if name in ("form.applicant_name", "form.employer") and str(sent.get(name, "")).strip() == "張"
    ]
    if answer.status_code != 409 and press != "theirs":
        kept = values(program, filling)
        assert all(kept[name] == "張" for name in text if not str(sent.get("less", "")).startswith(name))
    assert filling.at("review").status_code in (200, 404)


@pytest.fixture(scope="module")
def fuzzed(program: Flask) -> list[tuple[Filling, list[str]]]:
    """Drafts with all kinds of blanks, and the pages that they have."""
    found = []
    for bundle, answers in (
        ("retirement", {}),
        ("after-death", {"deceased_has_property": "true"}),
        ("newborn", {}),
        ("restaurant-start", {}),
    ):
        filling = begun(program.test_client(), bundle, "family", **answers)
        found.append((filling, [part.slug for part in sheet(program, filling).parts]))
    return found


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_is_sent_to_the_picker_nothing_breaks(
    fuzzed: list[tuple[Filling, list[str]]], program: Flask, data: st.DataObject
) -> None:
    filling, _slugs = data.draw(st.sampled_from(fuzzed))
    whole = sheet(program, filling)
    places = [
        (part.slug, b.name)
        for part in whole.parts
        for b in of_part(whole.blanks, part)
        if b.kind in ("address", "region")
    ]
    if not places:
        return
    slug, name = data.draw(st.sampled_from(places))
    filling.at(f"{slug}/places/{name}")
    codes = st.sampled_from(
        ["410000", "410100", "410105", "410105001", "100000", "999999", "419001", "x", "", "4101050010010"]
    )
    press = data.draw(st.sampled_from(["value", "up", "enough", "look", "search"]))
    sent = {
        press: data.draw(st.one_of(codes, st.text(max_size=20))),
        "at": data.draw(codes),
        "search": data.draw(st.text(max_size=10)),
    }
    assert filling.send(sent, bare=True).status_code < 500


def test_the_folder_of_pages_holds_no_script() -> None:
    """Every page is an ordinary form: what htmx adds are attributes."""
    for name in ("form", "materials", "review", "place"):
        assert "<script" not in (Path(__file__).parents[2] / "templates" / "drafts" / f"{name}.html").read_text("utf-8")
