"""`yijianshi rehearse`: the proofs at a terminal."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree  # only writes

import click

from webapp.catalogue.commands import FOLDER
from webapp.catalogue.guiding import RequestProblem, day, place
from webapp.catalogue.library import read
from webapp.catalogue.problems import CatalogueError, Problem, nearest_hint
from webapp.catalogue.regions import PROVINCE
from webapp.house import house
from webapp.rehearsal.findings import Finding, Severity
from webapp.rehearsal.rehearsals import Rehearsal, rehearsals
from webapp.site.clock import today


@click.command()
@click.argument("bundle", required=False)
@click.option("--region", help="One place of six digits; the eighteen cities if left out.")
@click.option("--as-of", "as_of", help="The day for which to prove, like 2026-12-01. Today if left out.")
@click.option("--json", "plain", is_flag=True, help="Answer as JSON.")
@click.option("--junit", is_flag=True, help="Answer as JUnit XML: a test a bundle and region.")
@FOLDER
def rehearse(
    bundle: str | None, region: str | None, as_of: str | None, plain: bool, junit: bool, folder: Path | None
) -> None:
    """Prove bundles sound: every finding at file:line, with the citizen who shows it. Exit 1 on a blocking one."""
    try:
        when, asked = day(as_of, today()), [place(region)] if region else []
    except RequestProblem as fault:
        raise click.ClickException(str(fault)) from None
    try:
        catalogue, problems = read(folder or house() / "catalogue")
    except CatalogueError as fault:
        raise click.ClickException(str(fault)) from None
    regions = asked or [city.code for city in catalogue.regions.children(PROVINCE)]
    mine = [
        one for one in problems if bundle is None or f"/{bundle}/" in one.file or one.file.endswith(f"{bundle}.yaml")
    ]
    if bundle is not None and bundle not in catalogue.bundles and not mine:
        hint = nearest_hint(bundle, catalogue.bundles)
        raise click.ClickException(f"no bundle is called “{bundle}”" + (f" — {hint}" if hint else ""))
    names = [name for name in catalogue.bundles if bundle in (None, name)]
    rounds = rehearsals(catalogue, names, regions, when)
    with click.progressbar(
        rounds, length=len(names) * len(regions), label="先行跑流程", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        found = list(bar)
    unread = [_unreadable(one, regions[0], when) for one in sorted(mine)]
    _tell(found, unread, "json" if plain else "junit" if junit else "")
    if any(one.blocking for one in found) or unread:
        raise SystemExit(1)


def _unreadable(problem: Problem, region: str, as_of: date) -> Finding:
    """What keeps a bundle from being read is a finding too; no proof has looked at that bundle."""
    name = problem.file.split("/")[-2] if problem.file.endswith("bundle.yaml") else Path(problem.file).stem
    return Finding(
        "unreadable", Severity.BLOCKING, name, region, as_of, problem.file, problem.line, problem.what, problem.hint
    )


def _tell(found: list[Rehearsal], unread: list[Finding], form: str) -> None:
    if form == "json":
        rounds = [_as_json(one) for one in found]
        said = {"problems": [finding_json(one) for one in unread], "rehearsals": rounds}
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    elif form == "junit":
        click.echo(_junit(found, unread))
    else:
        _lines(found, unread)


def _lines(found: list[Rehearsal], unread: list[Finding]) -> None:
    """Each finding once, however many places share it, then a line a bundle."""
    places: dict[tuple[Any, ...], list[Finding]] = {}
    for finding in (*unread, *(each for one in found for each in one.findings)):
        places.setdefault((finding.kind, finding.file, finding.line, finding.what), []).append(finding)
    for several in places.values():
        first = several[0]
        click.echo(str(first))
        if first.story is not None:
            for sentence in first.story.sentences():
                click.echo(f"    {sentence}")
        if len(several) < len(found):
            click.echo(f"    ({'、'.join(one.region for one in several)})")
    bundles: dict[str, list[Rehearsal]] = {}
    for one in found:
        bundles.setdefault(one.bundle, []).append(one)
    for name, rounds in bundles.items():
        kinds = Counter(each.severity.value for one in rounds for each in {f.what: f for f in one.findings}.values())
        count, seconds = rounds[0].count, sum(one.seconds for one in rounds)
        asked = (
            f"{count.shortest:2}–{count.longest:2} questions, {count.expected:4.1f} {'' if count.exact else 'sampled'}"
        )
        told = ", ".join(f"{kinds[one.value]} {one.value}" for one in Severity if kinds[one.value]) or "no finding"
        click.echo(f"{name:28}{len(rounds):3} regions {seconds:6.2f} s  {asked:36} {told}")
    blocking = sum(len(one.blocking) for one in found) + len(unread)
    seconds = sum(one.seconds for one in found)
    click.echo(f"{len(bundles)} bundles, {len(found)} rounds, {seconds:.1f} s: {blocking} blocking.", err=True)


def finding_json(one: Finding) -> dict[str, Any]:
    """A finding as plain JSON values."""
    return {
        "kind": one.kind,
        "severity": one.severity.value,
        "bundle": one.bundle,
        "region": one.region,
        "as_of": one.as_of.isoformat(),
        "file": one.file,
        "line": one.line,
        "what": one.what,
        "hint": one.hint,
        "subjects": list(one.subjects),
        "story": one.story and {**one.story.address, "sentences": one.story.sentences()},
    }


def _as_json(one: Rehearsal) -> dict[str, Any]:
    return {
        "bundle": one.bundle,
        "region": one.region,
        "as_of": one.as_of.isoformat(),
        "seconds": round(one.seconds, 3),
        "questions": {
            "shortest": one.count.shortest,
            "longest": one.count.longest,
            "expected": round(one.count.expected, 2),
            "exact": one.count.exact,
        },
        "findings": list(map(finding_json, one.findings)),
    }


def _junit(found: Iterable[Rehearsal], unread: Iterable[Finding]) -> str:
    suite = ElementTree.Element("testsuite", name="rehearse")
    for problem in unread:
        case = ElementTree.SubElement(suite, "testcase", classname=problem.bundle, name="reading")
        ElementTree.SubElement(case, "failure", message=str(problem))
    for one in found:
        case = ElementTree.SubElement(
            suite, "testcase", classname=one.bundle, name=one.region, time=f"{one.seconds:.3f}"
        )
        for finding in one.findings:
            if finding.severity is Severity.BLOCKING:
                failure = ElementTree.SubElement(case, "failure", message=str(finding))
                failure.text = "\n".join(finding.story.sentences()) if finding.story else ""
        told = [str(each) for each in one.findings if each.severity is not Severity.BLOCKING]
        if told:
            ElementTree.SubElement(case, "system-out").text = "\n".join(told)
    cases = list(suite)
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True)
