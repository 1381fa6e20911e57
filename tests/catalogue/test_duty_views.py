"""The pages for policy staff: who does what, and what differs from place to place; and the tier on a bundle's page."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from tests.browser.bars import AXE, RULES
from tests.catalogue.changed import changed
from tests.served import Served
from webapp.catalogue.library import Catalogue
from webapp.guide import WHOLE, Overlay, Tier


def shown(client: FlaskClient, path: str) -> str:
    """The words of a page's main part."""
    page = client.get(path)
    assert page.status_code == 200, path
    return html.unescape(re.sub(r"<[^>]*>", " ", page.text[page.text.index("<main") : page.text.index("</main>")]))


def test_every_bundle_leads_to_its_list(app: Flask, client: FlaskClient) -> None:
    for bundle in app.extensions["catalogue"].bundles.values():
        assert f'href="/bundles/{bundle.id}/responsibilities"' in client.get(f"/bundles/{bundle.id}").text
        words = shown(client, f"/bundles/{bundle.id}/responsibilities")
        assert all(matter.name in words for matter in bundle.matters)
        assert not {one for one in (*bundle.facts, *bundle.parameter) if "_" in one} & set(re.findall(r"\w+", words))


def test_the_list_and_the_differences_of_a_place_lead_to_each_other_and_to_other_places(client: FlaskClient) -> None:
    page = client.get("/bundles/elderly-welfare/responsibilities?region=410105").text
    assert "郑州市金水区" in page
    assert 'href="/bundles/elderly-welfare/differences?region=410105"' in page
    assert 'href="/bundles/elderly-welfare/responsibilities?region=411000"' in page
    assert 'href="/bundles/elderly-welfare/responsibilities?region=410102"' in page
    page = client.get("/bundles/elderly-welfare/differences?region=410105").text
    assert 'href="/bundles/elderly-welfare/responsibilities?region=410105"' in page
    assert 'href="/bundles/elderly-welfare/differences?region=410102"' in page
    words = shown(client, "/bundles/elderly-welfare/differences?region=410105")
    assert "100元" in words
    assert "和郑州市一样。" in words
    assert "郑州市金水区还缺的规定：" in words
    assert 'href="/bundles/elderly-welfare/differences"' in client.get("/bundles/elderly-welfare/map").text
    assert "这是全省的规定。" in shown(client, "/bundles/retirement/differences")


@pytest.mark.parametrize("page", ["responsibilities", "differences"])
@pytest.mark.parametrize("region", ["999999", "410199", "41", "郑州", "410105'--"])
def test_what_there_is_not_is_not_there(client: FlaskClient, page: str, region: str) -> None:
    assert client.get(f"/bundles/retirement/{page}", query_string={"region": region}).status_code == 404
    assert client.get(f"/bundles/no-such-bundle/{page}").status_code == 404


@pytest.mark.parametrize(
    ("tier", "region", "words"),
    [
        (Tier.MANDATORY, None, ("必做项", "全省各地都要办。")),
        (Tier.ELECTIVE, None, ("选做项", "办不办，各地自己定。先打12345问一问。")),
        (Tier.LOCAL, "411000", ("自建项", "只在许昌市办。")),
    ],
)
def test_a_bundle_says_its_tier_and_that_no_list_is_out(
    app: Flask, client: FlaskClient, tier: Tier, region: str | None, words: tuple[str, str]
) -> None:
    catalogue: Catalogue = app.extensions["catalogue"]
    bundle = replace(catalogue.bundles["id-card"], tier=tier, region=region)
    app.extensions["catalogue"] = changed(catalogue, bundle)
    for page in ("/bundles/id-card", "/bundles/id-card/responsibilities"):
        said = shown(client, page)
        assert all(one in said for one in words), page
        assert "正式清单还没公布，以当地窗口为准。" in said


def test_what_a_place_does_not_offer_is_in_its_list_and_its_differences(app: Flask, client: FlaskClient) -> None:
    catalogue: Catalogue = app.extensions["catalogue"]
    bundle = replace(catalogue.bundles["id-card"], tier=Tier.ELECTIVE)
    overlays = (
        Overlay("id-card", "410100", not_offered={"ic.temp": "去开封市办"}),
        Overlay("id-card", "411000", not_offered={WHOLE: "去漯河市办"}),
    )
    app.extensions["catalogue"] = changed(catalogue, bundle, *overlays)
    assert "这里不办：去开封市办" in shown(client, "/bundles/id-card/responsibilities?region=410105")
    assert "去开封市办" in shown(client, "/bundles/id-card/differences?region=410105")
    assert "去漯河市办" in shown(client, "/bundles/id-card/differences?region=411002")
    assert "这里不办" not in shown(client, "/bundles/id-card/responsibilities?region=411100")


@pytest.mark.parametrize("mode", ["standard", "elder"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["responsibilities?region=410105", "differences?region=410105"])
def test_nothing_sideways_and_axe_finds_nothing(
    browser: Browser, site: Served, mode: str, width: int, path: str
) -> None:
    context = browser.new_context(
        base_url=site.address, viewport={"width": width, "height": 800}, locale="zh-CN", bypass_csp=True
    )
    try:
        context.add_cookies([{"name": "mode", "value": mode, "url": site.address}])
        page = context.new_page()
        page.goto(f"/bundles/elderly-welfare/{path}")
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        page.add_script_tag(content=AXE)
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
        assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    finally:
        context.close()
