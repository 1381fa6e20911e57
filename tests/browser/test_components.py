"""The components in a real browser, against the numbers of the accessibility specification, in every mode and theme."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.browser.bars import AUDIT, AXE, BARS, RULES
from tests.browser.gallery import PAGES, frame, open_gallery
from webapp.config import Settings

WINDOWS = {"phone": (360, 640), "zoomed": (320, 256), "tablet": (768, 1024), "desk": (1280, 800)}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The program that shows the gallery."""
    return frame(Settings(instance=tmp_path_factory.mktemp("gallery"), testing=True))


@pytest.fixture(scope="module")
def gallery(shown: Flask) -> Iterator[str]:
    """The gallery's address."""
    with open_gallery(shown) as address:
        yield address


@pytest.fixture
def looking(browser: Browser, gallery: str) -> Iterator[Any]:
    """Makes a page with a look: `looking(mode="elder", size=1, theme="dark", window="phone", **context options)`."""
    opened: list[BrowserContext] = []

    def look(
        mode: str = "standard", size: int = 1, theme: str = "light", window: str = "phone", **options: Any
    ) -> Page:
        width, height = WINDOWS[window]
        context = browser.new_context(
            base_url=gallery, viewport={"width": width, "height": height}, locale="zh-CN", **options
        )
        opened.append(context)
        said = {"mode": mode, "size": str(size), "theme": theme}
        context.add_cookies([{"name": name, "value": value, "url": gallery} for name, value in said.items()])
        return context.new_page()

    yield look
    for context in opened:
        context.close()


def broken(page: Page, mode: str) -> list[Any]:
    """What the audit finds too small, too near, too long or too wide."""
    found: list[Any] = page.evaluate(AUDIT, BARS[mode])
    return found


def text_size(page: Page) -> float:
    """Pixels of the page's main text."""
    return float(page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)"))


@pytest.mark.parametrize(("window", "size"), [(window, 1) for window in WINDOWS] + [("zoomed", 4), ("desk", 4)])
@pytest.mark.parametrize("mode", BARS)
def test_sizes_gaps_and_lines(looking: Any, mode: str, window: str, size: int) -> None:
    page = looking(mode, size, window=window)
    found = {}
    for name in PAGES:
        page.goto(f"/gallery/{name}")
        if wrong := broken(page, mode):
            found[name] = wrong
    assert not found


@pytest.mark.parametrize(
    ("mode", "theme"), [("standard", "light"), ("elder", "light"), ("standard", "dark"), ("elder", "contrast")]
)
def test_axe_finds_nothing(looking: Any, mode: str, theme: str) -> None:
    page = looking(mode, theme=theme, bypass_csp=True)
    found = {}
    for name in PAGES:
        page.goto(f"/gallery/{name}")
        page.add_script_tag(content=AXE)
        answer = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        if answer["violations"]:
            found[name] = [(one["id"], [node["html"] for node in one["nodes"]]) for one in answer["violations"]]
    assert not found


def test_the_audit_and_axe_see_a_bad_page(looking: Any) -> None:
    """The measures measure: without our styles nearly everything is too small."""
    page = looking("elder", bypass_csp=True)
    page.goto("/gallery/question")
    page.evaluate("() => document.querySelectorAll('link[rel=stylesheet]').forEach(link => link.remove())")
    kinds = {one[0] for one in broken(page, "elder")}
    assert {"font", "target", "gap", "line-height"} <= kinds
    page.evaluate("() => { document.querySelector('main').style.cssText = 'color: #777; background: #fff' }")
    page.evaluate("() => document.documentElement.removeAttribute('lang')")
    page.add_script_tag(content=AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    assert {"color-contrast-enhanced", "html-has-lang"} <= {one["id"] for one in found}


@pytest.mark.parametrize(("mode", "least"), [("standard", 18), ("elder", 22)])
def test_type_has_four_steps_up_to_forty_pixels_and_keeps_them(looking: Any, mode: str, least: int) -> None:
    page = looking(mode)
    page.goto("/gallery/home")
    sizes = [text_size(page)]
    for _press in range(3):
        page.locator('#look [value="bigger"]').click()
        sizes.append(text_size(page))
    assert sizes[0] >= least
    assert sizes == sorted(set(sizes))
    assert sizes[-1] >= 40
    page.goto("/gallery/question")
    assert text_size(page) == sizes[-1]
    heading = page.locator("h1").evaluate("h1 => parseFloat(getComputedStyle(h1).fontSize)")
    assert heading >= sizes[-1]


def test_a_change_of_look_loses_nothing_typed(looking: Any) -> None:
    page = looking()
    page.goto("/gallery/components")
    page.fill("#name", "张秀英")
    for press in ('#look [value="bigger"]', '#look [value="dark"]', '.head [value="elder"]'):
        page.locator(press).click()
    assert page.input_value("#name") == "张秀英"
    look = page.evaluate("() => ({...document.documentElement.dataset})")
    assert look == {"mode": "elder", "size": "2", "theme": "dark"}
    page.reload()
    assert page.evaluate("() => ({...document.documentElement.dataset})") == look


def test_the_look_changes_without_script(looking: Any) -> None:
    page = looking(java_script_enabled=False)
    page.goto("/gallery/question")
    page.locator('.head [value="elder"]').click()
    assert page.url.endswith("/gallery/question")
    assert page.locator("html").get_attribute("data-mode") == "elder"
    page.locator('#look [value="bigger"]').click()
    assert page.locator("html").get_attribute("data-size") == "2"


def test_elder_mode_is_in_sight_without_scrolling(looking: Any) -> None:
    for window in WINDOWS:
        page = looking(window=window)
        page.goto("/gallery/question")
        box = page.locator('.head [value="elder"]').bounding_box()
        assert box
        assert box["y"] + box["height"] <= WINDOWS[window][1]


def test_a_browser_with_large_type_doubles_every_text(playwright: Playwright, browser: Browser, gallery: str) -> None:
    """Sizes are relative to what the person told the browser (its default is 16 px)."""
    sizes = []
    for default in (16, 32):
        own = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu", f"--blink-settings=defaultFontSize={default}"],
        )
        page = own.new_page(base_url=gallery, viewport={"width": 640, "height": 800})
        page.goto("/gallery/question")
        sizes.append(text_size(page))
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth + 1")
        own.close()
    assert sizes[1] == 2 * sizes[0]


SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""


@pytest.mark.parametrize("mode", BARS)
def test_wider_spacing_loses_nothing(looking: Any, mode: str) -> None:
    page = looking(mode, window="zoomed", bypass_csp=True)
    for name in PAGES:
        page.goto(f"/gallery/{name}")
        page.add_style_tag(content=SPACED)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth + 1"), name
        clipped = page.evaluate(
            """() => [...document.querySelectorAll('main a, main button, main label, main h1, main li, main dd')]
                .filter(e => e.scrollHeight > e.clientHeight + 2 && getComputedStyle(e).overflowY === 'hidden')
                .map(e => e.innerText)"""
        )
        assert not clipped, name


def test_the_next_part_takes_the_focus_and_the_title(looking: Any) -> None:
    page = looking()
    page.goto("/gallery/home")
    page.goto("/gallery/question")
    page.evaluate("() => { document.title = 'before'; document.querySelector('h1').id = 'before' }")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.resource_type}"))
    page.locator(".button--primary").click()
    page.wait_for_function("() => document.activeElement.matches('main h1:not(#before)')")
    assert asked == ["POST xhr"]
    assert page.title() != "before"
    assert page.evaluate("() => scrollY") == 0
    page.go_back()
    page.wait_for_function("() => location.pathname.startsWith('/gallery/')")
    assert page.locator("main").count() == 1


def test_two_quick_presses_are_one(looking: Any) -> None:
    page = looking()
    page.goto("/gallery/question")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.locator(".button--primary").dblclick()
    page.wait_for_timeout(600)
    assert asked.count("POST") == 1


def test_a_tap_beside_the_second_thought_does_nothing(looking: Any) -> None:
    """It acts when the finger is lifted; sliding off before takes it back."""
    page = looking()
    page.goto("/gallery/question")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    box = page.locator(".button--primary").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.wait_for_timeout(100)
    assert not asked
    page.mouse.move(box["x"] + 20, box["y"] - 200)
    page.mouse.up()
    page.wait_for_timeout(200)
    assert not asked


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(looking: Any) -> None:
    page = looking()
    page.goto("/gallery/wrong")
    page.wait_for_function("() => document.activeElement.matches('.errors')")
    sentence = page.locator(".errors__link").inner_text()
    assert page.locator("#pension-error").inner_text() == sentence
    page.locator(".errors__link").click()
    assert page.evaluate("() => document.querySelector(':target').id") == "pension"


def test_a_lost_net_is_said_and_nothing_is_lost(looking: Any) -> None:
    page = looking()
    page.goto("/gallery/question")
    page.locator('[name="pension"][value="both"]').check()
    assert page.locator("#offline").is_hidden()
    page.context.set_offline(True)
    page.locator(".button--primary").click()
    page.locator("#offline").wait_for(state="visible")
    assert page.locator('[name="pension"][value="both"]').is_checked()
    page.context.set_offline(False)
    page.wait_for_timeout(900)
    page.locator(".button--primary").click()
    page.locator("#offline").wait_for(state="hidden")


