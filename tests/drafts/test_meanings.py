"""Official words on the pages of a draft: told what they mean in the fold, once, and only where they stand."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests.drafts.test_guidance_views import answered
from tests.world import COUNTY, Visit, begun

FOLD = re.compile(r"<details\b.*?</details>", re.S)
TERM = re.compile(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>")


SIMPLE = {"org_type": "公司", "has_debts": "false", "all_investors_sign": "true"}
"""The firm that may close the short way, so that the list matters."""


def at_question(client: FlaskClient, bundle: str, fact: str, **given: str) -> Visit:
    """On the way as far as the question; what is not given is answered with 不清楚."""
    visit = begun(client, bundle)
    visit.send(visit.form("/region"), value=COUNTY)
    visit.send(visit.form("/answers"), value="self")
    for _ in range(60):
        here = visit.path.rsplit("/", 1)[1]
        if here == fact:
            return visit
        assert here != "guidance", f"{fact} is not asked"
        form = visit.form("/answers")
        visit.send(form, **({"value": given[here]} if here in given else {"unsure": "1"}))
    raise AssertionError("there is no end")


def fold(page: str, words: str) -> str:
    """The fold of a page with this heading; empty if there is none."""
    return next((one for one in FOLD.findall(page) if words in one.split("</summary>")[0]), "")


def test_a_question_with_an_official_word_says_what_it_means(client: FlaskClient) -> None:
    visit = at_question(client, "enterprise-deregister", "in_abnormal_list", **SIMPLE)
    meaning = fold(visit.page.text, "这是什么意思")
    assert "按地址找不到人" in meaning
    assert dict(TERM.findall(meaning))["经营异常名录"].startswith("没按时报年报")


def test_a_word_that_stands_only_in_the_reason_is_explained_there(client: FlaskClient) -> None:
    page = at_question(client, "enterprise-deregister", "never_taxed", **SIMPLE).page.text
    assert "清税" not in dict(TERM.findall(fold(page, "这是什么意思")))
    assert dict(TERM.findall(fold(page, "为什么要问")))["清税"] == "把税的事全部结清。"


def test_what_the_help_explains_is_not_explained_twice(client: FlaskClient) -> None:
    page = at_question(client, "after-death", "property_seized", deceased_has_property="true").page.text
    meaning = fold(page, "这是什么意思")
    assert "查封就是法院不让买卖、过户。" in meaning
    assert "查封" not in dict(TERM.findall(meaning))


def test_a_question_without_an_official_word_has_nothing_more(client: FlaskClient) -> None:
    page = at_question(client, "id-card", "card_state").page.text
    assert "meanings" not in page
    assert "到期的日子印在身份证上" in fold(page, "这是什么意思")


def test_the_notes_of_a_yes_no_question_name_the_answers_that_stand_there(client: FlaskClient) -> None:
    page = at_question(client, "id-card", "id_card_urgent").page.text
    assert "“否”" not in page
    page = at_question(client, "social-security-card", "has_social_card").page.text
    assert ">有<" in re.sub(r"\s", "", page)
    assert "也选“有”" in fold(page, "这是什么意思")


def test_in_english_they_are_english(client: FlaskClient) -> None:
    client.set_cookie("language", "en")
    meaning = fold(
        at_question(client, "enterprise-deregister", "in_abnormal_list", **SIMPLE).page.text, "What does this mean"
    )
    assert dict(TERM.findall(meaning))["Simple deregistration"].startswith("The short way")
    assert not re.search(r"[\u3400-\u9fff]", meaning)


def test_each_card_of_the_result_explains_its_own_words(client: FlaskClient) -> None:
    visit = answered(client, "id-card", card_state="丢了", id_card_urgent="true")
    cards = re.findall(r'<article class="matter.*?</article>', visit.page.text, re.S)
    lost = next(card for card in cards if "丢失补领" in card)
    assert dict(TERM.findall(fold(lost, "这是什么意思")))["挂失"].startswith("告诉发证的地方")
    plain = next(card for card in cards if "上门采集" in card)
    assert fold(plain, "这是什么意思") == ""


def test_the_papers_are_explained_too(client: FlaskClient) -> None:
    visit = answered(client, "retirement")
    papers = visit.page.text.split("<h2>材料</h2>")[1].split("</section>")[0]
    assert "劳动能力鉴定" in dict(TERM.findall(papers))


def test_the_blanks_of_the_form_are_explained_below_them(client: FlaskClient) -> None:
    for bundle, words in (("enterprise-deregister", {"统一社会信用代码"}), ("id-card", set[str]())):
        visit = answered(client, bundle)
        visit.open(re.sub(r"/guidance$", "/form/applicant", visit.path))
        assert 'name="form.' in visit.page.text
        assert dict(TERM.findall(fold(visit.page.text, "这是什么意思"))).keys() == words
