"""Where each part of a bundle stands written: the sheets are read again only when a finding has to be placed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path

import yaml

from webapp.catalogue.library import Catalogue
from webapp.catalogue.problems import Problem
from webapp.catalogue.sheets import Entry, sheet
from webapp.guide.functions import within

NAMES = ("fact", "id", "name")
"""The keys that name an item of a list; an item without one is named by its number from 0."""


class Lines:
    """The places of one bundle's parts. `sheets` makes the top entries: the bundle's own, then its overlays'."""

    def __init__(self, sheets: Callable[[], Iterable[Entry]], label: str) -> None:
        self._sheets, self._label = sheets, label

    @cached_property
    def _tops(self) -> tuple[Entry, ...]:
        return tuple(self._sheets())

    def at(self, *path: str) -> tuple[str, int]:
        """File and line of the part at a path like ("matters", "reg", "variants", "1"), or of the nearest around it."""
        found = [_deepest(top, path) for top in self._tops if top.node is not None]
        if not found:
            return self._label, 1
        entry, _ = max(found, key=lambda one: one[1])  # the first of those that reach deepest
        return entry


def _deepest(top: Entry, path: Sequence[str]) -> tuple[tuple[str, int], int]:
    node, line, depth = top.node, top.line, 0
    for name in path:
        step = _step(node, name)
        if step is None:
            break
        (node, line), depth = step, depth + 1
    return (top.file, line), depth


def _step(node: yaml.Node | None, name: str) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == name:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            if name in _names(item) or (name == str(number) and not _names(item)):
                return item, item.start_mark.line + 1
    return None


def _names(item: yaml.Node) -> list[str]:
    """What an item is called, if it is called something: nothing for variants, cases and the like."""
    if not isinstance(item, yaml.MappingNode):
        return []
    said = {key.value: value.value for key, value in item.value if isinstance(value, yaml.ScalarNode)}
    if "value" in said or "level" in said or ("when" in said and "name" in said and "id" not in said):
        return [] if "type" not in said else [str(said[key]) for key in NAMES if key in said][:1]
    return [str(said[key]) for key in NAMES if key in said][:1]


def lines_in(catalogue: Catalogue, bundle: str, region: str) -> Lines:
    """The places of a bundle of the catalogue and of what is laid over it in a region."""

    def sheets() -> Iterable[Entry]:
        problems: list[Problem] = []
        yield sheet(catalogue.folder / "bundles" / bundle / "bundle.yaml", label, problems)
        for one in catalogue.overlays.get(bundle, ()):
            if within(region, one.region):
                path = catalogue.folder / "overlays" / one.region / f"{bundle}.yaml"
                yield sheet(path, f"catalogue/overlays/{one.region}/{path.name}", problems)

    label = f"catalogue/bundles/{bundle}/bundle.yaml"
    return Lines(sheets, label)


def lines_of(path: Path, label: str) -> Lines:
    """The places of a bundle in a file of its own."""
    return Lines(lambda: [sheet(path, label, [])], label)
