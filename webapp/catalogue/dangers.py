"""Words of danger, and whom to call: `catalogue/finding/speech/dangers.yaml`, whose head says how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webapp.catalogue.patterns import Pattern
from webapp.catalogue.pinyin import Sounds
from webapp.catalogue.wording import Wording, sheet

SURE_BY_SOUND = 3
"""Characters from which a sound alone is enough; a shorter one must be nearly all that was said (就明年 sounds like 救命年)."""


@dataclass(frozen=True)
class Danger:
    """One kind of danger: the number to call, and what tells it."""

    number: str
    now: tuple[Pattern, ...]
    says: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    sounds: tuple[str, ...]

    def heard_in(self, plain: str, sounding: str) -> bool:
        """Whether the plain words, or their sounds, tell of this danger."""
        if any(pattern.found_in(plain) for pattern in self.now):
            return True
        if any(pattern.found_in(plain) for pattern in self.unless):
            return False
        return any(pattern.found_in(plain) for pattern in self.says) or any(
            sound in sounding and (len(sound) >= SURE_BY_SOUND or len(sounding) <= len(sound) + 1) for sound in self.sounds
        )


class Dangers:
    """All dangers, in the order in which they are looked for. Error: ValueError when a pattern cannot be read."""

    def __init__(self, path: Path, wording: Wording, sounds: Sounds) -> None:
        written = sheet(path)
        own = {name: frozenset(map(wording.plain, words.split())) for name, words in written["names"].items()}
        names: Mapping[str, frozenset[str]] = {**wording.lexicon, **own}

        def patterns(lines: list[str]) -> tuple[Pattern, ...]:
            return tuple(Pattern(str(line), wording, names) for line in lines)

        self._dangers = tuple(
            Danger(
                number=danger["number"],
                now=patterns(danger["now"]),
                says=patterns(danger["says"]),
                unless=patterns(danger["unless"]),
                sounds=tuple(sounds.of(wording.plain(word)) for word in danger["sounds"]),
            )
            for danger in written["dangers"]
        )

    def number(self, plain: str, sounding: str) -> str | None:
        """The number to call first, or None where nobody is in danger."""
        return next((danger.number for danger in self._dangers if danger.heard_in(plain, sounding)), None)
