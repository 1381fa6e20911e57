"""The JSON Schemas: every file of the catalogue fits, each refuses what is broken, and they know the reader's keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.catalogue.test_reader import BUNDLE, FAULTS, SAMPLES
from webapp.catalogue import keys as k
from webapp.house import house

ROOM = house() / "catalogue"
SCHEMAS = {path.name.split(".")[0]: json.loads(path.read_text("utf-8")) for path in ROOM.glob("schema/*.json")}
FILES = {
    "bundle": sorted(ROOM.glob("bundles/*/bundle.yaml")),
    "scenarios": sorted(ROOM.glob("bundles/*/scenarios.yaml")),
    "overlay": sorted(ROOM.glob("overlays/*/*.yaml")),
    "finding": sorted(ROOM.glob("finding/*.yaml")),
    "terms": [ROOM / "terms.yaml"],
    "shared": sorted(ROOM.glob("shared.yaml")),
}
ALL = [(name, path) for name, paths in FILES.items() for path in paths]
BROKEN_FINDING = [
    "words: 3",
    "tell_apart: 娃",
    "tell_apart: 娃\nwords: 娃\nsure: [娃]",
    "tell_apart: ''\nwords: 娃",
    "[]",
]


def wrong(name: str, text: str) -> list[str]:
    """What the schema finds wrong; a text that is no YAML is wrong too."""
    try:
        value = json.loads(json.dumps(yaml.load(text, Loader=yaml.CSafeLoader), default=str))
    except yaml.YAMLError as fault:
        return [str(fault)]
    return [error.message for error in Draft202012Validator(SCHEMAS[name]).iter_errors(value)]


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize(("name", "path"), ALL, ids=[path.relative_to(ROOM).as_posix() for _, path in ALL])
def test_every_file_of_the_catalogue_fits(name: str, path: Path) -> None:
    assert wrong(name, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "file", [BUNDLE, "bundles/noodles/scenarios.yaml", "overlays/410100/noodles.yaml", "terms.yaml", "shared.yaml"]
)
def test_the_sound_sample_fits(file: str) -> None:
    assert wrong(_schema(file), (SAMPLES / "sound" / file).read_text("utf-8")) == []


def _schema(file: str) -> str:
    return {"overlays": "overlay", "finding": "finding"}.get(file.split("/")[0], Path(file).stem)


SEEN = [fault for fault in FAULTS if fault.get("schema")]


@pytest.mark.parametrize("fault", SEEN, ids=[fault["name"] for fault in SEEN])
def test_an_editor_underlines_it(fault: dict[str, Any]) -> None:
    file = fault.get("file", BUNDLE)
    text = (SAMPLES / "sound" / file).read_text("utf-8").replace(fault["find"], fault["write"], 1)
    assert wrong(_schema(file), text)


@pytest.mark.parametrize("text", BROKEN_FINDING)
def test_a_broken_finding_file_is_refused(text: str) -> None:
    assert wrong("finding", text)


PARTS = {
    "question": k.QUESTION_KEYS,
    "derived": k.DERIVED_KEYS,
    "case": k.CASE_KEYS,
    "parameter": k.PARAMETER_KEYS,
    "eligible": k.ELIGIBLE_KEYS,
    "matter": k.MATTER_KEYS,
    "material": k.MATERIAL_KEYS,
    "field": k.FIELD_KEYS,
    "hint": k.HINT_KEYS,
}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_schema_and_reader_know_the_same_keys(part: str) -> None:
    schema = SCHEMAS["bundle"]["$defs"][part]
    assert set(schema["properties"]) == set(PARTS[part])
    written_in_full = schema["else"]["required"] if "if" in schema else []  # else the rest comes from shared.yaml
    assert {*schema["required"], *written_in_full} == set(k.NEEDED[part])
    for name in ("overlay",):
        if part in SCHEMAS[name]["$defs"]:
            assert SCHEMAS[name]["$defs"][part] == schema


@pytest.mark.parametrize(("part", "key"), [("fact", "facts"), ("material", "materials"), ("field", "fields")])
def test_what_is_shared_has_the_same_keys_too(part: str, key: str) -> None:
    schema, bundle = SCHEMAS["shared"]["$defs"][part], SCHEMAS["bundle"]["$defs"]
    assert set(schema["properties"]) == set(k.SHARED_PARTS[key])
    assert set(schema["required"]) == set(k.SHARED_NEEDED[key])
    same = bundle["question" if part == "fact" else part]["properties"]
    for name in schema["properties"].keys() & same.keys() - {"id"}:
        assert schema["properties"][name] == same[name]
    fixed = bundle["question" if part == "fact" else part].get("then", {}).get("properties", {})
    assert set(fixed) == set(k.SHARED_FIXED.get(key, ()))


def test_the_rest_is_the_same_too() -> None:
    bundle, matter = SCHEMAS["bundle"], SCHEMAS["bundle"]["$defs"]["matter"]["properties"]
    scenario = SCHEMAS["scenarios"]["items"]
    for schema, keys, needed in (
        (bundle, k.BUNDLE_KEYS, k.NEEDED["bundle"]),
        (matter["days"], k.DAYS_KEYS, ()),
        (matter["fee"], k.FEE_KEYS, k.NEEDED["fee"]),
        (matter["variants"]["items"], k.VARIANT_KEYS, k.NEEDED["variant"]),
        (matter["levels"]["items"], k.LEVEL_KEYS, k.NEEDED["level"]),
        (bundle["properties"]["sources"]["items"], k.SOURCE_KEYS, k.NEEDED["source"]),
        (SCHEMAS["overlay"], k.OVERLAY_KEYS, ()),
        (SCHEMAS["shared"], k.SHARED_KEYS, ()),
        (SCHEMAS["finding"], k.FINDING_KEYS, k.NEEDED["finding"]),
        (SCHEMAS["terms"], k.TERMS_KEYS, k.NEEDED["terms"]),
        (SCHEMAS["terms"]["properties"]["terms"]["items"], k.TERM_KEYS, k.NEEDED["term"]),
        (scenario, k.SCENARIO_KEYS, k.NEEDED["scenario"]),
        (scenario["properties"]["expect"], k.EXPECT_KEYS, ()),
    ):
        assert set(schema["properties"]) == set(keys)
        assert set(schema.get("required", ())) == set(needed)
    field = SCHEMAS["bundle"]["$defs"]["field"]["properties"]
    assert field["kind"]["enum"] == k.FIELD_KINDS
    assert field["section"]["enum"] == k.SECTIONS
    assert SCHEMAS["bundle"]["$defs"]["question"]["properties"]["type"]["enum"] == k.QUESTION_KINDS
    assert SCHEMAS["bundle"]["$defs"]["parameter"]["properties"]["type"]["enum"] == k.PARAMETER_KINDS


def test_every_key_is_explained_in_both_languages() -> None:
    mute = [path for name, schema in SCHEMAS.items() for path, one in _keys(schema, name) if not _explained(one)]
    assert mute == []


def _explained(schema: Any) -> bool:
    words = schema.get("description", "").split(" · ") if isinstance(schema, dict) else []
    return len(words) == 2 and all(words)


def _keys(schema: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every key that an officer may write, with its schema."""
    for name, one in schema.get("properties", {}).items():
        yield f"{path}/{name}", one
        yield from _keys(one, f"{path}/{name}")
    for name, one in schema.get("$defs", {}).items():
        yield from _keys(one, name)
    if isinstance(schema.get("items"), dict):
        yield from _keys(schema["items"], f"{path}[]")
