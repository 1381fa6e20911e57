"""Somebody who goes the whole way in a real browser: from her own words to the receipt, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

WORDS = {
    "after-death": "俺老头儿上个月走了，都要办啥",
    "id-card": "身份证丢了咋补",
    "elderly-welfare": "俺娘八十了有啥补贴",
}
TYPED = {
    "id_no": "410105196503120014",
    "id": "410105196503120014",
    "phone": "13803710001",
    "account": "6222020200012345670",
}
NUMBER = "30"
NAME = "王秀英"
PATIENCE = 90


@dataclass
class Journey:
    """A walk through a bundle. `look` is called on every page with a name for what it is; `seen` keeps the names."""

    page: Page
    bundle: str
    look: Callable[[str, Page], None] = lambda name, page: None
    seen: list[str] = field(default_factory=list)
    scripted: bool = True
    picks: dict[str, int] = field(default_factory=dict)
    """Which row is chosen for a question, from 0; the first where nothing is said."""

    def whole(self) -> str:
        """To the receipt; its address."""
        self.begin()
        self.answer_all()
        self.fill_in()
        return self.hand_in()

    def begin(self) -> None:
        """From the first page, by one's own words where we know some, to the draft's first question."""
        self.page.goto("/")
        self._looked("home")
        if self.bundle in WORDS:
            self.page.fill("#words", WORDS[self.bundle])
            self._press(self.page.locator(".hero__form button"))
            self._looked("found")
            self._press(self.page.locator(f'main a[href="/bundles/{self.bundle}"]'))
        else:
            self.page.goto(f"/bundles/{self.bundle}")
        self._looked("bundle")
        self._press(self.page.locator("main form button"))

    def answer_all(self) -> None:
        """Every question until the result; the first choice, a plausible day, a number."""
        for _ in range(PATIENCE):
            if self.page.url.endswith("/guidance"):
                self._looked("guidance")
                return
            kind = self._kind()
            self._looked(kind)
            self.answer()
        raise AssertionError(f"no result after {PATIENCE} pages, at {self.page.url}")

    def answer(self) -> None:
        """The question on the page."""
        if self._kind() == "place":
            self._press(self.page.locator("main button.region__place").first)
            return
        picked = self.picks.get(self.page.url.rsplit("/", 1)[1], 0)
        rows = self.page.locator('main input[name="value"]:is([type="radio"], [type="checkbox"])')
        if rows.count():
            rows.nth(picked).check()
        self._fill()
        self._press(self.page.locator("main form button.button--primary").first)

    def answer_until(self, fact: str) -> None:
        """Up to a question, which stays open."""
        while not self.page.url.endswith(f"/questions/{fact}"):
            self.answer()

    def fill_in(self) -> None:
        """The one form, part by part, until everything is to be checked."""
        self._press(self.page.locator('main form[action$="/choices"] button.button--primary'))
        settled: set[str] = set()
        for _ in range(PATIENCE):
            if self.page.url.endswith("/review"):
                self._looked("review")
                return
            if "/places/" in self.page.url:
                self._looked("place of an address")
                self._press(self.page.locator("main button.region__place").first)
                continue
            self._looked("form " + self.page.url.rsplit("/", 1)[1])
            places = self.page.locator('main button[name="place"]')
            names = [name for name in (b.get_attribute("value") or "" for b in places.all()) if name not in settled]
            if names:
                settled.add(names[0])
                self._press(self.page.locator(f'main button[name="place"][value="{names[0]}"]'))
                continue
            self._fill()
            self._press(self.page.locator("main form button.button--primary").first)
        raise AssertionError(f"the form does not end, at {self.page.url}")

    def hand_in(self) -> str:
        """Consent, press, and the receipt's address."""
        for box in self.page.locator('main form[action$="/application"] input[type="checkbox"]').all():
            box.check()
        self._press(self.page.locator('main form[action$="/application"] button.button--primary'))
        assert "/applications/" in self.page.url, self.page.inner_text("main")[:400]
        self._looked("receipt")
        return self.page.url

    def _kind(self) -> str:
        for selector, kind in (
            ("main button.region__place", "place"),
            ("main .date__parts", "date"),
            ('main input[type="radio"]', "choice"),
            ('main input[type="checkbox"]', "choices"),
        ):
            if self.page.locator(selector).count():
                return kind
        return "number"

    def _fill(self) -> None:
        for blank in self.page.locator("main form").first.locator("input, textarea, select").all():
            kind, name = blank.get_attribute("type") or "", blank.get_attribute("name") or ""
            if kind in ("hidden", "file") or name.endswith(("calendar", "search", "leap")) or not blank.is_visible():
                continue
            if blank.evaluate("e => e.tagName") == "SELECT":
                blank.select_option(index=3)
            elif kind in ("radio", "checkbox"):
                if not self.page.locator(f'input[name="{name}"]:checked').count():
                    blank.check()
            elif not blank.input_value():
                blank.fill(self._words(name, blank))

    def _words(self, name: str, blank: Locator) -> str:
        end = name.replace("-", ".").rsplit(".", 1)[-1]
        if end == "year":
            return "1965"
        for ending, words in TYPED.items():
            if end == ending or end.endswith("_" + ending):
                return words
        numeric = blank.get_attribute("inputmode") in ("numeric", "decimal")
        return NUMBER if numeric else NAME

    def _press(self, control: Locator) -> None:
        """Press, and wait until the next page or its part has come."""
        if not self.scripted:
            control.click()
            self.page.wait_for_load_state()
            return
        before = self.page.evaluate("() => document.querySelector('main')?.dataset.seen ?? ''")
        self.page.evaluate("() => { document.querySelector('main').dataset.seen = 'yes' }")
        control.click()
        self.page.wait_for_function("() => !document.querySelector('main')?.dataset.seen", timeout=15_000)
        assert before == "", "two presses at once"

    def _looked(self, name: str) -> None:
        self.seen.append(name)
        self.look(name, self.page)
