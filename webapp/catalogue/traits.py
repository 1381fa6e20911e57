"""The traits of a saying, and what each trait weighs.

A saying is cut into traits: its characters, every two that stand side by side, the sounds of those two, English words
alone and in twos, the lexicon's names and every two names together. A trait weighs for a subject by how much more often
it stands in that subject's examples than in the others'; one that stands everywhere (怎么办) weighs nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, combinations, pairwise
from typing import Any

from webapp.catalogue.wording import Wording

KIND_WEIGHTS = {"1": 0.7, "2": 1.0, "s": 0.5, "n": 1.3, "m": 1.0, "e": 1.5, "f": 1.0}
"""What each kind of trait counts: 1 a character, 2 two side by side, s their sounds, n a name of the lexicon, m two
names, e an English word, f two of them. Found by measuring; sounds count half, since unlike words sound alike."""

UNSEEN = 0.005
"""How often a trait is taken to stand where it was never seen: the higher, the less a single example tells."""

COMMONNESS = 0.9
"""How much a trait loses by standing in the examples of many subjects: 1 for all of it where it stands in all."""

TELLS_ENOUGH = 0.3
"""A trait that weighs less, before its kind is counted, is not kept."""

SMALL_WORDS = str.maketrans("", "", "个了的吗呢啊吧呀嘛哦这那就着一下 ")
LATIN = re.compile(r"[a-z][a-z'-]*")
CHINESE = re.compile(r"[^a-z ]+")
ENDINGS = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|'s)$")
EMPTY_WORDS = frozenset(
    "a an the i my me we our us you your he she his her it its is am are was were be been to of for in on at and or do"
    " does did how what where when can could should would will want need get have has had with by from this that there"
    " please".split()
)


def traits(plain: str, wording: Wording) -> set[str]:
    """The traits of a saying in plain words (`Wording.plain`); each begins with the letter of its kind."""
    found: set[str] = set()
    for part in CHINESE.findall(plain):
        run = part.translate(SMALL_WORDS) or part
        sounds = wording.sounds.of(run)
        found.update(["1" + sign for sign in run])
        found.update(["2" + first + second for first, second in pairwise(run)])
        found.update(["s" + first + second for first, second in pairwise(sounds)])
    words = [ENDINGS.sub("", word) for word in LATIN.findall(plain) if word not in EMPTY_WORDS]
    names = sorted(wording.names(plain))
    found.update("e" + word for word in words)
    found.update(f"f{first} {second}" for first, second in pairwise(words))
    found.update("n" + name for name in names)
    found.update(f"m{first} {second}" for first, second in combinations(names, 2))
    return found


class Weights:
    """What each trait weighs for each subject, learnt from the subjects' examples: a saying a line, in plain words."""

    def __init__(self, examples: Mapping[str, Sequence[str]], wording: Wording) -> None:
        shares: dict[str, list[tuple[str, float]]] = {}
        for subject, sayings in examples.items():
            counted = Counter(chain.from_iterable(traits(saying, wording) for saying in sayings))
            for trait, times in counted.items():
                shares.setdefault(trait, []).append((subject, times / len(sayings)))
        others = len(examples) - 1
        rareness = [1.0] + [1 - COMMONNESS * math.log(many) / math.log(others + 2) for many in range(1, others + 2)]
        self._weights: dict[str, tuple[tuple[str, float], ...]] = {}
        alike: dict[object, Any] = {}  # most traits stand in one example: equal weights are kept once, 3 MiB less
        for trait, found in shares.items():
            whole = sum([share for _, share in found])
            counts = KIND_WEIGHTS[trait[0]] * rareness[len(found)]
            kept = tuple(
                [
                    (subject, counts * weight)
                    for subject, share in found
                    if (weight := math.log((share + UNSEEN) / ((whole - share) / others + UNSEEN))) > TELLS_ENOUGH
                ]
            )
            if kept:
                self._weights[trait] = alike.setdefault(kept, tuple([alike.setdefault(one, one) for one in kept]))

    def of(self, saying: set[str]) -> dict[str, float]:
        """What the saying weighs for every subject that any of its traits tells of."""
        weights: dict[str, float] = {}
        for trait in saying:
            for subject, weight in self._weights.get(trait, ()):
                weights[subject] = weights.get(subject, 0.0) + weight
        return weights
