"""The phone's half: bytes and requests until the first question, and how long a tap takes, on networks as they are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Locator, Page, sync_playwright

from benchmarks.ours import ours

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
SLOWER = 6
"""How much slower than this machine an old phone computes."""

READING = 900
"""Milliseconds between two taps: a second press within less is taken for a shaking hand."""

NETWORKS = {"no": (0.0, -1.0), "Fast 3G": (562.5, 1.6e6 * 0.9 / 8), "Slow 3G": (2000.0, 5e5 * 0.8 / 8)}
"""Latency in milliseconds and bytes a second, as the browser's own developer tools call them."""

TAPPED = """() => {
  addEventListener("click", (event) => {
    if (!event.target.closest("button")) return;
    const began = performance.now(), before = document.querySelector("h1").textContent;
    const look = () => {
      const heading = document.querySelector("h1");
      if (heading && heading.textContent !== before) {
        requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now() - began; }));
      } else requestAnimationFrame(look);
    };
    window.painted = null;
    look();
  }, true);
}"""


@dataclass
class Traffic:
    """What went over the network since it was last asked; what the phone had already does not count."""

    session: CDPSession
    received: dict[str, float] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.session.on("Network.requestServedFromCache", lambda event: self.kept.add(event["requestId"]))
        self.session.on("Network.responseReceived", self._answered)
        self.session.on("Network.loadingFinished", self._received)

    def _answered(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache") or not event["response"]["url"].startswith("http"):
            self.kept.add(event["requestId"])

    def _received(self, event: dict[str, Any]) -> None:
        if event["requestId"] not in self.kept:
            self.received[event["requestId"]] = event["encodedDataLength"] / 1000

    def taken(self) -> tuple[int, float]:
        """Requests and kB since the last time; counting begins anew."""
        figures = len(self.received), sum(self.received.values())
        self.received.clear()
        return figures


@contextmanager
def phone(browser: Browser, address: str, network: str) -> Iterator[tuple[Page, Traffic]]:
    """An old phone with an empty cache on this network."""
    context = browser.new_context(
        base_url=address, viewport={"width": 360, "height": 740}, has_touch=True, locale="zh-CN"
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    traffic = Traffic(session)
    latency, speed = NETWORKS[network]
    conditions = {"offline": False, "latency": latency, "downloadThroughput": speed, "uploadThroughput": speed}
    session.send("Network.emulateNetworkConditions", conditions)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page, traffic
    context.close()


def waited(page: Page, script: str) -> float:
    """The number that the script gives, once it gives one (the content policy lets the page itself not evaluate it)."""
    for _ in range(600):
        number = page.evaluate(script)
        if number is not None:
            return float(number)
        page.wait_for_timeout(50)
    raise TimeoutError(script)


def first_paint(page: Page) -> float:
    """Milliseconds from asking for the page until the first text was seen."""
    script = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    return waited(page, script)


def begun(page: Page) -> None:
    """From the bundle's page to its first question: where, and for whom."""
    page.locator("form[action$='/drafts'] button").first.click()
    page.wait_for_url("**/region")
    while not page.locator("main input[name=fact]").count():
        answered(page, page.locator("main button[name=value]").first)
    page.locator("main input[type=radio]").first.check()
    page.wait_for_timeout(READING)
    answered(page, page.locator(GO_ON).first)


GO_ON = "main form button:not([name]):visible"


def answered(page: Page, button: Locator) -> None:
    """Press, and wait until what comes back stands there."""
    page.evaluate("document.querySelector('main').dataset.old = ''")
    button.click()
    page.locator("main:not([data-old])").wait_for(timeout=60_000)
    page.wait_for_timeout(READING)


def taps(page: Page, times: int) -> list[float]:
    """Milliseconds from the tap on the button until the next question is painted, several times."""
    page.evaluate(TAPPED)
    taken = []
    for _ in range(times):
        choice = page.locator("main input[name=value][type=radio]:not([value=unknown])")
        if not choice.count():
            break
        choice.first.check()
        page.wait_for_timeout(READING)
        page.locator(GO_ON).first.click()
        taken.append(waited(page, "window.painted"))
    return taken


def table(build: Path) -> str:
    """All of it."""
    lines = [f"Phone: Chromium, processor {SLOWER}x slower, 360 x 740, compressed as our own server sends it."]
    own = shutil.which("chromium") or shutil.which("chromium-browser")
    with ours(build) as subject, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=own, args=FLAGS)
        paints, tapped = {}, {}
        for network in NETWORKS:
            with phone(browser, subject.address, network) as (page, traffic):
                page.goto("/bundles/retirement")
                paints[network] = first_paint(page)
                bundle = traffic.taken()
                begun(page)
                way = traffic.taken()
                tapped[network] = taps(page, 2)
                question = traffic.taken()
        browser.close()
    steps = len(tapped["no"])
    lines += [
        f"  first visit, the bundle's page: {bundle[1]:.1f} kB in {bundle[0]} requests",
        f"  from there to the first question (begin, where, for whom): {way[1]:.1f} kB in {way[0]} requests",
        f"  each next question: {1000 * question[1] / steps:.0f} bytes in {question[0] / steps:.1f} requests",
        "",
        f"{'':30}" + "".join(f"{network:>12}" for network in NETWORKS),
        f"{'first paint, ms':30}" + "".join(f"{paints[network]:12.0f}" for network in NETWORKS),
        f"{'tap to next question, ms':30}" + "".join(f"{median(tapped[network]):12.0f}" for network in NETWORKS),
        f"{'the same, in latencies':30}"
        + "".join(f"{median(tapped[n]) / NETWORKS[n][0] if NETWORKS[n][0] else 0:12.2f}" for n in NETWORKS),
    ]
    return "\n".join(lines) + "\n"
