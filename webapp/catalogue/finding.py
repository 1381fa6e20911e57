"""Finding a bundle by a person's own words.

Read once from `catalogue/finding/`: the examples of each bundle (`words`), its sure signs (`surely`, `never`), and
what belongs to no bundle at all (`speech/outside.yaml`). `docs/explanation/how-finding-works.md` tells the whole.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from webapp.catalogue.dangers import Dangers
from webapp.catalogue.neighbours import Neighbours, read
from webapp.catalogue.patterns import Pattern, Patterns
from webapp.catalogue.traits import Weights, traits
from webapp.catalogue.wording import Wording, sheet

NOWHERE: Mapping[str, str] = MappingProxyType({})

OUTSIDE, DANGER = "?", "!"
"""One stands before the name of a subject that is no bundle, so that it can never be taken for one."""

# Found by measuring, on the phrases meant for it and on the examples themselves, a quarter held back at a time.
SURE_SIGN, NEVER_SIGN = 6.0, 9.0
"""What a pattern under `surely` adds to a bundle's weight, and one under `never` takes away."""
SHARPNESS = 0.65
"""How much a weight more counts: the fits are e to the power of weight times this, one in all."""
ENOUGH = 7.0
"""The weight that somebody says who speaks of nothing we know; a fit has to stand out against it."""
DANGEROUS = 0.5
"""From this fit on, words that resemble the examples of a danger are taken for danger."""
LIKELY = 0.33
"""From this fit on the best bundle is called sure."""
WORTH_SHOWING = 0.01
MOST = 3


@dataclass(frozen=True)
class Match:
    """A bundle and how well it fits, 0 to 1."""

    bundle: str
    score: float


@dataclass(frozen=True)
class Found:
    """What a person's words led to.

    `emergency` is the number to call before anything else. `bundles` are at most three, best first; unless `sure`, they
    are only guesses. `known_elsewhere` is a bundle that the words speak of but that cannot be done here. `question`
    tells neighbours apart where the words leave it open which of them is meant.
    """

    sure: bool
    emergency: str | None
    bundles: tuple[Match, ...]
    known_elsewhere: str | None
    question: Neighbours | None = None


class Finder:
    """Finds bundles by a person's own words.

    `folder` is `catalogue/finding`; `offered` the bundles that can be done here; `local` the region (six digits) of
    those that one city built for itself. `tell_apart` is the line that tells each bundle from its neighbours.
    Errors: FileNotFoundError for a missing file, ValueError naming the file for one that cannot be read.
    """

    def __init__(self, folder: Path, offered: Collection[str], local: Mapping[str, str] = NOWHERE) -> None:
        speech = folder / "speech"
        outside = sheet(speech / "outside.yaml")
        self._wording = Wording.read(speech)
        self._dangers = Dangers(speech / "dangers.yaml", self._wording)
        self._vague = frozenset(map(self._wording.plain, outside["vague"].splitlines()))
        self._offered = frozenset(offered)
        self._local = dict(local)
        sheets = {path.stem: sheet(path) for path in sorted(folder.glob("*.yaml"))}
        for bundle in sorted(self._offered - sheets.keys()):
            raise ValueError(f"nobody can find “{bundle}” by words: write {folder.name}/{bundle}.yaml")
        for bundle, written in sheets.items():
            for missing in {"tell_apart", "words"} - written.keys():
                raise ValueError(f"{bundle}.yaml has no “{missing}”")
        self.tell_apart: dict[str, str] = {bundle: written["tell_apart"] for bundle, written in sheets.items()}
        self._surely, self._never = (
            Patterns(
                (bundle, Pattern(sign, self._wording)) for bundle in sheets for sign in sheets[bundle].get(kind, ())
            )
            for kind in ("surely", "never")
        )
        examples = {bundle: written["words"] for bundle, written in sheets.items()}
        examples |= {OUTSIDE + subject: lines for subject, lines in outside.items()}
        examples |= {DANGER + number: lines for number, lines in self._dangers.examples.items()}
        plain = {name: [self._wording.plain(line) for line in lines.splitlines()] for name, lines in examples.items()}
        self._weights = Weights(plain, self._wording)
        self.neighbours = read(speech / "neighbours.yaml", self._wording)
        for lost in {one for each in self.neighbours for one in each.choices} - sheets.keys():
            raise ValueError(f"neighbours.yaml speaks of “{lost}”, which is no bundle")

    def find(self, words: str, region: str | None = None) -> Found:
        """What the words ask for; `region` is the six-digit code of where the person is, where that is known."""
        plain = self._wording.plain(words)
        fits = self._fits(plain)
        best = max(fits, key=lambda name: fits[name], default=OUTSIDE)
        dangerous = best.startswith(DANGER) and fits[best] >= DANGEROUS
        emergency = self._dangers.number(plain, best.removeprefix(DANGER) if dangerous else None)
        known = not best.startswith((OUTSIDE, DANGER)) and plain not in self._vague
        likely = known and fits[best] >= LIKELY
        here = {name: fit for name, fit in fits.items() if fit >= WORTH_SHOWING and self._offers(name, region)}
        ranked = sorted(here, key=lambda name: -here[name])[:MOST]
        return Found(
            sure=likely and best in here,
            emergency=emergency,
            bundles=tuple(Match(name, round(here[name], 3)) for name in ranked),
            known_elsewhere=best if likely and best not in here else None,
            question=self._question(plain, {name: here[name] for name in ranked}, likely, region),
        )

    def _question(self, plain: str, fits: Mapping[str, float], sure: bool, region: str | None) -> Neighbours | None:
        """The question that tells apart what the words leave open, with the choices that can be done there."""
        asked = next((one for one in self.neighbours if one.due(plain, fits, sure)), None)
        if asked is None:
            return None
        choices = {name: words for name, words in asked.choices.items() if self._offers(name, region)}
        return replace(asked, choices=choices) if len(choices) > 1 else None

    def _fits(self, plain: str) -> dict[str, float]:
        """How well each bundle and each outside subject fits: 0 to 1, less than one in all."""
        weights = self._weights.of(traits(plain, self._wording))
        for bundle in set(self._surely.found_in(plain)):
            weights[bundle] = weights.get(bundle, 0.0) + SURE_SIGN
        for bundle in set(self._never.found_in(plain)):
            weights[bundle] = weights.get(bundle, 0.0) - NEVER_SIGN
        highest = max(weights.values(), default=0.0)
        powers = {name: math.exp((weight - highest) * SHARPNESS) for name, weight in weights.items()}
        whole = sum(powers.values()) + math.exp((ENOUGH - highest) * SHARPNESS)
        return {name: power / whole for name, power in powers.items()}

    def _offers(self, bundle: str, region: str | None) -> bool:
        """Whether the bundle can be done there: offered, and not another city's own."""
        home = self._local.get(bundle)
        return bundle in self._offered and (home is None or region is None or _within(region, home))


def _within(region: str, home: str) -> bool:
    """Whether the region is the home or lies in it: 411002 lies in 411000."""
    return region.startswith(home.removesuffix("00").removesuffix("00"))
