"""What a place does not offer: the person is told so, and where it can be done instead."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.catalogue.changed import changed
from tests.drafts.test_guidance_views import answered, section
from tests.world import COUNTY, Visit, begun
from webapp.catalogue.library import Catalogue, load
from webapp.guide import WHOLE, Basis, Overlay, Tier
from webapp.house import house

ELSEWHERE = "这件事只在许昌市办。您选的地方不在许昌市。请打12345，问那里能不能办类似的事。"


def settled(app: Flask, *overlays: Overlay, **parts: object) -> None:
    """The identity card's bundle is otherwise, in this program only."""
    catalogue: Catalogue = app.extensions["catalogue"]
    app.extensions["catalogue"] = changed(catalogue, replace(catalogue.bundles["id-card"], **parts), *overlays)  # type: ignore[arg-type]


def in_place(client: FlaskClient, region: str) -> Visit:
    """With a draft whose place is chosen."""
    visit = begun(client, "id-card")
    visit.send(visit.form("/region"), value=region)
    return visit


def test_a_local_bundle_says_where_it_is_offered(tmp_path: Path) -> None:
    """From the file to the edition: outside its region it is closed, with the region's name."""
    folder = tmp_path / "catalogue"
    shutil.copytree(Path(__file__).parent.parent / "samples/sound", folder)
    shutil.rmtree(folder / "overlays")
    (folder / "regions").symlink_to(house() / "catalogue/regions")
    path = folder / "bundles/noodles/bundle.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("tier: mandatory\n", "tier: local\nregion: '411000'\n"), "utf-8")
    catalogue = load(folder)
    assert catalogue.bundles["noodles"].elsewhere == ELSEWHERE
    day = date(2026, 12, 1)
    closed = {
        code
        for code in ("410000", "410100", "410105", "411000", "411002")
        if catalogue.edition("noodles", code, day).closed
    }
    assert closed == {"410100", "410105"}


def test_who_begins_it_outside_is_told_at_once_and_may_choose_another_place(app: Flask, client: FlaskClient) -> None:
    settled(app, tier=Tier.LOCAL, region="411000", elsewhere=ELSEWHERE)
    visit = in_place(client, COUNTY)
    assert visit.path.endswith("/guidance")
    assert "您选的地方办不了这件事" in visit.page.text
    assert ELSEWHERE in visit.page.text
    assert "/choices" not in visit.page.text
    visit.open(f"/drafts/{visit.number}/region")
    visit.send(visit.form("/region"), value="411002")
    assert "/questions/proxy" in visit.path


@pytest.mark.parametrize(("language", "words"), [("zh_Hans", ELSEWHERE), ("en", "Only Xuchang does this.")])
def test_the_local_bundles_of_the_catalogue_say_so_in_both_languages(
    client: FlaskClient, language: str, words: str
) -> None:
    client.set_cookie("language", language)
    for bundle in ("xuchang-ev-charger", "xuchang-talent-service"):
        visit = begun(client, bundle)
        visit.send(visit.form("/region"), value=COUNTY)
        assert words in visit.page.text


def test_who_begins_it_at_home_hears_nothing_of_it(app: Flask, client: FlaskClient) -> None:
    settled(app, tier=Tier.LOCAL, region="411000", elsewhere=ELSEWHERE)
    visit = in_place(client, "411002")
    assert "/questions/proxy" in visit.path
    assert ELSEWHERE not in visit.page.text


def test_it_cannot_be_handed_in_outside(app: Flask, client: FlaskClient) -> None:
    visit = answered(client, "id-card", card_state="到期")
    settled(app, tier=Tier.LOCAL, region="411000", elsewhere=ELSEWHERE)
    visit.open(f"/drafts/{visit.number}/review")
    assert "/application" not in visit.page.text
    visit.open(f"/drafts/{visit.number}")
    assert ELSEWHERE in visit.page.text, "what was answered before leads to the same words"


def test_an_elective_bundle_that_a_place_leaves_out_says_where_to_go(app: Flask, client: FlaskClient) -> None:
    settled(app, Overlay("id-card", "410100", not_offered={WHOLE: "这里不办，去开封市办。"}), tier=Tier.ELECTIVE)
    visit = in_place(client, COUNTY)
    assert visit.path.endswith("/guidance")
    assert "这里不办，去开封市办。" in visit.page.text


@pytest.mark.parametrize("said", [True, False])
def test_until_a_place_says_that_it_does_it_people_are_told_to_ask(app: Flask, client: FlaskClient, said: bool) -> None:
    settled(app, *([Overlay("id-card", "410100", offered=True)] if said else []), tier=Tier.ELECTIVE)
    page = answered(client, "id-card", card_state="到期").page.text
    assert ("去之前先打12345，问您那里办不办。" in page) is not said


def test_an_elective_matter_that_is_not_offered_is_told_where_instead(app: Flask, client: FlaskClient) -> None:
    settled(app, Overlay("id-card", "410100", not_offered={"ic.temp": "去开封市办临时身份证"}))
    page = answered(client, "id-card", card_state="丢了").page.text
    assert "去开封市办临时身份证" in section(page, "您选的地方不办的（1项）")
    others = page.split("不涉及您的", 1)[1]
    assert "临时身份证" not in others, "it stands in one place only"


def test_it_is_not_told_to_whom_it_does_not_concern(app: Flask, client: FlaskClient) -> None:
    """`offered_when` rests on what is asked for another matter: who comes by himself needs no visit at home."""
    catalogue: Catalogue = app.extensions["catalogue"]
    matters = tuple(
        replace(one, when=catalogue.bundles["id-card"].matter["ic.lost"].when) if one.id == "ic.temp" else one
        for one in catalogue.bundles["id-card"].matters
    )
    settled(app, Overlay("id-card", "410100", not_offered={"ic.temp": "去开封市办临时身份证"}), matters=matters)
    assert "去开封市办临时身份证" in answered(client, "id-card", card_state="丢了").page.text
    assert "去开封市办临时身份证" not in answered(client, "id-card", card_state="到期").page.text


def test_the_result_says_for_this_person_where_to_go(client: FlaskClient) -> None:
    at_home = answered(client, "elderly-welfare", birth_date="1940-03-05", hukou_region=COUNTY).page.text
    assert "去户口所在地（郑州市金水区）的窗口办" in at_home
    assert "代收代办" not in at_home
    away = answered(client, "elderly-welfare", birth_date="1940-03-05", hukou_region="411627").page.text
    assert "户口所在地（周口市太康县）" in away
    assert "代收代办" in away
    assert "全国可办" in away


def test_a_day_that_rests_on_no_source_is_told_with_caution(client: FlaskClient) -> None:
    """The last day is as certain as its matter, and no more: one is sourced, one is not."""
    page = answered(client, "newborn", child_birth="2026-11-01", birth_place_kind="医院").page.text
    matters = load(house() / "catalogue").bundles["newborn"].matters
    due = {matter.name: matter.basis for matter in matters if matter.deadline is not None}
    assert len(set(due.values())) == 2
    for name, basis in due.items():
        line = page.split(f"<h3>{name}</h3>", 1)[1].split("<p>", 1)[1].split("</p>", 1)[0]
        assert re.search(r"最好在\d{4}年\d+月\d+日前办好。", line), name
        assert ("以当地窗口为准" in line) is (basis is not Basis.SOURCED), name
