"""The receipt: what a person takes home, on A4 or on an 80 mm roll; a screen reader reads both rightly."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import segno
from flask import current_app, render_template
from flask_babel import gettext as _

from webapp.applications.printing import MISSING
from webapp.house import house
from webapp.site.clock import local
from webapp.site.errors import Unready

Paper = Literal["a4", "roll"]

PRESS = threading.Lock()
"""Printing is dear: one receipt at a time in a process; the next one waits."""

PATIENCE = 20  # seconds


@dataclass(frozen=True)
class ReceiptLine:
    """One matter on the receipt, in the person's language."""

    matter: str
    department: str
    standing: str


@dataclass(frozen=True)
class Receipt:
    """What stands on a receipt, in the person's language. `code` only where the person asked for it on paper."""

    reference: str
    bundle: str
    applicant: str  # the whole name; only part of it is shown
    submitted_at: datetime
    lines: Sequence[ReceiptLine]
    next_steps: Sequence[str] = ()
    code: str | None = None

    @property
    def name(self) -> str:
        """The name as it may lie about on paper."""
        return masked(self.applicant)

    @property
    def day(self) -> str:
        """Day and time of handing in, on Henan's clocks."""
        return f"{local(self.submitted_at):%Y-%m-%d %H:%M}"

    @property
    def address(self) -> str:
        """Where its progress is shown; the code is not in it."""
        return f"{current_app.extensions['settings'].public_url.rstrip('/')}/applications/{self.reference}"


def masked(name: str) -> str:
    """张桂英 is shown as 张*英, 张英 as 张*, a longer name by its first and last sign."""
    name = name.strip()
    return f"{name[0]}*{name[-1]}" if len(name) > 2 else f"{name[:1]}*"


def qr(receipt: Receipt) -> str:
    """The address as a QR code: an SVG in a data address, black on white, readable when a corner is soiled."""
    return segno.make(receipt.address, error="m", micro=False).svg_data_uri(border=2, scale=4)


def receipt_pdf(receipt: Receipt, paper: Paper = "a4") -> bytes:
    """The receipt as a tagged PDF (PDF/UA-1). Raises Unready with a sentence where it cannot be printed here."""
    html = render_template("receipts/receipt.html", receipt=receipt, qr=qr(receipt), paper=paper)
    css = (house() / "templates" / "receipts" / f"{paper}.css").read_text("utf-8")
    asked = json.dumps({"html": html, "css": css, "fitted": paper == "roll"})
    program = [sys.executable, "-P", str(Path(__file__).with_name("printing.py"))]
    if not PRESS.acquire(timeout=PATIENCE):
        raise Unready(_unprintable())
    try:
        done = subprocess.run(program, input=asked.encode(), capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as failure:
        current_app.logger.error("printing took too long")
        raise Unready(_unprintable()) from failure
    finally:
        PRESS.release()
    if done.returncode:
        current_app.logger.error("printing failed: %s", "not installed" if done.returncode == MISSING else "broken")
        raise Unready(_unprintable())
    return done.stdout


def _unprintable() -> str:
    return _(
        "The receipt cannot be made as a file right now. Write down the number or print this page; both are as good."
    )
