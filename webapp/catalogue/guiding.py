"""`yijianshi guide`: what answers lead to, for people at a terminal and for checking."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from re import ASCII, fullmatch
from typing import Any

import click

from webapp.catalogue.library import Catalogue, load
from webapp.catalogue.problems import nearest_hint
from webapp.guide import UNKNOWN, Bundle, Guidance, Value, ValueProblem, guide
from webapp.house import house
from webapp.site.clock import today


class RequestProblem(ValueError):
    """A request that cannot be answered; the text is a sentence."""


def guidance(catalogue: Catalogue, request: Mapping[str, Any], today: date) -> dict[str, Any]:
    """One request answered: {"bundle", "region", "as_of", "answers", "chosen"} -> all that the guide says, as JSON.

    RequestProblem if a name or a value is not of the bundle.
    """
    name = request.get("bundle")
    bundle = catalogue.bundles.get(name) if isinstance(name, str) else None
    if bundle is None:
        hint = nearest_hint(name, catalogue.bundles) if isinstance(name, str) else ""
        raise RequestProblem(f"no bundle is called {_shown(name)}" + (f" — {hint}" if hint else ""))
    edition = catalogue.edition(bundle.id, place(request.get("region")), day(request.get("as_of"), today))
    return as_json(guide(edition, _answers(bundle, request.get("answers")), _chosen(bundle, request.get("chosen"))))


def place(given: object) -> str:
    """A region of six digits or more, the province where none is given. RequestProblem if it is none."""
    if given is None:
        return "410000"
    if isinstance(given, str | int) and fullmatch(r"[1-9]\d{5}(\d{3}){0,2}", str(given), ASCII):
        return str(given)
    raise RequestProblem(f"a region has six digits, like 410105; {_shown(given)} has not")


def day(given: object, today: date) -> date:
    """A day, today where none is given. RequestProblem if it is none."""
    if given is None:
        return today
    if isinstance(given, str) and fullmatch(r"\d{4}-\d\d-\d\d", given, ASCII):
        with suppress(ValueError):
            return date.fromisoformat(given)
    raise RequestProblem(f"“as_of” takes a day like 2026-12-01, not {_shown(given)}")


def _answers(bundle: Bundle, given: object) -> dict[str, Value]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise RequestProblem("“answers” takes an object of facts and values")
    answers: dict[str, Value] = {}
    for name, value in given.items():
        fact = bundle.facts.get(name)
        if fact is None:
            hint = nearest_hint(name, bundle.facts)
            raise RequestProblem(f"“{bundle.id}” has no fact called “{name}”" + (f" — {hint}" if hint else ""))
        try:
            if value is not None:
                answers[name] = UNKNOWN if value == UNKNOWN else fact.read(value)
        except ValueProblem as fault:
            raise RequestProblem(str(fault)) from None
    return answers


def _chosen(bundle: Bundle, given: object) -> list[str]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise RequestProblem("“chosen” takes a list of optional matters")
    for matter in given:
        if not isinstance(matter, str) or matter not in bundle.matter:
            raise RequestProblem(f"“{bundle.id}” has no matter called {_shown(matter)}")
    return given


def _shown(given: object) -> str:
    text = json.dumps(given, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"


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


def parsed(written: bytes) -> Any:
    """A JSON value. RequestProblem if it is none."""
    try:
        return json.loads(written.decode("utf-8-sig"), parse_constant=_refused)
    except json.JSONDecodeError as fault:
        raise RequestProblem(f"this is not JSON: {fault.msg} at column {fault.colno}") from None
    except UnicodeDecodeError:
        raise RequestProblem("this is not UTF-8") from None
    except RecursionError:
        raise RequestProblem("this is nested too deeply") from None
    except RequestProblem:
        raise
    except ValueError:
        raise RequestProblem("a number here has too many digits") from None


def _refused(word: str) -> None:
    raise RequestProblem(f"this is not JSON: {word} is no number")


def batch(lines: Iterable[bytes], answer: Callable[[dict[str, Any]], dict[str, Any]]) -> Iterator[bytes]:
    """One JSON object a line in, one a line out, `id` carried through; a broken line gives {"id", "error"}."""
    for line in lines:
        if not line.strip():
            continue
        name = None
        try:
            request = parsed(line)
            if not isinstance(request, dict):
                raise RequestProblem("a line takes one JSON object")
            name = request.get("id")
            found = {"id": name, **answer(request)}
        except RequestProblem as fault:
            found = {"id": name, "error": str(fault)}
        yield _line(found)


def _line(found: dict[str, Any]) -> bytes:
    try:
        return json.dumps(found, ensure_ascii=False, allow_nan=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a character in an id: said with its escape
        return json.dumps(found, allow_nan=False).encode() + b"\n"
    except ValueError:  # an id like 1e999 that JSON cannot say
        return _line({**found, "id": None})


@click.command("guide")
@click.argument("bundle", required=False)
@click.option("--region", default="410000", show_default=True, help="Where it is done: six digits.")
@click.option("--as-of", "as_of", help="The day for which to judge, like 2026-12-01. Today if left out.")
@click.option("--answers", type=click.File("rb"), help="A JSON file of facts and values; - for standard input.")
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
    catalogue = load(house() / "catalogue")
    if many:
        for line in batch(sys.stdin.buffer, lambda request: guidance(catalogue, request, today())):
            click.echo(line, nl=False)
        return
    if not bundle:
        raise click.UsageError("Name a bundle, or use --batch. There are: " + ", ".join(catalogue.bundles))
    try:
        given = parsed(answers.read()) if answers else None
        request = {"bundle": bundle, "region": region, "as_of": as_of, "answers": given, "chosen": list(chosen)}
        found = guidance(catalogue, request, today())
    except RequestProblem as fault:
        raise click.ClickException(str(fault)) from None
    if plain:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for told in _told(catalogue, bundle, found):
        click.echo(told)


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
