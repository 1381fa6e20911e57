"""The whole way in a real browser: with and without script, by keyboard, with the net gone, and looked at by axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.bars import AUDIT, AXE, BARS, RULES
from tests.browser.journey import Journey
from tests.served import Served

PICTURES = Path(__file__).parents[2] / "build" / "journey"


PICKS = {"premises_in_residential_building": 1, "near_school": 1}


@pytest.fixture
def opened(browser: Browser, site: Served) -> Iterator[Any]:
    """Makes a page: `opened(width, height, mode=…, theme=…, language=…, **context options)`."""
    contexts: list[BrowserContext] = []

    def opening(width: int, height: int, said: dict[str, str], **options: Any) -> Page:
        context = browser.new_context(
            base_url=site.address, viewport={"width": width, "height": height}, locale="zh-CN", **options
        )
        contexts.append(context)
        context.add_cookies([{"name": name, "value": value, "url": site.address} for name, value in said.items()])
        return context.new_page()

    yield opening
    for context in contexts:
        context.close()


def faults(page: Page, mode: str) -> list[str]:
    """What axe and the audit of sizes and gaps find on the page as it stands."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    wrong = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
    return wrong + [str(one) for one in page.evaluate(AUDIT, BARS[mode])]


@pytest.mark.parametrize(
    ("bundle", "window", "said"),
    [
        ("after-death", (360, 640), {"mode": "elder", "theme": "light"}),
        ("elderly-welfare", (320, 640), {"mode": "elder", "theme": "contrast"}),
        ("restaurant-start", (1280, 800), {"mode": "standard", "theme": "dark"}),
        ("newborn", (360, 640), {"mode": "standard", "theme": "light", "language": "en"}),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_every_page_of_the_way_satisfies_axe_and_the_audit(
    opened: Any, bundle: str, window: tuple[int, int], said: dict[str, str]
) -> None:
    wrong: dict[str, list[str]] = {}
    PICTURES.mkdir(parents=True, exist_ok=True)

    def look(name: str, page: Page) -> None:
        if name in wrong:
            return
        wrong[name] = faults(page, said["mode"])
        page.screenshot(path=PICTURES / f"{bundle}-{len(wrong):02d}-{name.replace(' ', '-')}.png", full_page=True)

    Journey(opened(*window, said), bundle, look, picks=PICKS).whole()
    assert {name: found for name, found in wrong.items() if found} == {}
    assert {"home", "bundle", "place", "choice", "guidance", "review", "receipt"} <= wrong.keys()


def test_states_that_went_wrong_satisfy_axe_too(opened: Any) -> None:
    page = opened(360, 640, {"mode": "elder"})
    wrong = {}

    def look(name: str, page: Page) -> None:
        if name in ("choice", "date", "number") and name not in wrong:
            with page.expect_response("**/answers"):
                page.locator("main form button.button--primary").first.click()
            page.wait_for_selector(".field__error, .question__error")
            assert page.title().startswith("出错了")
            page.wait_for_function("() => document.activeElement.matches('[role=alert]')")
            wrong[name] = faults(page, "elder")

    journey = Journey(page, "resident-pension", look)
    journey.begin()
    journey.answer_all()
    page.goto("/drafts")
    page.fill("#number", "2222-2222-22")
    page.fill("#code", "123456")
    page.locator("main form button.button--primary").click()
    page.wait_for_selector(".field__error")
    wrong["wrong code"] = faults(page, "elder")
    page.goto("/no-such-page")
    wrong["not found"] = faults(page, "elder")
    assert {name: found for name, found in wrong.items() if found} == {}
    assert {"choice", "date", "number"} <= wrong.keys()


def test_the_whole_way_without_script(opened: Any) -> None:
    page = opened(360, 640, {}, java_script_enabled=False)
    Journey(page, "id-card", scripted=False).whole()
    assert re.search(r"\d{8}-[2-9A-Z]{8}", page.locator("main").inner_text())


def test_an_answer_is_one_request_and_the_next_question_has_the_focus(opened: Any) -> None:
    page = opened(360, 640, {})
    journey = Journey(page, "id-card")
    journey.begin()
    journey.answer_until("card_state")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    journey.answer()
    assert len(asked) == 1
    assert asked[0].startswith("POST")
    page.wait_for_function("() => document.activeElement.tagName === 'H1'", timeout=5_000)
    assert page.title().split(" · ")[0] == page.locator("h1").inner_text().strip()
    before = page.url
    page.go_back()
    page.wait_for_function("() => location.pathname.endsWith('/card_state')")
    page.wait_for_selector("main input[type=radio]:checked")
    page.go_forward()
    page.wait_for_url(before)


def test_with_the_keyboard_alone(opened: Any) -> None:
    page = opened(1280, 800, {})
    page.goto("/bundles/id-card")

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached on {page.url}")

    def pressed(key: str = "Enter") -> None:
        page.evaluate("() => { document.querySelector('main').dataset.seen = 'yes' }")
        page.keyboard.press(key)
        page.wait_for_function("() => !document.querySelector('main')?.dataset.seen")

    tab_to("main form button[type=submit]")
    pressed()
    for _ in range(2):
        tab_to("main button.region__place")
        pressed()
    for _ in range(12):
        if page.url.endswith("/guidance"):
            break
        if page.locator("main input[type=radio]").count() and not page.locator(".date__parts").count():
            tab_to("main input[type=radio]")
            page.keyboard.press("Space")
            pressed()
        else:
            tab_to("main button[name=unsure]")
            pressed()
    assert page.url.endswith("/guidance")


def test_when_the_net_is_gone_nothing_is_lost_and_it_is_said(opened: Any) -> None:
    page = opened(360, 640, {})
    journey = Journey(page, "id-card", picks={"card_state": 1})
    journey.begin()
    journey.answer_until("card_state")
    page.locator("main input[type=radio]").nth(1).check()
    page.context.set_offline(True)
    page.locator("main form button.button--primary").click()
    page.wait_for_selector("#offline:not([hidden])")
    assert page.locator("main input[type=radio]").nth(1).is_checked()
    page.context.set_offline(False)
    page.wait_for_timeout(900)  # two presses within 800 ms are one: a shaking hand
    journey.answer()
    assert page.locator("#offline").is_hidden()
    page.go_back()
    page.wait_for_function("() => location.pathname.endsWith('/card_state')")
    page.wait_for_selector("main input[type=radio]:checked")
    assert page.locator("main input[type=radio]").nth(1).is_checked()


def test_handing_in_pressed_twice_is_one_application(opened: Any) -> None:
    page = opened(360, 640, {})
    journey = Journey(page, "id-card")
    journey.begin()
    journey.answer_all()
    journey.fill_in()
    draft = page.url.rsplit("/", 1)[0]
    for box in page.locator('form[action$="/application"] input[type="checkbox"]').all():
        box.check()
    page.locator('form[action$="/application"] button.button--primary').dblclick()
    page.wait_for_url("**/applications/*")
    first = page.url
    page.goto(draft)
    page.wait_for_url("**/applications/*")
    assert page.url == first
