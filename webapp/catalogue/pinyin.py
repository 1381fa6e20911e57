"""How words sound, as loosely as people here say them and as speech recognition writes them.

`catalogue/finding/speech/syllables.txt` gives each character one syllable without tone. Two syllables that people in
Henan, or a speech recognizer, take for one another get the same sign: zh z, ch c, sh s, n l r, f h, ang an, eng en,
ing in.
"""

from __future__ import annotations

from pathlib import Path

FIRST_SIGN = 0xE000
"""Signs are characters of Unicode's private area: one for one with the characters, so that slices still fit."""

LOOSE_BEGINNINGS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("r", "l"), ("n", "l"))
LOOSE_ENDINGS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def loose(syllable: str) -> str:
    """The syllable with sounds that are mixed up made one: zhuang -> zuan, fang and huang -> han, ren -> len."""
    for exact, same in LOOSE_BEGINNINGS:
        if syllable.startswith(exact):
            syllable = same + syllable[len(exact) :]
            break
    for exact, same in LOOSE_ENDINGS:
        if syllable.endswith(exact):
            syllable = syllable[: -len(exact)] + same
            break
    if syllable.startswith("f"):
        return "h" + syllable[1:]
    if syllable.startswith("hu") and len(syllable) > 2:
        return {"hui": "hei", "hun": "hen"}.get(syllable, "h" + syllable[2:])
    return syllable


class Sounds:
    """The sounds of characters.

    Errors: FileNotFoundError when `path` is missing, ValueError naming file and line when a line cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._signs: dict[int, str] = {}
        signs: dict[str, str] = {}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            syllable, _, characters = line.partition(" ")
            if not (syllable.isascii() and syllable.isalpha() and characters):
                raise ValueError(f"{path.name}:{number}: expected “syllable characters”, for instance “ba 八巴”")
            sign = signs.setdefault(loose(syllable), chr(FIRST_SIGN + len(signs)))
            self._signs |= dict.fromkeys(map(ord, characters), sign)

    def of(self, words: str) -> str:
        """The sounds of the words, a sign for each character; what is not Chinese stands for itself."""
        return words.translate(self._signs)
