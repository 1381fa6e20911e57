"""The receipt as a tagged PDF with real Chinese letters, on A4 and on a roll, without what need not lie about."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.applications.conftest import LATER
from webapp.applications import receipts
from webapp.applications.receipts import Paper, Receipt, ReceiptLine, masked, receipt_pdf
from webapp.site.errors import Unready

RECEIPT = Receipt(
    reference="20261201-K7QM2X9P",
    bundle="退休一件事",
    applicant="张桂英",
    submitted_at=LATER,
    lines=(
        ReceiptLine("职工正常退休申请", "人力资源和社会保障局", "必办"),
        ReceiptLine("住房公积金提取", "住房公积金管理中心（浉河区、瀍河回族区）", "可选"),
    ),
    next_steps=("人社部门受理后会打电话给您。", "等通知，不用再跑。"),
)


def told(program: str, content: bytes, folder: Path) -> str:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed (apt-get install poppler-utils)")
    file = folder / "receipt.pdf"
    file.write_bytes(content)
    arguments = [program, str(file), "-"] if program == "pdftotext" else [program, str(file)]
    return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module", autouse=True)
def pango() -> None:
    asked = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    if asked.returncode:
        pytest.skip("WeasyPrint cannot draw here (apt-get install libpangoft2-1.0-0 libharfbuzz-subset0)")


@pytest.mark.parametrize("paper", ["a4", "roll"])
def test_it_is_tagged_and_in_chinese(app: Flask, tmp_path: Path, paper: Paper) -> None:
    with app.test_request_context():
        content = receipt_pdf(RECEIPT, paper)
    about = told("pdfinfo", content, tmp_path)
    assert re.search(r"^Tagged:\s+yes", about, re.M)
    assert re.search(r"^Pages:\s+1$", about, re.M)
    words = re.sub(r"\s", "", told("pdftotext", content, tmp_path))
    for expected in (
        "20261201-K7QM2X9P",
        "退休一件事",
        "张*英",
        "职工正常退休申请",
        "浉河区、瀍河回族区",
        "2026-12-0113:00",
    ):
        assert expected in words
    assert "张桂英" not in words
    width = re.search(r"^Page size:\s+([\d.]+) x ([\d.]+)", about, re.M)
    assert width
    wide, long = float(width[1]), float(width[2])
    assert (round(wide), round(long)) == (595, 842) if paper == "a4" else round(wide) == 227 and 500 < long < 900
    fonts = subprocess.run(
        ["pdffonts", str(tmp_path / "receipt.pdf")], capture_output=True, text=True, check=True
    ).stdout
    assert "CJK" in fonts or "WenQuanYi" in fonts


def test_many_matters_take_several_pages(app: Flask, tmp_path: Path) -> None:
    with app.test_request_context():
        content = receipt_pdf(replace(RECEIPT, lines=RECEIPT.lines * 12))
    assert re.search(r"^Pages:\s+[2-9]$", told("pdfinfo", content, tmp_path), re.M)


def test_the_code_stands_on_it_only_when_asked_for(app: Flask, tmp_path: Path) -> None:
    with app.test_request_context():
        assert "042137" not in told("pdftotext", receipt_pdf(RECEIPT), tmp_path)
        assert "042137" in told("pdftotext", receipt_pdf(replace(RECEIPT, code="042137")), tmp_path)
        assert "042137" not in RECEIPT.address


def test_words_from_people_stay_words(app: Flask, tmp_path: Path) -> None:
    nasty = replace(RECEIPT, next_steps=("<img src='file:///etc/passwd'><b>", "a & b"))
    with app.test_request_context():
        assert "<img src='file:///etc/passwd'><b>" in told("pdftotext", receipt_pdf(nasty), tmp_path).replace("\n", " ")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张桂英", "张*英"),
        ("张英", "张*"),
        ("欧阳桂英", "欧*英"),
        ("阿依古丽·买买提", "阿*提"),
        ("", "*"),
        (" 张 ", "张*"),
    ],
)
def test_a_name_is_shown_in_part(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_where_it_cannot_be_printed_a_sentence_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A Python without WeasyPrint, as on a machine where pango is missing."""
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S "$2"\n')
    bare.chmod(0o755)
    monkeypatch.setattr(receipts.sys, "executable", str(bare))
    with app.test_request_context(), pytest.raises(Unready) as failure:
        receipt_pdf(RECEIPT)
    assert failure.value.code == 503
    assert "回执" in str(failure.value.description) or "receipt" in str(failure.value.description)
