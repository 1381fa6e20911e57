"""`yijianshi find`: which bundle a person's own words mean, for people at a terminal and for checking."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

from webapp.catalogue.compiled import fresh
from webapp.catalogue.finding import Finder
from webapp.catalogue.guiding import RequestProblem, batch
from webapp.house import house


def searched(finder: Finder, request: Mapping[str, Any]) -> dict[str, Any]:
    """One request answered: {"words", "region"} -> {"sure", "emergency", "bundles"}. RequestProblem if misshapen."""
    words, region = request.get("words"), request.get("region")
    if not isinstance(words, str):
        raise RequestProblem("“words” takes a text")
    if region is not None and not isinstance(region, str):
        raise RequestProblem("“region” takes six digits in quotes, like 410105")
    found = finder.find(words[:2000], region)
    return {
        "sure": found.sure,
        "emergency": found.emergency,
        "bundles": [{"id": match.bundle, "score": round(match.score, 4)} for match in found.bundles],
        "known_elsewhere": found.known_elsewhere,
    }


def finder_of_house() -> tuple[Finder, Mapping[str, str]]:
    """The finder over the bundles that are offered, and their names."""
    catalogue, finder = fresh(house() / "catalogue")
    return finder, {name: bundle.name for name, bundle in catalogue.bundles.items()}


@click.command("find")
@click.argument("words", required=False)
@click.option("--region", help="Where it is done: six digits.")
@click.option("--json", "plain", is_flag=True, help="Answer as JSON.")
@click.option("--batch", "many", is_flag=True, help="One JSON object a line from standard input, one a line out.")
def find(words: str | None, region: str | None, plain: bool, many: bool) -> None:
    """Find the bundle that a person means.

    \b
    yijianshi find "俺爹走了户口咋销" --region 411000
    yijianshi find --batch < phrases.jsonl
    """
    if not many and not words:
        raise click.UsageError("Say what it is about, or use --batch.")
    finder, names = finder_of_house()
    if many:
        for line in batch(sys.stdin.buffer, lambda request: searched(finder, request)):
            click.echo(line, nl=False)
        return
    found = searched(finder, {"words": words, "region": region})
    if plain:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    if found["emergency"]:
        click.echo(f"先打 {found['emergency']}！")
    if not found["sure"]:
        click.echo("拿不准您要办什么，可以打 12345 问人。" + ("也许是：" if found["bundles"] else ""))
    for match in found["bundles"]:
        click.echo(f"  {match['score']:.2f}  {names[match['id']]}  ({match['id']})")
