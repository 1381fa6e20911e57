"""A YAML file whose every value knows its line, so that each Problem can say where it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import yaml

from webapp.catalogue.problems import Problem, nearest_hint

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SIZE = 2_000_000


class Entry:
    """A value of a sheet, with where it stands. Wrong shapes become Problems and read as empty."""

    def __init__(self, node: yaml.Node | None, file: str, line: int, problems: list[Problem]) -> None:
        self.node, self.file, self.line, self.problems = node, file, line, problems

    def __bool__(self) -> bool:
        return self.node is not None and not (
            isinstance(self.node, yaml.ScalarNode) and self.node.tag.endswith(":null")
        )

    def wrong(self, what: str, hint: str = "") -> None:
        """Note a Problem here."""
        self.problems.append(Problem(self.file, self.line, what, hint))

    def _child(self, node: yaml.Node) -> Entry:
        return Entry(node, self.file, node.start_mark.line + 1, self.problems)

    def table(self, keys: Collection[str] | None = None, needed: Collection[str] = ()) -> dict[str, Entry]:
        """A mapping by its keys. Unknown, doubled and missing keys are Problems."""
        if not self:
            return {}
        if not isinstance(self.node, yaml.MappingNode):
            self.wrong("here a mapping “key: value” is needed")
            return {}
        found: dict[str, Entry] = {}
        for key_node, value in self.node.value:
            key, entry = str(key_node.value), self._child(value)
            entry.line = key_node.start_mark.line + 1
            if keys is not None and key not in keys:
                entry.wrong(f"“{key}” is no key here", nearest_hint(key, keys))
            elif key in found:
                entry.wrong(f"“{key}” stands twice", "keep one of them")
            found[key] = entry
        for key in needed:
            if key not in found or not found[key]:
                self.wrong(f"“{key}” is missing")
        return found

    def items(self) -> Iterator[Entry]:
        """The entries of a list."""
        if not self:
            return
        if not isinstance(self.node, yaml.SequenceNode):
            self.wrong("here a list is needed", "write “- one” on a line of its own, or [one, two]")
            return
        for node in self.node.value:
            yield self._child(node)

    def value(self) -> Any:
        """The plain value: text, number, truth, list or mapping."""
        if self.node is None:
            return None
        try:
            return _construct(self.node)
        except (yaml.YAMLError, ValueError) as fault:
            self.wrong(f"this value cannot be read: {fault}")
            return None

    def text(self) -> str:
        """A text; numbers as they are written."""
        if not self:
            return ""
        if not isinstance(self.node, yaml.ScalarNode):
            self.wrong("here a text is needed")
            return ""
        if (
            self.node.style is None
            and self.node.tag.endswith(":bool")
            and self.node.value.lower() not in ("true", "false")
        ):
            self.wrong(f"{self.node.value} reads as yes or no", "put it in quotes")
        return str(self.node.value).strip()

    def truth(self) -> bool:
        """True or false."""
        found = self.value()
        if isinstance(found, bool):
            return found
        self.wrong("here true or false is needed")
        return False

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(entry.text() for entry in self.items())

    def one_of(self, allowed: Collection[str], what: str) -> str | None:
        """A text out of a few."""
        found = self.text()
        if found in allowed:
            return found
        self.wrong(f"“{found}” is no {what}", nearest_hint(found, allowed))
        return None


def _construct(node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def sheet(path: Path, name: str, problems: list[Problem]) -> Entry:
    """The file's top entry. A file that is no YAML is one Problem, at the line where reading stopped."""
    try:
        if path.stat().st_size > _SIZE:
            raise ValueError(f"the file is larger than {_SIZE // 1_000_000} MB")
        node = yaml.compose(path.read_text("utf-8"), Loader=_LOADER)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        problems.append(
            Problem(name, line, f"this is not YAML: {fault.problem}", "look at the indentation, quotes and colons")
        )
        node = None
    except (OSError, ValueError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as fault:
        problems.append(Problem(name, 1, f"the file cannot be read: {fault}"))
        node = None
    return Entry(node, name, 1, problems)
