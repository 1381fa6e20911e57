"""The traits of a saying, and what each trait weighs.

A saying is cut into traits: its characters, pieces of two and of three of them, the sounds of those pieces, English words
alone and in twos, the lexicon's names and every two names together. A trait weighs for a subject by how much more often it
stands in that subject's examples than in the others'; one that stands everywhere (怎么办) weighs nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from webapp.catalogue.wording import Wording

KIND_WEIGHTS = {"1": 0.25, "2": 1.0, "3": 0.9, "s": 0.35, "t": 0.5, "n": 1.1, "m": 1.0, "e": 1.5, "f": 1.0}
"""What each kind counts: 1, 2, 3 characters; s, t sounds of two and three; n, m names and pairs of names; e, f English words
and pairs of them. Found by measuring on the phrases meant for it (tests/catalogue/finding)."""

UNSEEN = 0.02
"""How often a trait is taken to stand where it was never seen: the higher, the less a single example tells."""

TELLS_ENOUGH = 0.3
"""A trait that weighs less is not kept."""

LATIN = re.compile(r"[a-z][a-z'-]*")
CHINESE = re.compile(r"[^a-z ]+")
ENDINGS = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|'s)$")
EMPTY_WORDS = frozenset(
    "a an the i my me we our you your he she his her it is am are was were be been to of for in on at and or do does did"
    " how what where when can could should would will want need get have has had with by from this that there please".split()
)


def traits(plain: str, sounding: str, wording: Wording) -> frozenset[str]:
    """The traits of a saying in plain words (`Wording.plain`) and of its sounds; each begins with the letter of its kind."""
    found: set[str] = set()
    for run in CHINESE.finditer(plain):
        begin, end = run.span()
        found.update("1" + plain[at] for at in range(begin, end))
        for size, characters, sounds in ((2, "2", "s"), (3, "3", "t")):
            for at in range(begin, end - size + 1):
                found.add(characters + plain[at : at + size])
                found.add(sounds + sounding[at : at + size])
    words = [ENDINGS.sub("", word) for word in LATIN.findall(plain) if word not in EMPTY_WORDS]
    found.update("e" + word for word in words)
    found.update(f"f{first} {second}" for first, second in zip(words, words[1:], strict=False))
    names = sorted({name for name, _ in wording.names(plain)})
    found.update("n" + name for name in names)
    found.update(f"m{first} {second}" for first, second in combinations(names, 2))
    return frozenset(found)


class Weights:
    """What each trait weighs for each subject, learnt from the subjects' examples (a set of traits each)."""

    def __init__(self, examples: Mapping[str, Sequence[frozenset[str]]]) -> None:
        shares: dict[str, list[tuple[str, float]]] = {}
        for subject, sayings in examples.items():
            counted = Counter(trait for saying in sayings for trait in saying)
            for trait, times in counted.items():
                shares.setdefault(trait, []).append((subject, times / len(sayings)))
        others = len(examples) - 1
        self._weights: dict[str, tuple[tuple[str, float], ...]] = {}
        for trait, found in shares.items():
            whole = sum(share for _, share in found)
            kind = KIND_WEIGHTS[trait[0]]
            kept = tuple(
                (subject, kind * weight)
                for subject, share in found
                if (weight := math.log((share + UNSEEN) / ((whole - share) / others + UNSEEN))) > TELLS_ENOUGH
            )
            if kept:
                self._weights[trait] = kept

    def of(self, saying: frozenset[str]) -> dict[str, float]:
        """What the saying weighs for every subject that any of its traits tells of."""
        weights: dict[str, float] = {}
        for trait in saying:
            for subject, weight in self._weights.get(trait, ()):
                weights[subject] = weights.get(subject, 0.0) + weight
        return weights
