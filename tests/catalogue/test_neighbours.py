"""One question tells apart what is easily mixed up, and only where the words leave it open."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.catalogue.test_finding import EVERY, FOLDER
from tests.forms import forms
from webapp.catalogue.finding import Finder
from webapp.catalogue.neighbours import read
from webapp.catalogue.wording import Wording

OPEN = {
    "我想办养老金": {"retirement", "resident-pension"},
    "公积金": {"housing-fund-loan", "housing-fund-withdrawal"},
    "买房": {"new-home", "second-hand-home"},
    "做点小生意": {"restaurant-start", "individual-business-start"},
    "I want to open a shop": {"restaurant-start", "individual-business-start"},
    "补贴": {"elderly-welfare", "childcare-subsidy", "disabled-persons"},
    "上户口": {"newborn", "hukou-and-residence"},
    "公司搬家": {"enterprise-change", "enterprise-relocation"},
    "去北京看病": {"remote-care-and-chronic", "medical-reimbursement"},
    "车上牌": {"electric-bike", "driver-and-vehicle"},
}
SETTLED = [
    "我在厂里干了三十年，领养老金",
    "种了一辈子地，今年满六十，那个养老钱咋开始领",
    "用公积金贷款",
    "开个烩面馆",
    "俺爹走了",
    "电动车上牌",
    "孩子刚出生要上户口",
    "老人补贴",
    "今天天气真好",
    "",
]


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(FOLDER, EVERY)


@pytest.mark.parametrize("words", OPEN)
def test_what_the_words_leave_open_is_asked(finder: Finder, words: str) -> None:
    question = finder.find(words).question
    assert question is not None
    assert question.choices.keys() >= OPEN[words]


@pytest.mark.parametrize("words", SETTLED)
def test_what_has_been_said_is_not_asked_again(finder: Finder, words: str) -> None:
    assert finder.find(words).question is None


def test_only_what_can_be_done_is_a_choice() -> None:
    assert Finder(FOLDER, ["retirement", "id-card"]).find("我想办养老金").question is None


def test_questions_and_answers_are_short(finder: Finder) -> None:
    assert all(len(one.ask) <= 20 for one in finder.neighbours)
    assert all(len(answer) <= 20 for one in finder.neighbours for answer in one.choices.values())


@pytest.mark.parametrize("written", ["pension: {ask: 呀}", "pension: []", "pension: {ask: 呀, choices: {a: 甲}}"])
def test_what_cannot_be_used_is_told(tmp_path: Path, written: str) -> None:
    (tmp_path / "neighbours.yaml").write_text(written, "utf-8")
    with pytest.raises(ValueError, match=r"neighbours\.yaml: “pension”"):
        read(tmp_path / "neighbours.yaml", Wording.read(FOLDER / "speech"))


def test_the_page_asks_it_and_each_answer_leads_to_its_bundle(client: FlaskClient) -> None:
    form = next(form for form in forms(client.get("/").text) if form.action == "/find")
    page = client.post("/find", data=dict(form.filled(words="我想办养老金"))).text
    assert "以前在单位上过班吗" in page
    assert 'href="/bundles/retirement"' in page
    assert 'href="/bundles/resident-pension"' in page
    assert page.count("<h1") == 1
