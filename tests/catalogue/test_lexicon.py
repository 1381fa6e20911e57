"""The translation file follows the catalogue's texts and keeps what was translated."""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po

from webapp.catalogue.lexicon import renewed


def test_new_texts_are_named_old_translations_stay_and_gone_texts_leave(tmp_path: Path) -> None:
    path = tmp_path / "en" / "catalogue.po"
    assert renewed(path, "en", ["户口", "退休"]) == ["户口", "退休"]
    path.write_text(
        path.read_text("utf-8").replace('msgid "退休"\nmsgstr ""', 'msgid "退休"\nmsgstr "Retirement"'), "utf-8"
    )
    assert renewed(path, "en", ["身份证", "退休"]) == ["身份证"]
    with path.open("rb") as file:
        found = read_po(file)
    assert found.get("退休").string == "Retirement"
    assert found.get("户口") is None
