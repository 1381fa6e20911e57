"""The colours, calculated: text is at least 7:1 on every ground that it stands on, edges and signs at least 4.5:1."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text("utf-8")
THEMES = {
    "light": r":root \{",
    "dark": r':root\[data-theme="dark"\] \{',
    "auto, in the dark": r':root\[data-theme="auto"\] \{\s+color-scheme: dark',
    "contrast": r':root\[data-theme="contrast"\] \{',
    "paper": r":root:root:root \{",
}
TEXT = [
    *(
        (ink, ground)
        for ink in ("ink", "soft", "primary")
        for ground in ("paper", "card", "wheat-tint", "primary-tint")
    ),
    *((ink, ground) for ink in ("bad", "good", "warn") for ground in ("paper", "card", f"{ink}-tint")),
    *(("ink", ground) for ground in ("bad-tint", "good-tint", "warn-tint")),
    ("soft", "good-tint"),
    ("on-primary", "primary"),
    ("on-primary", "primary-pressed"),
    ("bad-tint", "bad"),
    ("on-seal", "seal"),
]
EDGES = [
    *(("line", ground) for ground in ("paper", "card", "wheat-tint")),
    *((edge, "paper") for edge in ("primary", "bad", "good", "warn")),
    ("focus", "paper"),
    ("focus", "card"),
    ("focus", "focus-glow"),
]


def colours(theme: str) -> dict[str, str]:
    """What the tokens of a theme are; what it does not say comes from the light one."""
    found: dict[str, str] = {}
    for selector in (THEMES["light"], THEMES[theme]):
        start = re.search(selector, TOKENS)
        assert start, selector
        block = TOKENS[start.end() : TOKENS.index("}", start.end())]
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    return found


def light_of(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, from 1 to 21."""
    bright, dark = sorted((light_of(one), light_of(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_calculated_as_known() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_text_and_edges(theme: str) -> None:
    found = colours(theme)
    weak = {
        pair: round(reached, 2)
        for pairs, least in ((TEXT, 7.0), (EDGES, 4.5))
        for pair in pairs
        if (reached := contrast(found[pair[0]], found[pair[1]])) < least
    }
    assert not weak


def test_auto_is_dark_in_the_dark() -> None:
    """The two dark blocks cannot be one in CSS; they must say the same."""
    assert colours("auto, in the dark") == colours("dark")
