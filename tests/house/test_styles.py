"""Colours and sizes are said once, in tokens.css; layers settle what wins."""

from __future__ import annotations

import re

import pytest

TOKENS = "static/css/tokens.css"
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|:\s*(?:white|black|red|green|blue|gr[ae]y|orange|yellow)\b",
    re.I,
)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
ADDRESS = re.compile(r"url\([^)]*\)")


@pytest.fixture(scope="module")
def styles(texts: dict[str, str]) -> dict[str, str]:
    """Every style sheet but the tokens, without comments and addresses."""
    return {
        name: ADDRESS.sub("", COMMENT.sub("", text))
        for name, text in texts.items()
        if name.startswith("static/css/") and name != TOKENS
    }


def test_raw_colours_stand_in_the_tokens_only(styles: dict[str, str]) -> None:
    assert not {name: found for name, text in styles.items() if (found := COLOUR.findall(text))}


def test_no_size_of_letters_in_pixels(styles: dict[str, str], texts: dict[str, str]) -> None:
    """A browser's default of 32 px must double every text (access.md V3)."""
    pixels = re.compile(r"font(?:-size)?:[^;}]*\d(?:px|pt)\b|--[\w-]*(?:type|font|text)[\w-]*:[^;}]*\dpx\b")
    every = styles | ({TOKENS: COMMENT.sub("", texts[TOKENS])} if TOKENS in texts else {})
    assert not {name: found for name, text in every.items() if (found := pixels.findall(text))}


def test_layers_win_and_not_shouting(styles: dict[str, str]) -> None:
    assert not [name for name, text in styles.items() if "!important" in text]


def test_every_token_used_is_made(styles: dict[str, str], texts: dict[str, str]) -> None:
    """`var(--x)` of a name that nobody sets shows nothing and says nothing."""
    everything = "\n".join([*styles.values(), texts.get(TOKENS, "")])
    scripts = "\n".join(text for name, text in texts.items() if name.endswith(".js"))
    made = set(re.findall(r"(--[\w-]+)\s*:", everything)) | set(re.findall(r"setProperty\(\"(--[\w-]+)\"", scripts))
    used = set(re.findall(r"var\((--[\w-]+)\)", everything))  # one with a fallback may be unset
    assert used <= made


def test_every_style_sheet_is_in_the_order(texts: dict[str, str]) -> None:
    """site.css is the table of contents: a sheet that it leaves out is never sent."""
    sheets = {name.removeprefix("static/css/") for name in texts if re.fullmatch(r"static/css/.+\.css", name)} - {
        "site.css"
    }
    if not sheets:
        pytest.skip("no style sheets yet")
    ordered = set(re.findall(r"@import url\(\"([^\"]+)\"\)", texts["static/css/site.css"]))
    assert sheets == ordered
