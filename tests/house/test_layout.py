"""The shape of the house: folders have their twins, names are nouns, files stay small, one place knows the time."""

from __future__ import annotations

import ast
import re
from pathlib import Path, PurePosixPath

LONGEST = 400
"""Lines of a Python, template, style or script file, after which it is two things."""

UNSAID = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?|services?|handlers?|engine|wizard)(_|$)")
"""Names that say nothing about what is inside."""

WITHOUT_TWIN = {
    "tests": {"house", "browser", "samples", "scenarios", "vendor"},
    "templates": {"components", "errors", "receipts"},
}
"""Folders of tests/ and templates/ that mirror no folder of webapp/."""

CALLED_SO_BY_OTHERS = {"get_command"}
"""Methods that a library calls by this name (click)."""

TIMELESS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


def folders(names: dict[str, str], under: str) -> set[str]:
    """The folders that stand directly in `under`."""
    parts = (PurePosixPath(name).parts for name in names)
    return {part[1] for part in parts if part[0] == under and len(part) > 2}


def test_tests_and_templates_mirror_the_program(texts: dict[str, str]) -> None:
    features = folders(texts, "webapp")
    for place, others in WITHOUT_TWIN.items():
        assert folders(texts, place) - others <= features, f"{place}/ has a folder that webapp/ has not"


def test_every_feature_has_tests(texts: dict[str, str]) -> None:
    assert folders(texts, "webapp") - {"migrations"} <= folders(texts, "tests")


def test_components_are_triples(texts: dict[str, str]) -> None:
    """A style or a behaviour belongs to the macro file of the same name."""
    macros = {PurePosixPath(name).stem for name in texts if re.fullmatch(r"templates/components/\w+\.html", name)}
    for place, ending in (("css", "css"), ("js", "js")):
        found = {PurePosixPath(name).stem for name in texts if name.startswith(f"static/{place}/components/")}
        assert found <= macros, f"static/{place}/components/*.{ending} without a macro in templates/components/"


def test_feature_styles_belong_to_a_page_or_a_feature(texts: dict[str, str]) -> None:
    styles = {PurePosixPath(name).stem for name in texts if name.startswith("static/css/features/")}
    pages = {PurePosixPath(name).stem for name in texts if name.startswith("templates/") and name.endswith(".html")}
    assert styles <= folders(texts, "webapp") | pages


def test_names_say_what_is_inside(texts: dict[str, str]) -> None:
    rooms = ("webapp", "templates", "static", "tests", "bin")
    parts = {part for name in texts for part in PurePosixPath(name).parts if name.split("/")[0] in rooms}
    vague = sorted(part for part in parts if UNSAID.search(PurePosixPath(part).stem.lower()))
    assert not vague


def test_acts_are_verbs_and_things_are_nouns(sources: dict[str, str]) -> None:
    """No `get_`, `do_`, `handle_`: a question is named after its answer."""
    named = re.compile(
        r"^\s*(?:async )?(?:def|class) ((?:get|do|handle)_\w+|\w+(?:Manager|Handler|Helper|Service))\b", re.M
    )
    found = {
        f"{name}: {word}"
        for name, text in sources.items()
        if name.startswith("webapp/")
        for word in named.findall(text)
        if word not in CALLED_SO_BY_OTHERS
    }
    assert not found


def test_files_stay_small(texts: dict[str, str]) -> None:
    kinds = (".py", ".html", ".css", ".js")
    long = {
        name: lines for name, text in texts.items() if name.endswith(kinds) and (lines := text.count("\n")) > LONGEST
    }
    assert not long, f"split at {LONGEST} lines"


def test_one_place_knows_the_time(sources: dict[str, str]) -> None:
    """`now` and `today` are asked of webapp/site/clock.py, so that a test can set the clock."""
    found = [
        f"{name}:{node.lineno}"
        for name, text in sources.items()
        if name.startswith("webapp/") and name != "webapp/site/clock.py"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in TIMELESS
    ]
    assert not found


def test_every_module_says_what_it_is(sources: dict[str, str]) -> None:
    mute = [name for name, text in sources.items() if text.strip() and not ast.get_docstring(ast.parse(text))]
    assert not mute


def test_public_words_of_the_program_say_what_they_are(sources: dict[str, str]) -> None:
    """Every public class and function of a module has a docstring; a nested one and an override may do without."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    mute = [
        f"{name}:{node.lineno} {node.name}"
        for name, text in sources.items()
        if name.startswith("webapp/") and not name.startswith("webapp/migrations/versions/")
        for node in ast.parse(text).body
        if isinstance(node, kinds) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not mute


def test_no_unfinished_marks(texts: dict[str, str]) -> None:
    """What is left to do is an issue, or nothing."""
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
    found = [name for name, text in texts.items() if not name.endswith(".lock") and mark.search(text)]
    assert not found


def test_silenced_checks_are_few_and_give_their_code(sources: dict[str, str]) -> None:
    """Under one `type: ignore` a thousand lines, each with its code."""
    program = {name: text for name, text in sources.items() if name.startswith("webapp/")}
    silenced = [line for text in program.values() for line in text.splitlines() if "# type: ignore" in line]
    assert all("# type: ignore[" in line for line in silenced)
    assert len(silenced) <= max(1, sum(text.count("\n") for text in program.values()) // 1000)


def test_rooms_of_the_house_stand_where_the_program_looks(root: Path) -> None:
    from webapp.house import house

    assert house() == root
