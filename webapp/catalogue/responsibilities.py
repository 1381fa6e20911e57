"""The responsibilities of a bundle (责任清单): who leads, who helps, and for each matter who does what by when."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.catalogue.library import Catalogue
from webapp.catalogue.places import named as place_named
from webapp.catalogue.regions import PROVINCE
from webapp.catalogue.sentences import Sentences
from webapp.catalogue.tiers import tier_word
from webapp.guide import Basis, Days, Matter, Overlay, lay
from webapp.guide.functions import within


@dataclass(frozen=True)
class Responsibility:
    """One matter's row, in words. `certain`: all of it is founded in a source; if not, it is marked 待核.

    `levels`: which level takes it in, by case. `where`: where it is done, or where instead if it is not offered.
    """

    matter: str
    decides: str
    helps: tuple[str, ...]
    after: tuple[str, ...]
    result: str
    by_when: str
    levels: tuple[str, ...]
    where: str
    tier: str
    law: str
    certain: bool


@dataclass(frozen=True)
class Responsibilities:
    """A bundle's whole list as it holds in a region: who leads, who cooperates, a row for each matter."""

    bundle: str
    place: str
    lead: str
    cooperating: tuple[str, ...]
    rows: tuple[Responsibility, ...]


def responsibilities(catalogue: Catalogue, bundle: str, language: str, region: str = PROVINCE) -> Responsibilities:
    """The list of a bundle in a language of `LANGUAGES`; `region` is a code that the catalogue knows."""
    overlays = [one for one in catalogue.overlays.get(bundle, ()) if within(region, one.region)]
    laid = lay(catalogue.bundles[bundle], overlays, region)
    words = Sentences(laid, language)
    named = {name: words.told(one.name) for name, one in catalogue.departments.items()}
    every = dict.fromkeys((*laid.departments, *(one for matter in laid.matters for one in matter.departments)))
    return Responsibilities(
        words.told(laid.name),
        place_named(catalogue.regions, region, language),
        named[laid.lead],
        tuple(named[one] for one in every if one != laid.lead),
        tuple(_row(matter, named, words, overlays) for matter in laid.matters),
    )


def _row(matter: Matter, named: dict[str, str], words: Sentences, overlays: Iterable[Overlay]) -> Responsibility:
    bundle = words.bundle
    decides, *helps = (named[one] for one in matter.departments)
    changed = [one for one in overlays if matter.id in one.departments or matter.id in one.not_offered]
    return Responsibility(
        words.told(matter.name),
        decides,
        tuple(helps),
        tuple(words.told(bundle.matter[one].name) for one in matter.after),
        words.told(matter.result),
        by_when(matter.days, words),
        tuple(_levels(matter, words)),
        _where(matter, words),
        tier_word(bundle.tier_of(matter), words.language),
        words.told(matter.law),
        matter.basis is Basis.SOURCED and all(one.basis is Basis.SOURCED for one in changed),
    )


def _where(matter: Matter, words: Sentences) -> str:
    if matter.elsewhere:
        return words._("Not offered here: %(elsewhere)s", elsewhere=words.told(matter.elsewhere))
    return words.told(matter.where) or words._("as the window in your place says")


def _levels(matter: Matter, words: Sentences) -> Iterator[str]:
    """Which level takes it in: a word where that is always so, else a sentence for each case."""
    names = {
        "province": words._("the province"),
        "city": words._("the city"),
        "county": words._("the county or district"),
        "town": words._("the town or street"),
        "village": words._("the village or community"),
    }
    for when, level in matter.levels:
        rule, name = words.of(when), names.get(level, level)
        always = len(matter.levels) == 1 and rule == words._("in every case")
        yield name if always else words._("If %(rule)s: %(value)s.", rule=rule, value=name)


def by_when(days: Days, words: Sentences) -> str:
    """By when it is done. A number that is not sourced is not shown: what the window says counts."""
    if days.basis is not Basis.SOURCED:
        return words._("as the window in your place says")
    if days.text:
        return words.told(days.text)
    if days.committed is not None:
        return words._("promised within %(days)s working day(s)", days=days.committed)
    if days.legal is not None:
        return words._("at most %(days)s working days by law", days=days.legal)
    return words._("as the window in your place says")


def columns(words: Sentences) -> dict[str, str]:
    """The heads of a row's columns, by the row's own names, in the order of reading."""
    return {
        "matter": words._("Matter"),
        "decides": words._("Decides"),
        "helps": words._("Helps"),
        "after": words._("After"),
        "result": words._("Result"),
        "by_when": words._("By when"),
        "levels": words._("Taken in by"),
        "where": words._("Where"),
        "tier": words._("Offered"),
        "law": words._("Law"),
    }


def cells(row: Responsibility, words: Sentences) -> list[str]:
    """A row as texts, in the order of `columns`, and whether it is checked."""
    several = (getattr(row, name) for name in columns(words))
    checked = words._("Checked") if row.certain else words._("To be checked")
    return [*(one if isinstance(one, str) else words._(", ").join(one) for one in several), checked]


def sheet(found: Responsibilities, words: Sentences) -> str:
    """The list as CSV, one line a matter, with the mark at the beginning by which spreadsheets know its letters."""
    paper = io.StringIO()
    lines = csv.writer(paper, lineterminator="\r\n")
    heads = (words._("Bundle"), words._("Place"), words._("Leading"), words._("Cooperating"))
    lines.writerow((*heads, *columns(words).values(), words._("Checked or not")))
    first = (found.bundle, found.place, found.lead, words._(", ").join(found.cooperating))
    lines.writerows((*first, *cells(row, words)) for row in found.rows)
    return "\ufeff" + paper.getvalue()


def told(found: Responsibilities, words: Sentences) -> Iterator[str]:
    """The list as lines for a terminal."""
    yield f"{found.bundle}  {found.place}"
    yield words._("Leading department: %(name)s", name=found.lead)
    yield " ".join((words._("With it:"), words._(", ").join(found.cooperating)))
    heads = list(columns(words).values())
    for row in found.rows:
        name, *rest, checked = cells(row, words)
        yield f"\n{name}" + ("" if row.certain else words._("(%(words)s)", words=checked))
        for head, cell in zip(heads[1:], rest, strict=True):
            if cell:
                yield f"  {head}" + words._(": ") + cell
