"""What travels in the wheel beside Python: the rooms at the checkout's root, with their translations compiled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOMS = ("templates", "static", "translations", "catalogue")
"""As in webapp/house.py, which finds them again under webapp/_house."""


class Rooms(BuildHookInterface[Any]):
    """A wheel takes the rooms along; an editable installation finds them where they stand."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for source in Path(self.root, "translations").glob("*/LC_MESSAGES/*.po"):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text))
        if version == "standard":
            build_data["force_include"].update({str(Path(self.root, room)): f"webapp/_house/{room}" for room in ROOMS})
