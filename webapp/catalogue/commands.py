"""The catalogue at a terminal: `yijianshi catalogue check`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from webapp.catalogue.library import Catalogue, load, read, sayings, strays
from webapp.catalogue.places import nearest_place
from webapp.catalogue.problems import CatalogueError, Problem, nearest_hint
from webapp.house import house
from webapp.site.clock import today

FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another catalogue than the program's own.",
)

LANGUAGE = click.option("--language", type=click.Choice(["zh_Hans", "en"]), default="zh_Hans", show_default=True)


@click.group()
def catalogue() -> None:
    """The law as data: check it, and see what holds where."""


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


def _asked_for(folder: Path | None, bundle: str, region: str) -> Catalogue:
    """The catalogue, if it has the bundle and the region; else a sentence with what may be meant, and exit 2."""
    found = load(folder or house() / "catalogue")
    if bundle not in found.bundles:
        raise click.UsageError(" — ".join(filter(None, (f"No bundle is called “{bundle}”", _near(bundle, found)))))
    if found.regions.region(region) is None:
        hint = nearest_place(found.regions, region)
        raise click.UsageError(" — ".join(filter(None, (f"No place of the province has the code “{region}”", hint))))
    return found


def _near(bundle: str, found: Catalogue) -> str:
    """The bundle whose id is nearly that, or whose name holds these words."""
    named = next((one for one in found.bundles.values() if bundle and bundle in one.name), None)
    return f"did you mean “{named.id}” ({named.name})?" if named else nearest_hint(bundle, found.bundles)


@catalogue.command()
@click.argument("bundle")
@click.option("--region", default="410000", show_default=True, help="As it holds there: the code of a place.")
@click.option("--csv", "as_csv", is_flag=True, help="As a sheet, one line a matter.")
@LANGUAGE
@FOLDER
def responsibilities(bundle: str, region: str, as_csv: bool, language: str, folder: Path | None) -> None:
    """Who leads, who helps, and for each matter who does what by when.

    \b
    yijianshi catalogue responsibilities retirement --region 410100
    yijianshi catalogue responsibilities retirement --csv > retirement.csv
    """
    from webapp.catalogue.responsibilities import responsibilities as listed
    from webapp.catalogue.responsibilities import sheet, told
    from webapp.catalogue.sentences import Sentences

    found = _asked_for(folder, bundle, region)
    rows, words = listed(found, bundle, language, region), Sentences(found.bundles[bundle], language)
    if as_csv:
        click.echo(sheet(rows, words), nl=False)
        return
    for line in told(rows, words):
        click.echo(line)


@catalogue.command()
@click.argument("bundle")
@click.option("--region", required=True, help="The code of a place, like 410105.")
@click.option("--json", "plain", is_flag=True, help="Answer as JSON.")
@LANGUAGE
@FOLDER
def diff(bundle: str, region: str, plain: bool, language: str, folder: Path | None) -> None:
    """What a region changes in a bundle, level by level, and which values are still missing there.

    \b
    yijianshi catalogue diff elderly-welfare --region 410105
    """
    from webapp.catalogue.differences import differences, told
    from webapp.catalogue.sentences import Sentences

    found = _asked_for(folder, bundle, region)
    known = differences(found, bundle, region, today(), language)
    if plain:
        click.echo(json.dumps(asdict(known), ensure_ascii=False, indent=2))
        return
    for line in told(known, Sentences(found.bundles[bundle], language)):
        click.echo(line)


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
