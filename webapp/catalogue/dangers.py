"""Words of danger, and whom to call: `catalogue/finding/speech/dangers.yaml`, whose head says how it is written."""

from __future__ import annotations

from pathlib import Path

from webapp.catalogue.patterns import Pattern, Patterns
from webapp.catalogue.wording import Wording, sheet

SURE_BY_SOUND = 3
"""Characters from which a sound alone is enough; a shorter one must be all that was said (就明 sounds like 救命)."""


class Dangers:
    """All dangers, in the order in which they are looked for. Error: ValueError when a pattern cannot be read."""

    def __init__(self, path: Path, wording: Wording) -> None:
        written = sheet(path)
        names = {name: frozenset(map(wording.plain, words.split())) for name, words in written["names"].items()}
        dangers = written["dangers"]
        self._wording = wording
        self.examples: dict[str, str] = {danger["number"]: danger["words"] for danger in dangers}
        self._numbers: tuple[str, ...] = tuple(danger["number"] for danger in dangers)
        self._sounds = tuple(
            (danger["number"], wording.sounds.of(wording.plain(word)))
            for danger in dangers
            for word in danger["sounds"]
        )
        self._now, self._says, self._unless = (
            Patterns(
                (danger["number"], Pattern(str(line), wording, names)) for danger in dangers for line in danger[kind]
            )
            for kind in ("now", "says", "unless")
        )

    def number(self, plain: str, likely: str | None = None) -> str | None:
        """The number to call first for somebody who says this in plain words, or None where nobody is in danger.

        `likely` is the number whose examples the words resemble most, if they resemble any.
        """
        sounding = self._wording.sounds.of(plain)
        now = set(self._now.found_in(plain))
        maybe = set(self._says.found_in(plain)) | ({likely} if likely else set())
        maybe |= {
            number
            for number, sound in self._sounds
            if sound in sounding and (len(sound) >= SURE_BY_SOUND or sound == sounding)
        }
        if maybe:
            maybe -= set(self._unless.found_in(plain))
        return next((number for number in self._numbers if number in now or number in maybe), None)