def test_the_focus_is_seen_everywhere(looking: Any) -> None:
    """By keyboard, in reading order, with a mark of at least three pixels in two colours, and no trap."""
    page = looking(window="desk")
    page.goto("/gallery/question")
    seen = []
    for _stop in range(40):
        page.keyboard.press("Tab")
        mark = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null;
                const row = e.closest('.choice') ?? e, s = getComputedStyle(row), b = row.getBoundingClientRect();
                const inside = b.top >= -1 && b.bottom <= innerHeight + 1;
                return [parseFloat(s.outlineWidth), s.outlineStyle, s.boxShadow !== 'none', b.top + scrollY, inside];
            }"""
        )
        if mark is None:
            break
        seen.append(mark)
    assert 8 <= len(seen) < 40
    assert all(width >= 3 and style != "none" and ring and inside for width, style, ring, _top, inside in seen)
    tops = [top for *_mark, top, _inside in seen[1:]]
    assert all(later >= earlier - 80 for earlier, later in pairwise(tops))


def test_forced_colours_keep_marks_and_edges(looking: Any) -> None:
    page = looking(forced_colors="active")
    page.goto("/gallery/question")
    mark = page.locator(".choice__mark").first
    assert mark.evaluate("e => getComputedStyle(e).appearance") == "auto"
    assert page.locator(".button--primary").evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") >= 2


def test_paper_gets_the_words_and_no_buttons(looking: Any) -> None:
    page = looking("elder", theme="contrast")
    page.goto("/gallery/components")
    page.emulate_media(media="print")
    for hidden in (".head", ".help-bar", ".foot", ".buttons"):
        assert page.locator(hidden).first.is_hidden()
    colours = page.evaluate(
        "() => [getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_long_numbers_are_shown_in_groups(looking: Any) -> None:
    page = looking()
    page.goto("/gallery/components")
    page.fill("#id_number", "41010519630405 123x")
    assert page.locator("grouped-input[groups='6-4-4-4'] .grouped__shown").inner_text() == "410105 1963 0405 123x"
    assert page.input_value("#id_number") == "41010519630405 123x"


def test_a_photo_is_made_small_before_it_travels(looking: Any) -> None:
    page = looking()
    page.goto("/gallery/components")
    paper = io.BytesIO()
    Image.effect_noise((2400, 3200), 40).convert("RGB").save(paper, "PNG")
    page.set_input_files("#photo", {"name": "户口本.png", "mimeType": "image/png", "buffer": paper.getvalue()})
    page.locator(".file__preview").wait_for()
    kept = page.evaluate(
        """async () => { const [file] = document.querySelector('#photo').files, dots = await createImageBitmap(file);
            return [file.name, file.type, file.size, dots.width, dots.height] }"""
    )
    assert kept[:2] == ["户口本.jpg", "image/jpeg"]
    assert kept[3:] == [1200, 1600]
    assert kept[2] < len(paper.getvalue()) / 4
    page.locator("photo-input:has(#photo) button").click()
    assert page.evaluate("() => document.querySelector('#photo').files.length") == 0
    page.set_input_files("#photo", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    page.locator("photo-input:has(#photo) .file__one").wait_for()
    assert page.evaluate("() => document.querySelector('#photo').files[0].type") == "application/pdf"


def test_a_photo_travels_in_pieces_and_goes_on_where_the_net_broke(looking: Any, shown: Flask) -> None:
    page = looking()
    page.goto("/gallery/components")
    pdf = b"%PDF-1.7" + bytes(range(256)) * 2500
    proof = page.locator('photo-input[upload="/gallery-files"]')
    page.set_input_files("#proof", {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": pdf})
    proof.locator("progress").wait_for(state="attached")
    proof.locator("progress").wait_for(state="detached", timeout=15_000)
    assert shown.extensions["asked"] == [0, 262144, 262144, 524288]
    assert bytes(shown.extensions["received"]) == pdf
    assert page.evaluate("() => document.querySelector('#proof').files.length") == 0  # not sent once more with the form
    proof.locator("button").click()
    proof.locator(".file__one").wait_for(state="detached")
    assert not shown.extensions["received"]


def test_the_leap_month_is_asked_by_the_farmers_calendar_only(looking: Any) -> None:
    page = looking()
    page.goto("/gallery/components")
    assert page.locator("#born-leap").is_visible()
    page.locator("#born-solar").check()
    assert page.locator("#born-leap").is_hidden()


def test_the_first_question_is_small(looking: Any) -> None:
    """Everything that a phone loads for its first question: at most 45 kB in five requests."""
    page = looking()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    asked: dict[str, float] = {}
    wire.on("Network.loadingFinished", lambda event: asked.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto("/gallery/question", wait_until="networkidle")
    assert len(asked) <= 5
    assert sum(asked.values()) <= 45_000


def test_rare_characters_of_henan_are_shown(looking: Any) -> None:
    """Names of places and people: each character comes from a font that has it, and is no box."""
    page = looking()
    page.goto("/gallery/components")
    wire = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        wire.send(f"{domain}.enable")
    root = wire.send("DOM.getDocument")["root"]["nodeId"]
    node = wire.send("DOM.querySelector", {"nodeId": root, "selector": "#rare"})["nodeId"]
    fonts = wire.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    known = ("CJK", "Hei", "Song", "Ming", "Han", "Micro", "Fallback")
    assert sum(font["glyphCount"] for font in fonts if any(word in font["familyName"] for word in known)) >= 14


def test_nothing_moves_and_nothing_is_said_by_colour_alone(looking: Any) -> None:
    page = looking()
    page.goto("/gallery/wrong")
    before = page.screenshot()
    page.wait_for_timeout(2000)
    assert page.screenshot() == before
    assert page.locator(".errors__title").inner_text().strip()
    page.goto("/gallery/question")
    assert page.locator(".choice:has(:checked) .choice__sign").is_visible()
    assert page.locator(".choice__sign").first.is_hidden()
