"""The page of a bundle's map, in a real browser too: nothing sideways, axe silent, whole on paper."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from tests.browser.bars import AXE, RULES
from tests.served import Served


def test_every_bundle_has_its_map_and_its_page_leads_there(app: Flask, client: FlaskClient) -> None:
    for bundle in app.extensions["catalogue"].bundles.values():
        assert f'href="/bundles/{bundle.id}/map"' in client.get(f"/bundles/{bundle.id}").text
        page = client.get(f"/bundles/{bundle.id}/map").text
        assert page.count('role="img"') == 2
        assert page.count("<desc ") == 2
        for matter in bundle.matters:
            assert matter.name in page.replace("&#34;", '"')
        shown = re.sub(r"<svg.*?</svg>|<[^>]*>", " ", page[page.index("<main") : page.index("</main>")], flags=re.S)
        assert not {one for one in (*bundle.facts, *bundle.derived_fact, *bundle.parameter) if "_" in one} & set(
            re.findall(r"\w+", shown)
        )


def test_an_unknown_bundle_is_not_there(client: FlaskClient) -> None:
    assert client.get("/bundles/no-such-bundle/map").status_code == 404


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    client.get("/bundles/retirement/map")
    seen = client.get("/bundles/retirement/map")
    again = client.get("/bundles/retirement/map", headers={"If-None-Match": seen.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    client.set_cookie("language", "en")
    other = client.get("/bundles/retirement/map", headers={"If-None-Match": seen.headers["ETag"]})
    assert other.status_code == 200
    assert "Map of the rules" in other.text


@pytest.mark.parametrize("mode", ["standard", "elder"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sideways_and_axe_finds_nothing(browser: Browser, site: Served, mode: str, width: int) -> None:
    context = browser.new_context(
        base_url=site.address, viewport={"width": width, "height": 800}, locale="zh-CN", bypass_csp=True
    )
    try:
        context.add_cookies([{"name": "mode", "value": mode, "url": site.address}])
        page = context.new_page()
        page.goto("/bundles/retirement/map")
        assert page.locator("html").get_attribute("data-mode") == mode
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("svg[role=img]:visible").count() == 1
        scale = page.evaluate(
            "() => [...document.querySelectorAll('svg.map__drawing')].map(s => s.getScreenCTM()?.a).find(a => a)"
        )
        assert 22 * scale >= 18
        page.add_script_tag(content=AXE)
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
        assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    finally:
        context.close()


def test_on_paper_it_is_several_sheets(browser: Browser, site: Served) -> None:
    page = browser.new_page(base_url=site.address)
    try:
        page.goto("/bundles/retirement/map")
        paper = page.pdf(prefer_css_page_size=True, format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) > 3
    finally:
        page.close()
