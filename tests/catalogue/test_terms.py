"""Official words: found in a text, the longest at each place, and not explained twice."""

from __future__ import annotations

import pytest

from webapp.catalogue.terms import Term, Terms, explained

FILING = Term("备案", "记一笔。", ("报备",))
SEIZURE = Term("查封", "不让买卖。")
LOW, EDGE = Term("低保", "按月补钱。"), Term("低保边缘", "比低保高一点。")
HOME, FIRM = Term("合法稳定住所", "能长期住的房子。"), Term("住所", "公司登记的地址。")
TERMS = Terms([FILING, SEIZURE, LOW, EDGE, HOME, FIRM], ["法定代表人", "代表人"], {"缴纳": "交"})


def test_terms_come_in_the_order_of_the_text_each_once() -> None:
    assert TERMS.among(["低保家庭先备案", "备案、查封"]) == (LOW, FILING, SEIZURE)
    assert TERMS.among(["先报备"]) == (FILING,)
    assert TERMS.among(["没有这样的词"]) == ()


def test_the_longest_counts() -> None:
    assert TERMS.among(["低保边缘的，看当地规定"]) == (EDGE,)
    assert TERMS.among(["合法稳定住所落户"]) == (HOME,)
    assert TERMS.unexplained("谁是法定代表人") == ("法定代表人",)


@pytest.mark.parametrize(
    "text",
    [
        "查封就是法院不让买卖、过户。",
        "查封是法院封住的。",
        "查封：法院不让卖。",
        "查封，就是不让卖。",
        "查封（不让买卖）",
        "法院不让卖，叫查封。",
        "法院不让卖，这叫“查封”。",
        "不让卖，官方叫“查封”。",
        "房子法院不让卖（查封）。",
        "查封、冻结是法院做的。",
    ],
)
def test_what_a_text_explains_itself_is_not_explained_again(text: str) -> None:
    assert explained(SEIZURE, text)
    assert TERMS.among(["房子被查封了吗？"], text) == ()


@pytest.mark.parametrize(
    "text", ["", "被查封的，先问法院。", "是不是查封，问窗口。", "选“查封”。", "低保就是按月补钱。"]
)
def test_a_word_that_only_stands_there_is_explained(text: str) -> None:
    assert not explained(SEIZURE, text)
    assert TERMS.among(["房子被查封了吗？"], text) == (SEIZURE,)


def test_a_word_with_an_explanation_hides_the_unexplained_one_inside_it() -> None:
    terms = Terms([Term("法定代表人", "替公司签字的人。")], ["代表人"])
    assert terms.unexplained("法定代表人签字") == ()
    assert terms.unexplained("代表人签字") == ("代表人",)
