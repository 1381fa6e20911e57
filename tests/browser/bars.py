"""What a page is held to in the browser: the rules of axe, and the numbers of the accessibility specification."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
AUDIT = (HERE / "audit.js").read_text("utf-8")
AXE = (HERE.parent / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BARS = {
    "standard": {"font": 18, "lh": 1.6, "target": 48, "gap": 12, "cpl": 40},
    "elder": {"font": 22, "lh": 1.6, "target": 64, "gap": 12, "cpl": 28},
}
