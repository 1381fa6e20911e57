"""Where people end: with nothing to do and no word, or otherwise on one day than on the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from webapp.guide import Edition, Kind, Standing, guide
from webapp.guide.conditions import Constant, Is, Today, Tree, parts_of
from webapp.guide.diagrams import YES
from webapp.rehearsal.citizens import Citizens
from webapp.rehearsal.flaws import BLOCKING, NOTE, Flaw, Flaws, Stage
from webapp.rehearsal.rules import rules


def dead_ends(stage: Stage) -> Flaws:
    """Answers after which nothing is due, nobody is barred and no hint tells where to go instead.

    Who declines what he was asked whether he wants it has come to his end.
    """
    edition, store = stage.edition, stage.edition.diagrams
    told = [*edition.matters.values(), *edition.hints.values(), *(edition.done(name) for name in edition.matters)]
    node = stage.both(stage.no(stage.either(told)), *edition.eligible)
    for fact in edition.order:
        if fact.wish and fact.kind is Kind.BOOLEAN:
            variable = edition.masks[fact.id].bit_length() - 1
            node = store.restrict(node, {variable: 1}, 1 << variable)
    given = stage.somebody(node)
    if given is None:
        return
    wishes = {fact.id: True for fact in edition.order if fact.wish and fact.kind is Kind.BOOLEAN}
    found = guide(edition, {**wishes, **given})
    if found.instead or found.hints or any(v.standing is not Standing.NOT_NEEDED for v in found.verdicts):
        return
    what = "who answers so is sent to no matter and told no way out"
    hint = "bar them under “eligible” with what to do instead, or give them a hint"
    yield Flaw("dead-end", BLOCKING, ("matters",), what, hint, given, tuple(edition.matters))


def cliffs(stage: Stage) -> Flaws:
    """Days still to come on which the same answers begin to be judged otherwise."""
    edition = stage.edition

    @cache
    def on(day: date) -> Citizens:
        return Citizens(Edition(edition.bundle, edition.region, day))

    for rule in rules(stage):
        if rule.path[0] != "matters" or rule.path[-1] != "when":
            continue
        for day in sorted({day for day in days_in(rule.tree) if day > edition.today}):
            before, after = on(day - timedelta(days=1)), on(day)
            for one, other, comes in ((after, before, "comes due"), (before, after, "is no longer due")):
                root, rest = (each.edition.matters[rule.subject] for each in (one, other))
                given = one.one(root)
                if given is not None and not other.shows(rest, YES, given):
                    what = f"from {day.isoformat()} on “{stage.bundle.matter[rule.subject].name}” {comes} for some"
                    hint = "tell people in time, and look at drafts begun before that day"
                    yield Flaw("date-cliff", NOTE, rule.path, what, hint, given, (rule.subject,))


def days_in(tree: Tree) -> Iterator[date]:
    """The days on which a comparison of today with a day turns round."""
    match tree:
        case Is(Today(), sign, Constant(str() as day)) | Is(Constant(str() as day), sign, Today()):
            left = isinstance(tree.left, Today)
            later = sign in ("<=", ">") if left else sign in ("<", ">=")
            yield date.fromisoformat(day) + timedelta(days=int(later))
            if sign in ("==", "!="):
                yield date.fromisoformat(day) + timedelta(days=1)
    for part in parts_of(tree):
        yield from days_in(part)


PROOFS = (dead_ends, cliffs)
