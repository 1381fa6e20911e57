"""`yijianshi guide`: what answers lead to, for people at a terminal and for checking."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from webapp.catalogue.library import Catalogue
from webapp.guide import UNKNOWN, Guidance, ValueProblem, guide
from webapp.house import house


class RequestProblem(ValueError):
    """A request that cannot be answered; the text is a sentence."""


def guidance(catalogue: Catalogue, request: Mapping[str, Any], today: date) -> dict[str, Any]:
    """One request answered: {"bundle", "region", "as_of", "answers", "chosen"} -> all that the guide says, as JSON.

    RequestProblem if a name or a value is not of the bundle.
    """
    name = request.get("bundle")
    bundle = catalogue.bundles.get(name) if isinstance(name, str) else None
    if bundle is None:
        raise RequestProblem(f"no bundle is called {name!r}")
    region = str(request.get("region") or "410000")
    if not (len(region) in (6, 9, 12) and region.isascii() and region.isdigit()):
        raise RequestProblem(f"a region has six digits, like 410105; {region!r} has not")
    answers = {}
    given = request.get("answers") or {}
    if not isinstance(given, dict):
        raise RequestProblem("“answers” takes an object of facts and values")
    for fact, value in given.items():
        if value is None:
            continue
        if fact not in bundle.facts:
            raise RequestProblem(f"“{bundle.id}” has no fact called “{fact}”")
        try:
            answers[fact] = UNKNOWN if value == UNKNOWN else bundle.facts[fact].read(value)
        except ValueProblem as fault:
            raise RequestProblem(str(fault)) from None
    chosen = request.get("chosen") or []
    if not isinstance(chosen, list):
        raise RequestProblem("“chosen” takes a list of optional matters")
    for matter in chosen:
        if matter not in bundle.matter:
            raise RequestProblem(f"“{bundle.id}” has no matter called {matter!r}")
    edition = catalogue.edition(bundle.id, region, _day(request.get("as_of"), today))
    return as_json(guide(edition, answers, chosen))


def _day(given: Any, today: date) -> date:
    if given in (None, ""):
        return today
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise RequestProblem(f"“as_of” takes a day like 2026-12-01, not {given!r}") from None


def as_json(found: Guidance) -> dict[str, Any]:
    """Guidance as plain JSON values."""
    instead = found.instead[0] if found.instead else None
    return {
        "verdicts": {
            verdict.matter.id: {
                "standing": verdict.standing.value,
                "because": list(verdict.because),
                "awaits": list(verdict.awaits),
            }
            for verdict in found.verdicts
        },
        "apply_now": found.apply_now,
        "instead": instead.entry.otherwise if instead else None,
        "apply_from": _plain(instead.apply_from) if instead else None,
        "apply_until": _plain(instead.apply_until) if instead else None,
        "materials": [material.id for material in found.materials],
        "open_materials": [material.id for material in found.open_materials],
        "next_question": found.next_question.id if found.next_question else None,
        "asked": list(found.path.asked),
        "hints": [hint.id for hint in found.hints],
        "computed": {name: _plain(value) for name, value in found.computed.items()},
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def batch(lines: Iterator[str], answer: Any) -> Iterator[str]:
    """One JSON object a line in, one a line out, `id` carried through; a broken line gives {"id", "error"}."""
    for line in lines:
        if not line.strip():
            continue
        name = None
        try:
            request = json.loads(line)
            if not isinstance(request, dict):
                raise RequestProblem("a line takes one JSON object")
            name = request.get("id")
            found = {"id": name, **answer(request)}
        except json.JSONDecodeError as fault:
            found = {"id": None, "error": f"this line is not JSON: {fault.msg} at column {fault.colno}"}
        except RequestProblem as fault:
            found = {"id": name, "error": str(fault)}
        except RecursionError:
            found = {"id": name, "error": "this line is nested too deeply"}
        yield json.dumps(found, ensure_ascii=False)


@click.command("guide")
@click.argument("bundle", required=False)
@click.option("--region", default="410000", show_default=True, help="Where it is done: six digits.")
@click.option("--as-of", "as_of", help="The day for which to judge, like 2026-12-01. Today if left out.")
@click.option(
    "--answers", type=click.File("r", encoding="utf-8"), help="A JSON file of facts and values; - for standard input."
)
@click.option("--chosen", multiple=True, help="An optional matter that is picked; may be given several times.")
@click.option("--json", "plain", is_flag=True, help="Answer as JSON.")
@click.option(
    "--batch", "many", is_flag=True, help="Read one JSON object a line from standard input, write one a line."
)
def guide_command(
    bundle: str | None, region: str, as_of: str | None, answers: Any, chosen: tuple[str, ...], plain: bool, many: bool
) -> None:
    """Which matters must and may be done, and what to ask next, for given answers.

    \b
    yijianshi guide retirement --region 410100 --answers answers.json
    yijianshi guide --batch < people.jsonl
    """
    from webapp.catalogue.library import load
    from webapp.site.clock import today

    catalogue = load(Path(house() / "catalogue"))
    if many:
        for line in batch(sys.stdin, lambda request: guidance(catalogue, request, today())):
            click.echo(line)
        return
    if not bundle:
        raise click.UsageError("Name a bundle, or use --batch. There are: " + ", ".join(catalogue.bundles))
    try:
        given = json.load(answers) if answers else {}
        request = {"bundle": bundle, "region": region, "as_of": as_of, "answers": given, "chosen": list(chosen)}
        found = guidance(catalogue, request, today())
    except json.JSONDecodeError as fault:
        raise click.ClickException(f"The answers are not JSON: {fault}") from None
    except RequestProblem as fault:
        raise click.ClickException(str(fault)) from None
    if plain:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in _told(catalogue, bundle, found):
        click.echo(line)


def _told(catalogue: Catalogue, name: str, found: Mapping[str, Any]) -> Iterator[str]:
    bundle = catalogue.bundles[name]
    signs = {"required": "必办  ", "optional": "可选  ", "undecided": "待核实", "not-needed": "不涉及"}
    yield bundle.name
    for matter, verdict in sorted(found["verdicts"].items(), key=lambda pair: list(signs).index(pair[1]["standing"])):
        why = "、".join(verdict["because"] or verdict["awaits"])
        yield f"  {signs[verdict['standing']]}  {bundle.matter[matter].name}" + (f"  ({why})" if why else "")
    if found["instead"]:
        yield f"  现在还不能办：{found['instead']}" + (
            f"（从 {found['apply_from']} 起）" if found["apply_from"] else ""
        )
    if found["materials"]:
        names = {material.id: material.name for material in bundle.materials}
        yield "  材料：" + "、".join(names[one] for one in found["materials"])
    if found["next_question"]:
        yield f"  下一问：{bundle.question[found['next_question']].ask}"
