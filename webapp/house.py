"""Where the house stands: the folder that holds templates/, static/, translations/ and catalogue/."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ROOMS = ("templates", "static", "translations", "catalogue")
"""The folders that the program reads at run time and that are not Python."""


@cache
def house() -> Path:
    """The folder of the rooms: the checkout's root, or `webapp/_house` in an installed package.

    An installed package is looked at first, since a checkout never holds `webapp/_house`.
    Raises FileNotFoundError where a room is missing: the installation is broken, and nothing could be served.
    """
    package = Path(__file__).resolve().parent
    installed = package / "_house"
    root = installed if installed.is_dir() else package.parent
    missing = [room for room in ROOMS if not (root / room).is_dir()]
    if missing:
        raise FileNotFoundError(f"{root} has no {', '.join(missing)}: install the program again, whole")
    return root
