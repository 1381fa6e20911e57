"""What bundles have in common: it reads as if it stood in the bundle, and every slip in it is told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue.test_reader import BUNDLE, OVERLAY, SHARED, sound, told
from webapp.catalogue.library import load, read
from webapp.catalogue.shared import About, Meaning
from webapp.house import house

__all__ = ["sound"]
IN_FULL = {
    """- fact: home
  shared: true
  ask: 老板的户口在哪里？
""": """- fact: home
  type: region
  ask: 老板的户口在哪里？
  why: 问这个，是为了看有没有补贴。
  held_by: 公安
""",
    """  like: id-card
  name: 老板的身份证
""": """  name: 老板的身份证
  supply: shared
  shared_from: 公安
""",
    """  like: birthday
""": """  kind: date
  section: applicant
  help: 照身份证写。
""",
}

BOTH = "  in: [noodles, teahouse]\n  type: date\n  ask: 哪天？\n"


def changed(path: Path, *pairs: tuple[str, str]) -> None:
    """Put other words into a file."""
    text = path.read_text("utf-8")
    for find, write in pairs:
        assert find in text, find
        text = text.replace(find, write, 1)
    path.write_text(text, "utf-8")


def test_what_is_shared_reads_as_if_it_stood_in_the_bundle(sound: Path) -> None:
    before = load(sound)
    (sound / SHARED).unlink()
    changed(sound / BUNDLE, *IN_FULL.items())
    after = load(sound)
    assert after.bundles == before.bundles
    assert before.version != after.version
    question = before.bundles["noodles"].question["home"]
    assert (question.ask, question.why) == ("老板的户口在哪里？", "问这个，是为了看有没有补贴。")


def test_the_catalogue_knows_what_means_the_same_where(sound: Path) -> None:
    sharing = load(sound).sharing
    assert sharing.facts == {("noodles", "home"): Meaning("home", About.PERSON)}
    assert sharing.fields == {("noodles", "born"): Meaning("birthday", About.PERSON)}
    assert list(sharing.names(Meaning("birthday", About.PERSON))) == [("noodles", "born")]


def test_a_change_of_the_shared_file_is_a_change_of_the_catalogue(sound: Path) -> None:
    before = load(sound)
    changed(sound / SHARED, ("shared_from: 公安", "shared_from: 公安机关"))
    after = load(sound)
    assert after.version != before.version
    assert after.bundles["noodles"].materials[0].shared_from == "公安机关"


def test_a_fact_is_shared_only_where_the_list_says_so(sound: Path) -> None:
    changed(sound / SHARED, ("in: [noodles, teahouse]", "in: [teahouse, barber]"))
    (sound / "finding/barber.yaml").write_text("tell_apart: 开理发店\nwords: 开理发店\n", "utf-8")
    assert told(sound) == [
        f"catalogue/{BUNDLE}:34: catalogue/shared.yaml does not say that “home” means the same in “noodles”"
        " — name “noodles” there, or write the question in full"
    ]


def test_a_bundle_that_does_not_ask_a_fact_is_not_in_its_list(sound: Path) -> None:
    changed(
        sound / SHARED,
        ("materials:\n", f"- fact: hair\n{BOTH}materials:\n"),
    )
    assert told(sound) == [
        "catalogue/shared.yaml:10: “noodles” does not ask “hair”"
        " — take it out here, or ask it there with “shared: true”"
    ]


def test_one_bundle_has_one_fact_of_a_name(sound: Path) -> None:
    changed(
        sound / SHARED,
        ("materials:\n", f"- fact: home\n{BOTH}materials:\n"),
    )
    first, second = told(sound)
    assert first == "catalogue/shared.yaml:10: “home” stands twice for “noodles” — take it out of one of them"
    assert "“home” stands twice for “teahouse”" in second


def test_without_the_file_nothing_is_shared(sound: Path) -> None:
    (sound / SHARED).unlink()
    first, second, third = told(sound)
    assert "catalogue/shared.yaml has no fact “home”" in first
    assert "catalogue/shared.yaml has no material “id-card”" in second
    assert "catalogue/shared.yaml has no field “birthday”" in third


def test_a_file_that_cannot_be_read_is_told_once(sound: Path) -> None:
    (sound / SHARED).write_text("facts: [\n", "utf-8")
    (line,) = told(sound)
    assert line.startswith("catalogue/shared.yaml:2: this is not YAML")


def test_what_nobody_uses_is_told_only_when_all_else_is_well(sound: Path) -> None:
    changed(sound / SHARED, ("fields:\n", "- id: stamp\n  name: 公章\n  supply: brought\nfields:\n"))
    (line,) = told(sound)
    assert line == "catalogue/shared.yaml:14: no bundle has a material like “stamp” — take it out"
    changed(sound / BUNDLE, ("after: [licence]", "after: [license]"))
    (line,) = told(sound)
    assert "no matter is called “license”" in line


def test_a_region_may_add_what_bundles_share(sound: Path) -> None:
    changed(
        sound / OVERLAY,
        ("  name: 摆摊位置图\n  for: [street]\n  supply: brought\n", "  like: id-card\n  for: [street]\n"),
    )
    catalogue, problems = read(sound)
    assert problems == []
    (added,) = catalogue.overlays["noodles"][0].materials
    assert (added.id, added.name, added.shared_from) == ("street_plan", "身份证", "公安")


@pytest.mark.parametrize("bundle", ["after-death", "newborn"])
def test_nothing_of_the_dead_and_of_a_child_is_the_applicants(bundle: str) -> None:
    """What is about somebody else is never shared as if it were the applicant's own."""
    sharing = load(house() / "catalogue").sharing
    facts = {name: one.about for (where, name), one in sharing.facts.items() if where == bundle}
    assert facts == ({} if bundle == "after-death" else {"child_birth": About.CHILD})
    blanks = {name for (where, name) in sharing.fields if where == bundle}
    assert not {name for name in blanks if name.startswith(("deceased", "child", "mother", "father", "bank"))} - (
        {"bank_name", "bank_account"} if bundle == "after-death" else set()
    )
