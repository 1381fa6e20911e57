"""What is wrong in the catalogue: where, what, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong: the file and line, the fault, and a hint."""

    file: str
    line: int
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" + (f" — {self.hint}" if self.hint else "")


class CatalogueError(Exception):
    """Everything wrong with the catalogue, all at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


def nearest_hint(wrong: str, known: Iterable[str]) -> str:
    """“did you mean …?”, or what there is if it is little, or nothing."""
    names = sorted(set(known))
    close = get_close_matches(wrong, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean “{close[0]}”?"
    return f"there are: {'、'.join(names)}" if 0 < len(names) <= 12 else ""
