"""What was said before, on a phone: seen without scrolling, one press, one round trip; with and without script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Request

from tests.browser.journey import Journey
from tests.browser.test_journey import faults, opened

__all__ = ["opened"]
NAME = '[id="form.applicant_name"]'
PATIENCE = 6000  # milliseconds


def until(journey: Journey, fact: str) -> None:
    """Up to a question, which stays open; the bundles here ask it among the first."""
    for _ in range(12):
        if journey.page.url.endswith(f"/questions/{fact}"):
            return
        journey.answer()
    raise AssertionError(f"{fact} is not asked, at {journey.page.url}")


def retired(page: Page) -> None:
    """A draft in which a birthday and the applicant's blanks were written."""
    journey = Journey(page, "retirement")
    journey.begin()
    until(journey, "birth_date")
    page.fill('[name="value-year"]', "1966")
    page.select_option('[name="value-month"]', "3")
    page.select_option('[name="value-day"]', "12")
    page.locator("main form button.button--primary").click()
    page.wait_for_url(lambda url: not url.endswith("/birth_date"))
    journey.answer_all()
    page.locator('main form[action$="/choices"] button.button--primary').click()
    page.fill(NAME, "王秀英")
    page.fill('[id="form.applicant_phone"]', "13803710001")
    page.locator('button[name="later"]').click()
    page.wait_for_url(lambda url: not url.endswith("/form/applicant"))


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_a_birthday_is_offered_and_taken_in_one_press(opened: Any, mode: str) -> None:
    page: Page = opened(360, 640, {"mode": mode, "theme": "light"})
    retired(page)
    second = Journey(page, "resident-pension")
    second.begin()
    until(second, "birth_date")
    assert page.inner_text(".offer__source") == "您（王秀英）在「退休一件事」里，填的是："
    assert page.inner_text(".offer__words") == "1966年3月12日"
    button = page.locator(".offer button")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 640, "the button is seen without scrolling"
    assert faults(page, mode) == []
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type in ("document", "xhr", "fetch"):
            asked.append(request.method)

    page.on("request", note)
    address = page.url
    button.click()
    page.wait_for_url(lambda url: url != address)
    page.wait_for_function("() => document.activeElement.tagName === 'H1'")
    assert asked == ["POST"]
    page.goto(address)
    assert page.input_value('[name="value-year"]') == "1966"
    assert page.locator(".offer").count() == 0


def test_enter_in_a_field_does_not_take_the_offer(opened: Any) -> None:
    page: Page = opened(360, 640, {"mode": "standard", "theme": "light"})
    retired(page)
    second = Journey(page, "resident-pension")
    second.begin()
    until(second, "birth_date")
    address = page.url
    page.select_option('[name="value-month"]', "5")
    page.select_option('[name="value-day"]', "6")
    page.fill('[name="value-year"]', "1971")
    page.press('[name="value-year"]', "Enter")
    page.wait_for_url(lambda url: url != address)
    page.goto(address)
    assert page.input_value('[name="value-year"]') == "1971"


@pytest.mark.parametrize("script", [True, False])
def test_the_blanks_are_filled_in_one_press_and_looked_at(opened: Any, script: bool) -> None:
    page: Page = opened(360, 640, {"mode": "elder", "theme": "light"}, java_script_enabled=script)
    retired(page)
    second = Journey(page, "elderly-welfare")
    second.begin()
    second.answer_all()
    page.locator('main form[action$="/choices"] button.button--primary').click()
    page.wait_for_selector(NAME)
    assert "138 0371 0001" in page.inner_text(".offer")
    assert page.input_value(NAME) == ""
    page.fill(NAME, "王秀兰")
    page.locator('button[name="again"]').click()
    page.wait_for_selector(".notice--success")
    assert page.input_value(NAME) == "王秀兰", "what was typed stays"
    assert page.input_value('[id="form.applicant_phone"]') == "13803710001"
    assert page.locator(".offer").count() == 0
    if script:
        assert faults(page, "elder") == []
