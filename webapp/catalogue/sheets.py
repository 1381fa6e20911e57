"""A YAML file whose every value knows its line, so that each Problem can say where it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
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

    @property
    def blank(self) -> bool:
        """Whether nothing is written here."""
        return not self or (isinstance(self.node, yaml.ScalarNode) and not self.node.value.strip())

    def wrong(self, what: str, hint: str = "") -> None:
        """Note a Problem here."""
        self.problems.append(Problem(self.file, self.line, what, hint))

    def _child(self, node: yaml.Node) -> Entry:
        return Entry(node, self.file, node.start_mark.line + 1, self.problems)

    def table(
        self,
        keys: Collection[str] | None = None,
        needed: Collection[str] = (),
        under: Callable[[dict[str, Entry]], Mapping[str, Entry] | None] | None = None,
    ) -> dict[str, Entry]:
        """A mapping by its keys. Unknown, doubled and missing keys are Problems.

        `under` is told the mapping and gives what lies under it, for keys that are not written here; None where that
        could not be found, so that nobody can say what is missing.
        """
        if not self:
            if needed:
                self.wrong(f"here is nothing, but {'、'.join(f'“{key}”' for key in needed)} must be")
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
        below = under(found) if under else {}
        if below is None:
            return found
        found = {**below, **found}
        for key in needed:
            if key not in found:
                close = get_close_matches(key, [one for one in found if keys is not None and one not in keys], n=1)
                if not close:  # a slip of the pen has been told already
                    self.wrong(f"“{key}” is missing")
            elif found[key].blank:
                found[key].wrong(f"“{key}” is empty")
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
            not self.node.style  # written plainly, without quotes
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
    top = Entry(None, name, 1, problems)
    text = _text(path, top)
    if text is None:
        return Entry(None, name, 1, [])
    try:
        top.node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as fault:
        top.line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        lines = [*text.splitlines(), ""]
        tab = "\t" in lines[min(top.line, len(lines)) - 1]
        hint = "use spaces, no tabs" if tab else "look at the indentation, quotes and colons"
        top.wrong(f"this is not YAML: {fault.problem or fault.context}", hint)
    except yaml.reader.ReaderError as fault:
        top.line = text.count("\n", 0, fault.position) + 1
        top.wrong("a mark stands here that no text may hold", "delete it and type the words again")
    except (yaml.YAMLError, RecursionError, ValueError):
        top.wrong("this is not YAML", "look at the indentation, quotes and colons")
    else:
        if top:
            return Entry(top.node, name, 1, problems)
        top.wrong("the file is empty")
    return Entry(None, name, 1, [])  # what is wrong with the file as a whole has been told


def _text(path: Path, top: Entry) -> str | None:
    """What stands in a file; None and a Problem if it cannot be read."""
    try:
        written = path.read_bytes() if path.stat().st_size <= _SIZE else None
    except OSError as fault:
        top.wrong(f"the file cannot be read: {fault.strerror or fault}")
        return None
    if written is None:
        top.wrong(f"the file is larger than {_SIZE // 1_000_000} MB", "a bundle is some hundred lines")
        return None
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        top.line = written.count(b"\n", 0, fault.start) + 1
        top.wrong("this is not UTF-8", "save the file as UTF-8")
        return None
