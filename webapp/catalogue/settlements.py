"""Towns and villages of a city, read from its file catalogue/regions/cities/<city>.txt.

A town is a line of nine digits and a name, its villages follow with their last three digits and a name.
"""

import re
from collections.abc import Callable
from functools import lru_cache

Named = tuple[tuple[str, str], ...]
"""Codes with names, in the order of the codes."""


class Settlements:
    """All towns and villages. A city's text stays in memory once it was read; the whole province is 1.2 MB.

    `read` gives the text of a file by its name in catalogue/regions. Safe for threads.
    """

    def __init__(self, read: Callable[[str], str]) -> None:
        self._text = lru_cache(maxsize=None)(lambda city: "\n" + read(f"cities/{city}.txt"))
        self.towns = lru_cache(maxsize=64)(self._towns)
        self.villages = lru_cache(maxsize=64)(self._villages)

    def _towns(self, city: str, county: str) -> Named:
        """The towns of a county with their nine digits."""
        return tuple(re.findall(rf"\n({county}\d{{3}}) (.+)", self._text(city)))

    def _villages(self, city: str, town: str) -> Named:
        """The villages of a town with their twelve digits."""
        text = self._text(city)
        start = text.find(f"\n{town} ")
        if start < 0:
            return ()
        after = re.compile(r"\n\d{9} ").search(text, start + 1)
        lines = re.findall(r"\n(\d{3}) (.+)", text[start : after.start() if after else len(text)])
        return tuple((town + last, name) for last, name in lines)
