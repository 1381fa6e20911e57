"""Every picture that a page asks for is drawn, and what was taken over is unchanged."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from webapp.catalogue.views import POPULAR

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "static/pictures/pictures.svg"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn() -> dict[str, ElementTree.Element]:
    """The pictures of the sheet by id."""
    return {group.attrib["id"]: group for group in ElementTree.parse(SHEET).getroot().iter(f"{SVG}g")}


def test_every_picture_named_in_a_template_is_drawn(drawn: dict[str, ElementTree.Element]) -> None:
    named = re.compile(r"(?:icon|picture|drawing)\(\"([\w-]+)\"|picture=\"([\w-]+)\"|, \"(question-[\w-]+)\"\)")
    found = {
        next(filter(None, match))
        for page in (ROOT / "templates").rglob("*.html")
        for match in named.findall(page.read_text("utf-8"))
    }
    assert found
    assert found <= drawn.keys()


def test_every_life_stage_and_popular_bundle_has_its_picture(drawn: dict[str, ElementTree.Element]) -> None:
    """Another bundle may do with the picture of its life stage."""
    assert set(POPULAR) <= drawn.keys()
    stages = set(re.findall(r"picture: ([\w-]+)", (ROOT / "catalogue/stages.yaml").read_text("utf-8")))
    assert stages
    assert stages <= drawn.keys()


def test_pictures_are_lines_and_shapes_in_the_theme_s_colours(drawn: dict[str, ElementTree.Element]) -> None:
    """No raw colour, no text, no script: what a picture says, it says in every theme, and nothing else."""
    for name, picture in drawn.items():
        parts = list(picture.iter())
        assert len(parts) > 1, name
        assert {part.tag.removeprefix(SVG) for part in parts} <= {"g", "path", "circle", "rect"}, name
        colours = {part.attrib[side] for part in parts for side in ("fill", "stroke") if side in part.attrib}
        assert colours <= {"none", "var(--accent)", "var(--card)", "var(--wheat)"}, name


@pytest.mark.parametrize("folder", ["static/vendor", "tests/vendor"])
def test_what_was_taken_over_is_unchanged(folder: str) -> None:
    rows = re.findall(
        r"^\| `([^`]+)` \|.*\| ([0-9a-f]{64}) \|", (ROOT / folder / "VENDORED.md").read_text("utf-8"), re.M
    )
    files = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (ROOT / folder).glob("*.js")}
    assert files == dict(rows)
