"""Handing in, the receipt, and coming back: once however often it is pressed, and nothing in an address."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.applications.test_receipts import told
from tests.conftest import Databases
from tests.drafts.filling import Filling, begun, photograph, right
from webapp import create_app
from webapp.applications.models import Acceptance, Application, Conclusion, Task
from webapp.applications.progress import progress, standing
from webapp.applications.retrieval import application_by_reference
from webapp.applications.submission import content_of
from webapp.config import Settings
from webapp.db import db
from webapp.drafts.answers import answers_of, save_answer
from webapp.drafts.blanks import of_part
from webapp.drafts.form_sheet import sheet_of
from webapp.drafts.opening import draft_by_reference
from webapp.site.clock import now
from webapp.site.keys import made_once
from webapp.site.limits import limiter

DIED = {"value-year": "2026", "value-month": "11", "value-day": "1"}
SIMPLE = {
    "applicant_relation": "配偶",
    "death_date": DIED,
    "has_death_proof": "火化证明",
    "hukou_already_cancelled": "false",
    "cremated": "火化",
    "pension_type_deceased": "城乡居民",
    "retired_status": "已经领了",
    "deceased_has_property": "false",
    "deceased_has_fund": "false",
    "will_exists": "没有",
    "deceased_has_licence": "false",
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Flask]:
    """One program for all: every test has a draft of its own."""
    instance = tmp_path_factory.mktemp("applications")
    made = Settings(instance=instance, database_url=databases.new("sqlite"), testing=True)
    made_once(made.keys)
    app = create_app(made)
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def device(program: Flask) -> FlaskClient:
    """A phone that reads English, so that the sentences are the msgids. Nobody was here before her today."""
    limiter.reset()
    client = program.test_client()
    client.set_cookie("language", "en")
    return client


def filled(program: Flask, client: FlaskClient, bundle: str = "after-death", **answers: object) -> Filling:
    """A draft with every blank filled in, at the review."""
    filling = begun(client, bundle, **answers)
    filling.at("form")
    for _ in range(15):
        if filling.path.endswith("/review"):
            return filling
        with program.test_request_context():
            draft = draft_by_reference(filling.reference)
            assert draft is not None
            whole = sheet_of(draft, answers_of(draft))
        part = next(part for part in whole.parts if filling.path.endswith(f"/form/{part.slug}"))
        typed: dict[str, str] = {}
        for blank in of_part(whole.blanks, part):
            if blank.kind in ("address", "region"):
                filling.at(f"{part.slug}/places/{blank.name}")
                filling.send({"value": "100000"})
            typed |= right(blank) if blank.to_write else {}
        filling.send(typed)
    raise AssertionError(f"never at the review: {filling.path}")


def agreed(filling: Filling) -> dict[str, str]:
    """All boxes of the review checked."""
    boxes = [c.name for c in filling.form("/application").controls if c.kind == "checkbox"]
    return dict.fromkeys(boxes, "1")


@pytest.fixture
def widow(program: Flask, device: FlaskClient) -> Filling:
    """A widow at the review, everything filled in."""
    return filled(program, device, **SIMPLE)


def test_the_review_shows_all_of_it(widow: Filling) -> None:
    assert "This is still missing" not in widow.text
    widow.client.delete_cookie("language")
    widow.at("review")
    for words in ("张桂英", "138 0371 0001", "2026年11月1日", "死亡、宣告死亡注销户口"):
        assert words in widow.text
    links = re.findall(r'summary__change"><a[^>]* href="([^"]+)"', widow.text)
    assert len(links) > 12
    assert all(widow.client.get(link.split("#")[0]).status_code == 200 for link in set(links))


def test_nothing_is_handed_in_without_consent(program: Flask, widow: Filling) -> None:
    assert widow.send({}, "/application").status_code == 422
    assert widow.text.count("Please check this box before you hand it in.") >= 2
    boxes = agreed(widow)
    boxes.pop("consent")
    assert widow.send(boxes, "/application").status_code == 422
    assert re.search(r'name="form.commit_truth"[^>]*checked', widow.text)  # what was checked stays so
    with program.app_context():
        draft = draft_by_reference(widow.reference)
        assert draft is not None
        assert not draft.handed_in


def test_nothing_is_handed_in_while_something_is_missing(program: Flask, device: FlaskClient) -> None:
    filling = begun(device, "after-death", **SIMPLE)
    filling.at("review")
    assert "This is still missing" in filling.text
    assert filling.send(agreed(filling), "/application").status_code == 422
    missing = re.findall(r'errors__link" href="([^"]+)"', filling.text)
    assert all(device.get(link.split("#")[0]).status_code == 200 for link in missing)


def test_handed_in_with_a_receipt(program: Flask, widow: Filling) -> None:
    answer = widow.send(agreed(widow), "/application")
    assert answer.status_code == 200
    assert re.fullmatch(r"/applications/\d{8}-[2-9A-Z]{8}", widow.path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert widow.path.rsplit("/", 1)[1] in widow.text
    assert re.search(r'receipt__number">\d{6}<', widow.text)
    with program.test_request_context():
        application = application_by_reference(widow.path.rsplit("/", 1)[1])
        assert application is not None
        content = content_of(application)
        asked = {one["fact"] for one in content["answers"]}
        shares = {(task.matter, task.department) for task in application.tasks}
    assert {one["id"] for one in content["fields"]} >= {"applicant_name", "deceased_name", "death_date", "bank_account"}
    assert "deceased_has_fund" in asked
    assert {"dth.hukou", "dth.resident_pension"} <= {matter for matter, _ in shares}
    assert {one["id"] for one in content["matters"]} == {matter for matter, _ in shares}
    assert len(content["consents"]) == 2


def test_pressed_twice_it_is_one(program: Flask, widow: Filling) -> None:
    form = widow.form("/application")
    sent = {c.name: c.value for c in form.controls if c.kind == "hidden"} | agreed(widow)
    places = {widow.client.post(form.action, data=sent).headers["Location"] for _ in range(3)}
    assert len(places) == 1
    for path in ("", "/form", "/form/applicant", "/review", "/application", "/guidance"):
        widow.open(f"/drafts/{widow.reference}{path}")
        assert widow.path in places


def test_pressed_from_eight_windows_at_once_it_is_one(program: Flask, widow: Filling) -> None:
    form = widow.form("/application")
    sent = {c.name: c.value for c in form.controls if c.kind == "hidden"} | agreed(widow)
    cookies = [widow.client.get_cookie(name) for name in ("device", "language")]
    places: list[str] = []

    def press(number: int) -> None:
        window = program.test_client()
        for cookie in cookies:
            assert cookie is not None
            window.set_cookie(cookie.key, cookie.value)
        answer = window.post(form.action, data={**sent, "key": f"window {number}"})
        places.append(answer.headers.get("Location", str(answer.status_code)))

    windows = [threading.Thread(target=press, args=(number,)) for number in range(8)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert len(set(places)) == 1
    with program.app_context():
        draft = draft_by_reference(widow.reference)
        assert draft is not None
        mine = select(func.count()).select_from(Application).where(Application.draft_id == draft.id)
        assert db.session.scalar(mine) == 1


def test_what_was_changed_elsewhere_is_shown_before_it_is_handed_in(program: Flask, widow: Filling) -> None:
    with program.app_context():
        draft = draft_by_reference(widow.reference)
        assert draft is not None
        version = answers_of(draft)["form.applicant_phone"].version
        save_answer(draft, "form.applicant_phone", "13900000000", seen_version=version, key="x", by="clerk", at=now())
        db.session.commit()
    assert widow.send(agreed(widow), "/application").status_code == 409
    assert "Something was changed while this page was open" in widow.text
    assert "139 0000 0000" in widow.text
    assert widow.send(agreed(widow), "/application").status_code == 200


def test_who_cannot_apply_yet_is_told_what_to_do_instead(program: Flask, device: FlaskClient) -> None:
    filling = begun(device, "retirement", pension_type="城乡居民(每年交几百块)")
    filling.at("review")
    assert "It cannot be handed in yet" in filling.text
    assert "Hand it in" not in filling.text
    filling.at("applicant")
    token = {c.name: c.value for c in filling.form().controls if c.name == "csrf_token"}
    answer = device.post(f"/drafts/{filling.reference}/application", data={**token, "consent": "1", "checked": "0"})
    assert answer.status_code == 422


def test_photos_go_along(program: Flask, device: FlaskClient) -> None:
    filling = filled(program, device, "social-security-card")
    filling.at("materials")
    name = re.findall(r'name="([^"]+)" type="file"', filling.text)[0]
    filling.send({name: (photograph(), "照片.jpg")})
    assert "Photo or file sent: 1" in filling.text
    filling.send(agreed(filling), "/application")
    assert "Already sent:" in filling.text


def received(filling: Filling) -> tuple[str, str]:
    """Number and code of the receipt on the page."""
    found = re.search(r'receipt__number">(\d{6})<', filling.text)
    assert found is not None
    return filling.path.rsplit("/", 1)[1], found[1]


def test_coming_back_by_number_and_code(program: Flask, widow: Filling) -> None:
    widow.send(agreed(widow), "/application")
    number, code = received(widow)
    other = Filling(program.test_client())
    other.client.set_cookie("language", "en")
    other.open(f"/applications/{number}")
    assert "张桂英" not in other.text
    assert code not in other.text
    assert other.send({"number": number, "code": "000000" if code != "000000" else "111111"}).status_code == 422
    assert "12345" in other.text
    assert f'value="{number}"' in other.text
    assert other.send({"number": number.lower().replace("-", " "), "code": f"{code[:3]} {code[3:]}"}).status_code == 200
    assert other.path == f"/applications/{number}"
    assert code not in other.path
    other.open("/applications")
    assert f"/applications/{number}" in other.text


def test_guessing_codes_ends_in_a_pause(program: Flask, widow: Filling) -> None:
    widow.send(agreed(widow), "/application")
    number, _code = received(widow)
    other = Filling(program.test_client())
    other.client.set_cookie("language", "en")
    other.open("/applications")
    wrong = [other.send({"number": number, "code": f"{guess:06d}"}).status_code for guess in range(6)]
    assert wrong == [422] * 6
    assert "too many wrong codes" in other.text
    limiter.reset()


@settings(max_examples=60, deadline=None)
@given(number=st.text(max_size=40), code=st.text(max_size=40))
def test_forged_numbers_and_codes_get_a_sentence(program: Flask, number: str, code: str) -> None:
    limiter.reset()
    stranger = Filling(program.test_client())
    stranger.client.set_cookie("language", "en")
    stranger.open("/applications")
    assert stranger.send({"number": number, "code": code}).status_code == 422
    assert "do not fit together" in stranger.text


@settings(max_examples=40, deadline=None)
@given(
    sent=st.dictionaries(st.sampled_from(["consent", "checked", "key", "form.commit_truth", "x"]), st.text(max_size=30))
)
def test_whatever_is_sent_to_hand_it_in_nothing_breaks(half: Filling, sent: dict[str, str]) -> None:
    limiter.reset()
    half.at("review")
    assert half.send(sent, "/application", bare=True).status_code in (409, 422)


@pytest.fixture(scope="module")
def half(program: Flask) -> Filling:
    """A draft of which nothing is filled in."""
    limiter.reset()
    return begun(program.test_client(), "after-death", **SIMPLE)


def test_what_the_departments_do_is_seen(program: Flask, widow: Filling) -> None:
    widow.send(agreed(widow), "/application")
    number, _code = received(widow)
    with program.test_request_context(headers={"Cookie": "language=en"}):
        application = application_by_reference(number)
        assert application is not None
        steps = {step.name: step for step in progress(application).steps}
        waiting = [step for step in steps.values() if step.after]
        assert waiting
        assert all("begins when the one before is done" in share.standing for step in waiting for share in step.shares)
        hukou = next(task for task in application.tasks if task.matter == "dth.hukou")
        hukou.acceptance = Acceptance(by="officer", at=now())
        assert standing(hukou)[0] == "Taken in hand, being done"
        hukou.conclusion = Conclusion(words=b"", by="officer", at=now())
        db.session.commit()
        assert standing(hukou)[0] == "Done"
        after = {step.name: step for step in progress(application).steps}
        freed = [name for name, step in steps.items() if step.after and not after[name].after]
        assert freed  # what waited for it alone may begin
    widow.open(f"/applications/{number}")
    assert "How far it is" in widow.text


def test_the_receipt_as_a_file(program: Flask, widow: Filling, tmp_path: Path) -> None:
    widow.send(agreed(widow), "/application")
    number, code = received(widow)
    for size in ("", "?size=roll", "?size=80mm", "?size=nonsense"):
        answer = widow.client.get(f"/applications/{number}/receipt.pdf{size}")
        if answer.status_code == 503:
            pytest.skip("pango is not installed")
        assert answer.content_type == "application/pdf"
        assert answer.data.startswith(b"%PDF")
        assert code not in told("pdftotext", answer.data, tmp_path)
    asked = widow.client.get(f"/applications/{number}/receipt.pdf?with=code")
    assert code in told("pdftotext", asked.data, tmp_path)
    assert program.test_client().get(f"/applications/{number}/receipt.pdf").status_code == 404


def test_every_task_has_a_department_that_exists(program: Flask) -> None:
    with program.app_context():
        known = program.extensions["catalogue"].departments
        assert {task.department for task in db.session.scalars(select(Task))} <= set(known)
