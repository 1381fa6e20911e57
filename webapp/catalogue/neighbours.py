"""Things that are easily taken for one another, and the one question that tells them apart (相近的一件事).

They stand in catalogue/finding/speech/neighbours.yaml, whose head says how it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.catalogue.patterns import Pattern
from webapp.catalogue.wording import Wording, sheet

KEYS = {"ask", "choices", "heard", "told"}
CLOSE = 0.1
"""From this fit on the second best is a rival of the best, if the two are neighbours."""
CERTAIN = 0.9995
"""From this fit on the best has no rival."""


@dataclass(frozen=True)
class Neighbours:
    """One question, and for each of its bundles the answer that leads there, in the order in which they are shown."""

    ask: str
    choices: Mapping[str, str]
    heard: tuple[Pattern, ...]
    told: tuple[Pattern, ...]

    def due(self, plain: str, fits: Mapping[str, float], sure: bool) -> bool:
        """Whether the question is to be asked: the words fit two of them, or say it and leave it open.

        `plain` are the words (`Wording.plain`); `fits` the bundles that fit, the best first; `sure` whether the best
        is taken to be meant.
        """
        best = [name for name, fit in fits.items() if fit >= CLOSE][:2]
        if any(pattern.found_in(plain) for pattern in self.told):
            return False
        if len(best) == 2 and set(best) <= self.choices.keys():
            return True
        first, fit = next(iter(fits.items()), ("", 0.0))
        meant = not sure or (first in self.choices and fit < CERTAIN)
        return meant and any(pattern.found_in(plain) for pattern in self.heard)


def read(path: Path, wording: Wording) -> tuple[Neighbours, ...]:
    """All neighbours, in the order of the file. Error: ValueError saying what is wrong with which of them."""
    return tuple(_neighbours(name, written, wording) for name, written in sheet(path).items())


def _neighbours(name: str, written: Any, wording: Wording) -> Neighbours:
    if not isinstance(written, dict) or not {"ask", "choices"} <= written.keys() <= KEYS:
        raise ValueError(f"neighbours.yaml: “{name}” needs ask and choices, and may have heard and told")
    if len(written["choices"]) < 2:
        raise ValueError(f"neighbours.yaml: “{name}” tells nothing apart: it needs two choices")
    heard, told = (_patterns(written.get(key, ()), wording) for key in ("heard", "told"))
    return Neighbours(written["ask"], dict(written["choices"]), heard, told)


def _patterns(lines: Iterable[str], wording: Wording) -> tuple[Pattern, ...]:
    return tuple(Pattern(str(line), wording) for line in lines)
