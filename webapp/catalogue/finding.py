"""Finding a bundle by a person's own words.

Read once from `catalogue/finding/`: the examples of each bundle (`words`), its sure signs (`surely`, `never`), and what belongs to
no bundle at all (`speech/outside.yaml`). `webapp.catalogue.traits` weighs a saying; `docs/explanation/how-finding-works.md` tells
the whole.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from webapp.catalogue.dangers import Dangers
from webapp.catalogue.patterns import Pattern
from webapp.catalogue.pinyin import Sounds
from webapp.catalogue.traits import Weights, traits
from webapp.catalogue.wording import Wording, sheet

NOWHERE: Mapping[str, str] = MappingProxyType({})
OUTSIDE = "?"
"""Stands before the name of a subject that is no bundle."""

SURE_SIGN = 6.0
NEVER_SIGN = 9.0
SHARPNESS = 0.5
ENOUGH = 4.0
LIKELY = 0.5
WORTH_SHOWING = 0.02
MOST = 3


@dataclass(frozen=True)
class Match:
    """A bundle and how well it fits, 0 to 1."""

    bundle: str
    score: float


@dataclass(frozen=True)
class Found:
    """What a person's words led to.

    `emergency` is the number to call before anything else. `bundles` are at most three, best first; unless `sure`, they are only
    guesses. `known_elsewhere` is a bundle that the words speak of but that is not offered here.
    """

    sure: bool
    emergency: str | None
    bundles: tuple[Match, ...]
    known_elsewhere: str | None


class Finder:
    """Finds bundles by a person's own words.

    `folder` is `catalogue/finding`; `offered` the bundles that can be done here; `local` the region of those that one city built for
    itself. Errors: FileNotFoundError for a missing file, ValueError naming the file for one that cannot be read.
    """

    def __init__(self, folder: Path, offered: Collection[str], local: Mapping[str, str] = NOWHERE) -> None:
        speech = folder / "speech"
        self._wording = Wording.read(speech)
        self._sounds = Sounds(speech / "syllables.txt")
        self._dangers = Dangers(speech / "dangers.yaml", self._wording, self._sounds)
        self._offered = frozenset(offered)
        self._local = dict(local)
        self.tell_apart: dict[str, str] = {}
        self._surely: list[tuple[str, Pattern]] = []
        self._never: list[tuple[str, Pattern]] = []
        sayings = {OUTSIDE + subject: lines for subject, lines in sheet(speech / "outside.yaml").items()}
        for path in sorted(folder.glob("*.yaml")):
            sayings[path.stem] = self._bundle(path)
        unknown = self._offered - sayings.keys()
        if unknown:
            raise ValueError(f"no words to find {', '.join(sorted(unknown))} by: write {folder.name}/<bundle>.yaml")
        self._weights = Weights({name: [self._traits(line) for line in lines.splitlines()] for name, lines in sayings.items()})

    def _bundle(self, path: Path) -> str:
        """The examples of one bundle's file, a line each; its signs and its line to tell it apart are kept aside."""
        written = sheet(path)
        try:
            self.tell_apart[path.stem] = written["tell_apart"]
            for signs, kept in (("surely", self._surely), ("never", self._never)):
                for sign in written.get(signs, ()):
                    kept.append((path.stem, Pattern(sign, self._wording, self._wording.lexicon)))
            return str(written["words"])
        except KeyError as missing:
            raise ValueError(f"{path.name} has no “{missing.args[0]}”") from missing
        except ValueError as fault:
            raise ValueError(f"{path.name}: {fault}") from fault

    def _traits(self, words: str) -> frozenset[str]:
        plain = self._wording.plain(words)
        return traits(plain, self._sounds.of(plain), self._wording)

    def _fits(self, plain: str, sounding: str) -> dict[str, float]:
        """How well each bundle and each outside subject fits, 0 to 1, one in all."""
        weights = self._weights.of(traits(plain, sounding, self._wording))
        for bundle in {bundle for bundle, sign in self._surely if sign.found_in(plain)}:
            weights[bundle] = weights.get(bundle, 0.0) + SURE_SIGN
        for bundle in {bundle for bundle, sign in self._never if sign.found_in(plain)}:
            weights[bundle] = weights.get(bundle, 0.0) - NEVER_SIGN
        likely = {name: math.exp(min(weight, 60.0) * SHARPNESS) for name, weight in weights.items()}
        whole = sum(likely.values()) + math.exp(ENOUGH * SHARPNESS)
        return {name: share / whole for name, share in likely.items()}

    def find(self, words: str, region: str | None = None) -> Found:
        """What the words ask for; `region` is the six-digit code of where the person is, where it is known."""
        plain = self._wording.plain(words)
        sounding = self._sounds.of(plain)
        fits = self._fits(plain, sounding) if plain else {}
        emergency = self._dangers.number(plain, sounding)
        best = max(fits, key=lambda name: fits[name], default=OUTSIDE)
        here = {name: fit for name, fit in fits.items() if self._offers(name, region)}
        ranked = sorted(here, key=lambda name: -here[name])[:MOST]
        sure = best in here and fits[best] >= LIKELY
        elsewhere = best if not sure and not best.startswith(OUTSIDE) and best not in here and fits[best] >= LIKELY else None
        shown = tuple(Match(name, round(here[name], 3)) for name in ranked if here[name] >= WORTH_SHOWING)
        return Found(sure, emergency, shown, elsewhere)

    def _offers(self, bundle: str, region: str | None) -> bool:
        """Whether the bundle can be done there: offered, and not another city's own."""
        home = self._local.get(bundle)
        return bundle in self._offered and (home is None or region is None or _within(region, home))


def _within(region: str, home: str) -> bool:
    """Whether the region is the home or lies in it: 411002 in 411000."""
    return region.startswith(home.removesuffix("00").removesuffix("00"))
