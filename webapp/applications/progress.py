"""An application as the person sees it: who does each matter, how far it is, what comes before and what to bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from webapp.applications.models import Application, Task
from webapp.applications.submission import content_of
from webapp.catalogue.current import catalogue
from webapp.catalogue.translation import told
from webapp.guide import Basis, Matter, Standing


@dataclass(frozen=True)
class Share:
    """One department's share of a matter, with how far it is."""

    department: str
    standing: str
    tone: str


@dataclass(frozen=True)
class Step:
    """One matter of the application, in the order in which it was handed in."""

    name: str
    open: bool
    shares: tuple[Share, ...]
    after: tuple[str, ...]
    days: str
    fee: str
    where: str


@dataclass(frozen=True)
class Progress:
    """The whole application in words. `brought`, `onsite`: what to bring to the window and what to do there."""

    bundle: str
    applicant: str
    steps: tuple[Step, ...]
    brought: tuple[str, ...]
    sent: tuple[str, ...]
    onsite: tuple[str, ...]


def progress(application: Application) -> Progress:
    """Read from what was handed in and from what the departments wrote down since. Raises KeyLost."""
    content = content_of(application)
    names = {one["id"]: told(one["name"]) for one in content["matters"]}
    tasks: dict[str, list[Task]] = {}
    for task in application.tasks:
        tasks.setdefault(task.matter, []).append(task)
    done = {name for name, each in tasks.items() if all(task.concluded or task.refused for task in each)}
    bundle = catalogue().bundles.get(application.bundle)
    papers = [one for one in content["materials"] if not one["fetched"]]
    return Progress(
        told(content["bundle"]["name"]),
        _applicant(content),
        tuple(
            _step(one, tasks.get(one["id"], []), names, done, bundle.matter.get(one["id"]) if bundle else None)
            for one in content["matters"]
        ),
        tuple(told(one["name"]) for one in papers if not one["files"] and not one["open"]),
        tuple(told(one["name"]) for one in papers if one["files"]),
        tuple(told(label) for label in content["onsite"]),
    )


def _step(
    one: Mapping[str, Any], tasks: Iterable[Task], names: Mapping[str, str], done: set[str], matter: Matter | None
) -> Step:
    waits = tuple(names[name] for name in one["after"] if name in names and name not in done)
    return Step(
        names[one["id"]],
        one["standing"] == Standing.UNDECIDED.value,
        tuple(_share(task, waits) for task in tasks),
        waits,
        days(matter),
        fee(matter),
        told(matter.where) if matter and matter.where else "",
    )


def _share(task: Task, waits: tuple[str, ...]) -> Share:
    department = catalogue().departments.get(task.department)
    return Share(told(department.name) if department else task.department, *standing(task, waits))


def standing(task: Task, waits: Iterable[str] = ()) -> tuple[str, str]:
    """How far a task is, in words, with the tone of its tag."""
    if task.concluded:
        return _("Done"), "good"
    if task.refused:
        return _("Not taken in hand; the reason is told to you"), "must"
    if task.awaiting_correction:
        return _("Something is missing, please send it"), "must"
    if task.accepted:
        return _("Taken in hand, being done"), "may"
    if tuple(waits):
        return _("Handed in, begins when the one before is done"), "open"
    return _("Handed in, waiting to be taken in hand"), "open"


def days(matter: Matter | None) -> str:
    """How long it takes, only where that is certain."""
    if matter is None or matter.days.basis is not Basis.SOURCED:
        return ""
    if words := matter.days.text or matter.days.note:
        return _("How long: %(words)s", words=told(words))
    if matter.days.legal is not None:
        return _(
            "At most %(days)s working days by law; what the window in your place says counts.", days=matter.days.legal
        )
    if matter.days.committed is not None:
        return _(
            "%(days)s working days were promised; what the window in your place says counts.",
            days=matter.days.committed,
        )
    return ""


def fee(matter: Matter | None) -> str:
    """What it costs, only where that is certain."""
    if matter is None or not matter.fee or matter.fee_basis is not Basis.SOURCED:
        return ""
    return _("What it costs: %(words)s", words=told(matter.fee))


def _applicant(content: Mapping[str, Any]) -> str:
    """The name of the person it is for; empty where the form asks for none."""
    for one in content["fields"]:
        if one["id"] == "applicant_name":
            return str(one["value"])
        if one["kind"] == "person" and one["section"] == "applicant":
            return str(one["value"]["name"])
    return ""
