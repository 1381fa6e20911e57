"""The one form on a phone: kept while it is written, one round trip a page, photos over a broken net, two windows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Request, Route

from tests.browser.journey import Journey
from tests.browser.test_components import AUDIT, AXE, BARS, RULES

NAME = '[id="form.applicant_name"]'
PATIENCE = 6000  # milliseconds until what was written must be kept


@pytest.fixture
def applicant(page: Page) -> Page:
    """The first page of the form of somebody who retires."""
    journey = Journey(page, "after-death")
    journey.begin()
    journey.answer_all()
    page.locator('main form[action$="/choices"] button.button--primary').click()
    page.wait_for_selector(NAME)
    return page


def onward(page: Page) -> None:
    """Press the primary button, and wait for what it brings."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("main .buttons .button--primary").last.click()
    page.wait_for_function("() => !document.querySelector('.htmx-request')")


def faults(page: Page) -> list[str]:
    """What axe and the audit of sizes and gaps find."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    wrong = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
    return wrong + [str(one) for one in page.evaluate(AUDIT, BARS["standard"])]


def test_what_is_written_is_kept_without_a_press(applicant: Page, context: BrowserContext) -> None:
    address = applicant.url
    applicant.locator(NAME).press_sequentially("张桂英", delay=20)
    applicant.wait_for_selector('[name="seen.form.applicant_name"][value="1"]', state="attached", timeout=PATIENCE)
    assert "已保存" in applicant.inner_text("#saved")
    applicant.close()
    again = context.new_page()
    again.goto(address)
    assert again.input_value(NAME) == "张桂英"
    again.fill(NAME, "张小英")
    again.locator(NAME).blur()
    again.wait_for_selector('[name="seen.form.applicant_name"][value="2"]', state="attached", timeout=PATIENCE)
    onward(again)  # what the page itself kept is no conflict with its own press
    assert again.locator(".conflict").count() == 0
    assert again.input_value(NAME) == "张小英"


def test_one_round_trip_and_the_focus_follows(applicant: Page) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type in ("document", "xhr", "fetch"):
            asked.append(request.method)

    applicant.on("request", note)
    applicant.locator("main .buttons .button--quiet").click()  # first keep it, fill in the rest later
    applicant.wait_for_url("**/form/subject")
    applicant.wait_for_function("() => document.activeElement.tagName === 'H1'")
    assert asked == ["POST"]
    applicant.go_back()
    applicant.wait_for_url("**/form/applicant")
    applicant.wait_for_selector(NAME)


def test_what_is_missing_takes_the_focus_and_leads_there(applicant: Page) -> None:
    onward(applicant)
    applicant.wait_for_function("() => document.activeElement.matches('.errors')")
    assert applicant.title().startswith("出错了")
    assert faults(applicant) == []
    applicant.locator(".errors__link").first.click()
    applicant.wait_for_function("() => document.activeElement.id === 'form.applicant_name'")


def test_two_windows_and_the_person_chooses(applicant: Page, context: BrowserContext) -> None:
    other = context.new_page()
    other.goto(applicant.url)
    applicant.fill(NAME, "张桂英")
    applicant.locator(NAME).blur()
    applicant.wait_for_selector('[name="seen.form.applicant_name"][value="1"]', state="attached", timeout=PATIENCE)
    other.fill(NAME, "李四")
    onward(other)
    other.wait_for_selector(".conflict")
    assert "张桂英" in other.inner_text(".conflict")
    assert other.input_value(NAME) == "李四"
    assert faults(other) == []
    other.locator('button[name="theirs"]').click()
    other.wait_for_selector(".conflict", state="detached")
    assert other.input_value(NAME) == "张桂英"


def test_a_photo_over_a_broken_net(applicant: Page, tmp_path: Path) -> None:
    applicant.goto(applicant.url.rsplit("/", 1)[0] + "/materials")
    photo = tmp_path / "photo.png"
    Image.effect_noise((1500, 1100), 90).convert("RGB").save(photo)
    broken: list[str] = []

    def breaking(route: Route) -> None:
        if "offset=262144" in route.request.url and len(broken) < 2:
            broken.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    applicant.route("**/attachments/**", breaking)
    applicant.locator('input[type="file"]').first.set_input_files(photo)
    applicant.wait_for_function(
        "() => document.querySelector('photo-input .file__name')?.textContent.startsWith('已传好')", timeout=20_000
    )
    assert len(broken) == 2
    applicant.reload()
    assert applicant.locator(".file__one").count() == 1
    assert faults(applicant) == []
    applicant.locator('button[formaction$="/removal"]').click()
    applicant.wait_for_selector(".file__one", state="detached")
    assert applicant.url.endswith("/materials")


def test_a_photo_that_is_none_is_refused_in_words(applicant: Page, tmp_path: Path) -> None:
    applicant.goto(applicant.url.rsplit("/", 1)[0] + "/materials")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"no paper at all" * 100)
    applicant.locator('input[type="file"]').first.set_input_files(paper)
    applicant.wait_for_function("() => document.querySelector('photo-input .file__name')?.textContent.includes('PDF')")


def test_the_review_without_consent_satisfies_axe(applicant: Page) -> None:
    applicant.goto(applicant.url.rsplit("/form", 1)[0] + "/review")
    assert applicant.locator("#missing").is_visible()
    onward(applicant)
    applicant.wait_for_function("() => document.activeElement.matches('.errors')")
    assert faults(applicant) == []
