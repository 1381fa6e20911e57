"""Matters that nobody is sent to, that wait for each other, exclude each other or come too late."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from webapp.catalogue.references import reached
from webapp.guide import Matter
from webapp.guide.conditions import NEVER, Constant
from webapp.guide.diagrams import NO, YES
from webapp.rehearsal.flaws import BLOCKING, NOTE, SERIOUS, Flaw, Flaws, Stage, overdue, shut


def never_due(stage: Stage) -> Flaws:
    """Matters whose rule can hold and that are due for nobody all the same."""
    for matter in stage.bundle.matters:
        rule = stage.node(matter.when)
        if stage.can(stage.due(matter.id)) or not stage.can(rule):
            continue
        given = stage.somebody(rule) or {}
        done = stage.edition.done(matter.id)
        if not stage.can(rule, stage.no(done)):
            what, hint = f"“{matter.name}” counts as done for all who need it", "“done_if” is too wide"
            yield Flaw("done-before-due", BLOCKING, ("matters", matter.id, "done_if"), what, hint, given, (matter.id,))
            continue
        group = next((name for name, group in stage.bundle.one_of.items() if matter.id in group), "")
        what = f"“{matter.name}” is always pushed out of its group “{group}” by one before it"
        hint = "of a group the first whose rule holds is done: put the narrower one first"
        yield Flaw("pushed-out", BLOCKING, ("one_of", group), what, hint, given, (matter.id,))


def circles(stage: Stage) -> Flaws:
    """Matters that wait for themselves, for none that there is, or for one that is never due beside them."""
    waits = {matter.id: matter.after for matter in stage.bundle.matters}
    for matter in stage.bundle.matters:
        at = ("matters", matter.id, "after")
        if matter.id in reached(waits, matter.id):
            given = stage.somebody(stage.due(matter.id)) or {}
            what, hint = f"“{matter.name}” waits for itself", "follow “after” round and cut the circle"
            yield Flaw("circle", BLOCKING, at, what, hint, given, (matter.id,))
        for name in matter.after:
            other = stage.bundle.matter.get(name)
            if other is None:
                what, hint = f"“{matter.name}” waits for “{name}”, which there is not", "name a matter of this bundle"
                yield Flaw("waits-for-nothing", BLOCKING, at, what, hint, {}, (matter.id, name))
            elif name != matter.id and _apart(stage, matter, other):
                what = f"“{matter.name}” waits for “{other.name}”, but the two are never due together"
                given = stage.somebody(stage.due(matter.id)) or {}
                hint = "take it out of “after”, or mend one of the two rules"
                yield Flaw("never-together", SERIOUS, at, what, hint, given, (matter.id, name))


def _apart(stage: Stage, one: Matter, other: Matter) -> bool:
    """Whether two matters can be due, but not for the same person; what is done already was waited for."""
    rule, before = stage.due(one.id), stage.node(other.when)
    return other.when != NEVER and stage.can(rule) and stage.can(before) and not stage.can(rule, before)


def twice(stage: Stage) -> Flaws:
    """Two matters of one name that somebody would have to do both."""
    for one, other in combinations(stage.bundle.matters, 2):
        if one.name == other.name and one.departments[:1] == other.departments[:1]:
            given = stage.somebody(stage.due(one.id), stage.due(other.id))
            if given is not None:
                what = f"“{one.name}” stands twice, and both are due for the same person"
                hint = "take one out, or tell the two rules apart"
                yield Flaw("due-twice", SERIOUS, ("matters", other.id), what, hint, given, (one.id, other.id))


def groups(stage: Stage) -> Flaws:
    """Groups of which only one is done: members that are equal, a group of one, a matter in two groups."""
    counted = Counter(name for group in stage.bundle.one_of.values() for name in set(group))
    for name, group in stage.bundle.one_of.items():
        at, members = ("one_of", name), [one for one in group if one in stage.bundle.matter]
        doubled = [one for one in members if counted[one] > 1 or group.count(one) > 1]
        if len(set(members)) < 2:
            what, hint = f"the group “{name}” has one matter only", "a group needs two; else leave it out"
            yield Flaw("group-of-one", SERIOUS, at, what, hint, {}, tuple(members))
        for one in doubled[:1]:
            what, hint = f"“{one}” stands twice among the groups", "a matter belongs to one group, once"
            yield Flaw("in-two-groups", SERIOUS, at, what, hint, {}, (one,))
        for one, other in combinations(dict.fromkeys(members), 2):
            first, second = (stage.node(stage.bundle.matter[each].when) for each in (one, other))
            if first == second and first not in (NO, YES):
                what = f"“{one}” and “{other}” of the group “{name}” hold for the very same people"
                given = stage.somebody(first)
                yield Flaw("same-rule", SERIOUS, at, what, "tell the two apart", given, (one, other))
            elif (given := stage.somebody(first, second)) is not None:
                what = f"“{one}” and “{other}” of the group “{name}” can both hold: the first named is done"
                hint = "put them in the order in which one gives way to the other"
                yield Flaw("group-overlaps", NOTE, at, what, hint, given, (one, other))


def applying(stage: Stage) -> Flaws:
    """Rules for applying that leave nobody, exclude each other, or bar a matter from all for whom it is due."""
    entries = list(zip(stage.bundle.eligible, map(stage.citizens.possible, stage.edition.eligible), strict=True))
    alone = [stage.citizens.can(node) for _, node in entries]
    open_to = [(number, node) for number, (entry, node) in enumerate(entries) if not entry.matters and alone[number]]
    found = False
    for (first, one), (second, other) in combinations(open_to, 2):
        if not stage.can(one, other):
            found = True
            what = f"rules {first + 1} and {second + 1} for applying exclude each other: nobody can apply"
            given, hint = stage.somebody(one), "mend one of them"
            yield Flaw("bars-each-other", BLOCKING, ("eligible", str(second), "when"), what, hint, given, ("eligible",))
    everyone = stage.either(stage.due(name) for name in stage.edition.matters)
    if all(alone) and not found and stage.can(everyone) and not stage.can(stage.edition.apply_now):
        what, hint = "nobody for whom something is due may apply", "follow the rules under “eligible” one by one"
        given = stage.somebody(everyone)
        yield Flaw("nobody-may-apply", BLOCKING, ("eligible",), what, hint, given, ("eligible",))
        return
    for number, (entry, node) in enumerate(entries):
        for name in entry.matters:
            due = stage.due(name) if name in stage.bundle.matter else NO
            if alone[number] and stage.can(due) and not stage.can(due, node):
                what = f"“{stage.bundle.matter[name].name}” can never be applied for: all for whom it is due are barred"
                hint, given = "the rule for applying and the matter's own exclude each other", stage.somebody(due)
                path = ("eligible", str(number), "when")
                yield Flaw("always-barred", BLOCKING, path, what, hint, given, (name,))


def times(stage: Stage) -> Flaws:
    """Deadlines that are past before anybody can begin, and windows that close before they open."""
    for matter in stage.bundle.matters:
        late = overdue(matter)
        if late is None or not stage.can(stage.due(matter.id)):
            continue
        past = stage.edition.node(late)
        if not stage.can(stage.due(matter.id), stage.no(past)):
            what = f"the deadline of “{matter.name}” is past for everybody before they can begin"
            given = stage.somebody(stage.due(matter.id), past)
            hint = "mend the deadline, or the rule that lets people begin so late"
            yield Flaw("deadline-past", SERIOUS, ("matters", matter.id, "deadline"), what, hint, given, (matter.id,))
    for number, entry in enumerate(stage.bundle.eligible):
        failing = stage.no(stage.edition.node(entry.when))
        closed = shut(entry)
        if closed is not None and (given := stage.somebody(stage.edition.node(closed))) is not None:
            what, hint = "the time for applying ends before it begins", "exchange apply_from and apply_until"
            path = ("eligible", str(number), "apply_until")
            yield Flaw("window-shut", SERIOUS, path, what, hint, given, ("eligible",))
        elif isinstance(entry.apply_from, Constant) and entry.apply_until is None and stage.can(failing):
            now = stage.edition.today.isoformat()
            first = str(entry.apply_from.value)
            if first <= now[: len(first)]:
                what = f"who is barred is told to come from {first} on, and that day is past"
                hint, given = "mend apply_from or leave it out", stage.somebody(failing)
                path = ("eligible", str(number), "apply_from")
                yield Flaw("day-past", SERIOUS, path, what, hint, given, ("eligible",))


def signposts(stage: Stage) -> Flaws:
    """Advice that leads back to this very bundle."""
    bundle = stage.bundle
    for section, parts in (("matters", bundle.matters), ("hints", bundle.hints)):
        for part in parts:
            if bundle.id in part.go_to:
                what, hint = f"“{part.id}” sends people to this very bundle", "name another bundle, or leave it out"
                rule = stage.due(part.id) if section == "matters" else stage.edition.hints[part.id]
                given = stage.somebody(rule) or {}
                yield Flaw("leads-back", SERIOUS, (section, part.id, "go_to"), what, hint, given, (part.id,))
    for number, entry in enumerate(bundle.eligible):
        if bundle.id in entry.go_to:
            what, hint = "who is barred is sent to this very bundle", "name another bundle, or leave it out"
            given = stage.somebody(stage.no(stage.edition.eligible[number])) or {}
            yield Flaw("leads-back", SERIOUS, ("eligible", str(number), "go_to"), what, hint, given, ("eligible",))


def departments(stage: Stage) -> Flaws:
    """Departments that have no part in the bundle, or decide something without being named."""
    bundle = stage.bundle
    busy = {name for matter in bundle.matters for name in matter.departments}
    named = [name for name in (bundle.lead, *bundle.departments) if name]
    for name, times_named in Counter(named).items():
        if times_named > 1:
            what, hint = f"the department “{name}” is named {times_named} times", "once is enough"
            yield Flaw("department-twice", NOTE, ("departments",), what, hint, None, (name,))
    idle = tuple(name for name in dict.fromkeys(named) if name not in busy)
    if idle:
        at: tuple[str, ...] = ("lead",) if idle == (bundle.lead,) else ("departments",)
        what = f"no matter gives a part to: {'、'.join(idle)}"
        hint = "give each its matter, or say in the notes what it does"
        yield Flaw("department-without-role", NOTE, at, what, hint, None, idle)
    for matter in bundle.matters:
        at = ("matters", matter.id, "departments")
        if not matter.departments:
            what, hint = f"no department does “{matter.name}”", "name the one that decides"
            yield Flaw("nobody-does-it", BLOCKING, at, what, hint, stage.somebody(stage.due(matter.id)), (matter.id,))
        for name in dict.fromkeys(matter.departments):
            if stage.departments and name not in stage.departments:
                what, hint = f"no department is called “{name}”", "name one of departments.yaml"
                yield Flaw("unknown-department", BLOCKING, at, what, hint, None, (matter.id, name))
            elif named and name not in named:
                what = f"“{name}” does “{matter.name}” and is not among the bundle's departments"
                given = stage.somebody(stage.due(matter.id))
                yield Flaw("department-unnamed", NOTE, at, what, "add it to “departments”", given, (matter.id, name))


PROOFS = (never_due, circles, twice, groups, applying, times, signposts, departments)
