"""The keys that each part of a bundle may have, and those that it must. The JSON Schemas say the same to an editor."""

from __future__ import annotations

FIELD_KINDS = [
    "text",
    "long_text",
    "integer",
    "number",
    "money",
    "date",
    "month",
    "choice",
    "choices",
    "boolean",
    "id_number",
    "phone",
    "region",
    "address",
    "person",
    "people",
    "list",
    "file",
    "bank_account",
    "statement",
    "onsite",
]
SECTIONS = ["applicant", "proxy", "subject", "details", "money"]

BUNDLE_KEYS = [
    "name",
    "stage",
    "audience",
    "for_whom",
    "brings",
    "at_hand",
    "lead",
    "departments",
    "tier",
    "region",
    "confidence",
    "origin",
    "basis",
    "questions",
    "derived",
    "parameters",
    "eligible",
    "one_of",
    "matters",
    "hints",
    "materials",
    "fields",
    "mistakes",
    "notes",
    "sources",
]
QUESTION_KEYS = [
    "fact",
    "shared",
    "type",
    "ask",
    "why",
    "help",
    "unit",
    "labels",
    "choices",
    "exclusive",
    "wish",
    "use",
    "asked",
    "held_by",
    "per",
    "mistakes",
]
DERIVED_KEYS = ["fact", "type", "choices", "rule", "cases", "from_matter", "name", "basis"]
PARAMETER_KEYS = ["name", "type", "value", "by", "says", "candidate", "basis", "note"]
ELIGIBLE_KEYS = ["when", "otherwise", "matters", "apply_from", "apply_until", "go_to", "basis"]
MATTER_KEYS = [
    "id",
    "name",
    "departments",
    "demand",
    "when",
    "done_if",
    "says",
    "brings",
    "after",
    "variants",
    "levels",
    "deadline",
    "days",
    "fee",
    "result",
    "where",
    "basis",
    "law",
    "tier",
    "go_to",
    "note",
]
MATERIAL_KEYS = ["id", "like", "name", "for", "when", "supply", "shared_when", "shared_from", "says", "note", "basis"]
FIELD_KEYS = ["id", "like", "label", "kind", "for", "answer", "section", "held_by", "choices", "help", "needed", "when"]
HINT_KEYS = ["id", "when", "tell", "go_to"]
OVERLAY_KEYS = [
    "parameters",
    "departments",
    "also_when",
    "not_offered",
    "offered",
    "matters",
    "materials",
    "questions",
    "basis",
    "confidence",
    "note",
]
TERMS_KEYS = ["terms", "official", "instead"]
TERM_KEYS = ["term", "also", "means", "say"]
FINDING_KEYS = ["tell_apart", "surely", "never", "words"]
SCENARIO_KEYS = ["name", "shown", "region", "as_of", "given", "chosen", "expect"]
EXPECT_KEYS = ["required", "optional", "undecided", "apply_now", "materials", "computed", "never-asked", "instead"]
CASE_KEYS = ["when", "value"]
VARIANT_KEYS = ["when", "name"]
LEVEL_KEYS = ["when", "level"]
DAYS_KEYS = ["legal", "committed", "text", "note", "basis"]
FEE_KEYS = ["text", "basis"]
SOURCE_KEYS = ["title", "url", "basis"]
CONFIDENCES = ["high", "medium", "low"]
PARAMETER_KINDS = ["boolean", "integer", "years", "money", "date", "month", "region", "text", "month_day", "list"]
QUESTION_KINDS = ["boolean", "choice", "choices", "integer", "years", "money", "date", "region"]

SHARED_KEYS = ["facts", "materials", "fields"]
SHARED_PARTS = {
    "facts": ["in", "of", *(key for key in QUESTION_KEYS if key != "shared")],
    "materials": [key for key in MATERIAL_KEYS if key not in ("like", "for", "when", "shared_when")],
    "fields": ["of", *(key for key in FIELD_KEYS if key not in ("like", "for", "when", "answer"))],
}
"""The keys of what bundles share. Rules, and which matters it is for, are each bundle's own."""
SHARED_NEEDED = {
    "facts": ("fact", "in", "type", "ask"),
    "materials": ("id", "name", "supply"),
    "fields": ("id", "label", "kind"),
}
SHARED_FIXED = {"facts": ("type", "choices", "exclusive", "unit", "per"), "fields": ("kind",)}
"""What a bundle cannot say otherwise: an answer of another kind would not mean the same."""

NEEDED = {
    "bundle": ("name", "stage", "lead", "questions", "matters"),
    "question": ("fact", "type", "ask"),
    "derived": ("fact", "type"),
    "case": ("when", "value"),
    "parameter": ("name", "type"),
    "eligible": ("when", "otherwise"),
    "matter": ("id", "name", "departments", "demand"),
    "variant": ("when", "name"),
    "level": ("when", "level"),
    "fee": ("text",),
    "material": ("id", "name", "for", "supply"),
    "field": ("id", "label", "kind", "for"),
    "hint": ("id", "when", "tell"),
    "source": ("title",),
    "finding": ("tell_apart", "words"),
    "terms": ("terms",),
    "term": ("term", "means"),
    "scenario": ("name", "given", "expect"),
}
"""What no part of its kind can do without."""
