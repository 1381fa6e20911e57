"""The catalogue at a terminal: `yijianshi catalogue check`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from webapp.catalogue.library import Catalogue, load, read, sayings, strays
from webapp.catalogue.problems import CatalogueError, Problem, nearest_hint
from webapp.house import house

FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another catalogue than the program's own.",
)


@click.group()
def catalogue() -> None:
    """The law as data: check it."""


@catalogue.command()
@click.option("--language", default="en", show_default=True, help="The language of the translation file.")
def words(language: str) -> None:
    """Bring the translation file to the catalogue's texts; exit 1 with those that have no translation yet."""
    from webapp.catalogue.lexicon import renewed
    from webapp.catalogue.texts import texts

    folder = house() / "catalogue"
    path = house() / "translations" / language / "LC_MESSAGES" / "catalogue.po"
    missing = renewed(path, language, texts(load(folder), folder))
    for text in missing:
        click.echo(text)
    if missing:
        click.echo(f"{len(missing)} text(s) have no translation yet.", err=True)
        raise SystemExit(1)


@catalogue.command()
@FOLDER
def check(folder: Path | None) -> None:
    """Read everything; exit 0, or 1 with every problem at file:line and a hint."""
    folder = folder or house() / "catalogue"
    try:
        found, problems = read(folder)
        problems += [*sayings(folder, found.bundles), *strays(found)]
        problems += [problem for name in found.bundles for problem in _scenario_problems(found, name)]
    except CatalogueError as fault:
        problems = list(fault.problems)
    for problem in sorted(problems):
        click.echo(str(problem))
    if problems:
        files = Counter(problem.file for problem in problems)
        click.echo(f"{len(problems)} problem(s) in {len(files)} file(s).", err=True)
        raise SystemExit(1)
    bundles, matters = len(found.bundles), sum(len(bundle.matters) for bundle in found.bundles.values())
    click.echo(
        f"{bundles} bundles, {matters} matters, {sum(map(len, found.scenarios.values()))} scenarios: all is well."
    )


@catalogue.command("coverage")
@FOLDER
def covered(folder: Path | None) -> None:
    """How far the typical situations reach: a line a bundle; exit 1 with what is missing."""
    from webapp.catalogue.coverage import coverage

    found = load(folder or house() / "catalogue")
    each = [coverage(found, name) for name in found.bundles]
    for one in each:
        reached = one.matters - len({*one.never_due, *one.never_spared})
        click.echo(
            f"{one.bundle:24}{one.situations:4} situations {one.shown:2} shown {reached:3} of {one.matters} matters"
        )
    problems = [problem for one in each for problem in one.problems()]
    for problem in problems:
        click.echo(str(problem))
    if problems:
        raise SystemExit(1)


@catalogue.command()
@click.argument("bundle", required=False)
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def plain(bundle: str | None, folder: Path | None, as_json: bool) -> None:
    """How plainly a BUNDLE speaks, or all of them and the program; exit 1 with every finding at file:line.

    Counted are lengths, stiff words, official words without explanation, and characters outside the 2,500 commonest.
    """
    from webapp.catalogue.plainness import Plain

    found = load(folder or house() / "catalogue")
    if bundle and bundle not in found.bundles:
        raise click.BadParameter(f"no bundle is called “{bundle}” {nearest_hint(bundle, found.bundles)}".strip())
    measure = Plain(found, folder or house() / "catalogue", house() / "catalogue" / "characters.txt")
    each = [measure.bundle(bundle)] if bundle else [*measure.everything()]
    if not bundle and not folder:
        each.append(measure.interface(house() / "translations" / "zh_Hans" / "LC_MESSAGES" / "messages.po"))
    if as_json:
        click.echo(json.dumps([one.as_json() for one in each], ensure_ascii=False, indent=1))
    else:
        for one in each:
            click.echo(str(one))
        for problem in (problem for one in each for problem in one.problems):
            click.echo(str(problem))
    if count := sum(len(one.problems) for one in each):
        click.echo(f"{count} finding(s).", err=True)
        raise SystemExit(1)


def _scenario_problems(found: Catalogue, name: str) -> Iterator[Problem]:
    file = f"catalogue/bundles/{name}/scenarios.yaml"
    for scenario in found.scenarios.get(name, ()):
        for difference in scenario.differences(found.edition(name, scenario.region, scenario.as_of)):
            yield Problem(
                file, scenario.line, f"“{scenario.name}”: {difference}", "either the rule or the expectation is wrong"
            )
