"""Docs that cannot rot: every command, option and file they name is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from webapp.cli import main

FENCE = re.compile(r"^```(?:sh|bash|console|shell)\n(.*?)^```", re.S | re.M)
INLINE = re.compile(r"`((?:yijianshi|make) [^`]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def pages(texts: dict[str, str]) -> dict[str, str]:
    """Every page of the docs, the READMEs among them."""
    return {name: text for name, text in texts.items() if name.endswith(".md")}


def commands(page: str) -> list[list[str]]:
    """The words of each `yijianshi …` and `make …` that a page tells somebody to type."""
    blocks = "\n".join(FENCE.findall(page)).replace("\\\n", " ")
    lines = [*blocks.splitlines(), *INLINE.findall(page)]
    parted = (part.strip() for line in lines for part in re.split(r"&&|\||;|\$\(|\)", re.sub(r"\s#.*", "", line)))
    found = []
    for part in parted:
        words = (
            shlex.split(re.sub(r"[<>]\s*\S+", "", part).replace("'", ""))
            if re.search(r"\b(yijianshi|make)\b", part)
            else []
        )
        starts = [place for place, word in enumerate(words) if re.search(r"(^|/)yijianshi$", word) or word == "make"]
        if starts and all(
            "=" in word or word in ("sudo", "-u", "exec", "env", "yijianshi", "time") for word in words[: starts[0]]
        ):
            found.append(words[starts[0] :])
    return found


def wrong_with(words: list[str]) -> str | None:
    """What is not there: a command, or an option of it."""
    command: click.Command = main
    for place, word in enumerate(words[1:]):
        if word.startswith("-"):
            known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
            if word.split("=")[0] not in known | {"--help"}:
                return f"{command.name} has no {word}"
        elif isinstance(command, click.Group) and "…" not in word:
            inner = command.get_command(click.Context(command), word)
            if inner is None:
                return f"{' '.join(words[: place + 2])} is not a command"
            command = inner
    return None


def test_every_command_exists(pages: dict[str, str], root: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(), re.M))
    wrong = {}
    for name, page in pages.items():
        for words in commands(page):
            if words[0] == "make":
                asked = [word for word in words[1:] if "=" not in word and not word.startswith("-")]
                fault = ", ".join(f"make {target}" for target in asked if target not in targets)
            else:
                fault = wrong_with(words) or ""
            if fault:
                wrong[name] = fault
    assert not wrong


def test_every_link_leads_somewhere(pages: dict[str, str], root: Path) -> None:
    broken = {
        f"{name}: {target}"
        for name, page in pages.items()
        for target in LINK.findall(re.sub(r"```.*?```", "", page, flags=re.S))
        if "://" not in target
        and not target.startswith("mailto:")
        and not (root / name).parent.joinpath(unquote(target)).exists()
    }
    assert not broken


def test_every_page_can_be_found(pages: dict[str, str], root: Path) -> None:
    """A page that no other page names is a page that nobody reads."""
    named = {
        (root / name).parent.joinpath(unquote(target)).resolve()
        for name, page in pages.items()
        for target in LINK.findall(page)
        if "://" not in target
    }
    folders = {path for path in named if path.is_dir()}
    lost = [
        name
        for name in pages
        if name.startswith("docs/") and (root / name) not in named and (root / name).parent not in folders
    ]
    assert not lost


def test_every_command_of_the_program_is_in_the_reference(root: Path) -> None:
    reference = (root / "docs/reference/commands.md").read_text("utf-8")
    missing = [path for path in _paths(main, "yijianshi") if path not in reference]
    assert not missing


def _paths(command: click.Command, path: str) -> list[str]:
    """Every command under this one, as it is typed."""
    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command)
    inner = ((name, command.get_command(context, name)) for name in command.list_commands(context))
    return [end for name, one in inner if one for end in _paths(one, f"{path} {name}")]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_opens_with_the_two_commands(root: Path, name: str) -> None:
    """What it is, a picture of it, and the two commands, within the first screen."""
    opening = (root / name).read_text("utf-8").splitlines()[:25]
    assert any(re.match(r"!\[.+\]\(docs/pictures/\w+\.png\)", line) for line in opening)
    assert [line.split()[1] for line in opening if line.startswith("make ")] == ["run", "test"]


def test_ci_calls_the_command_of_the_readme(root: Path) -> None:
    assert "make test" in (root / ".ci/run").read_text()
