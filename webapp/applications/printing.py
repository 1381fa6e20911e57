"""A page of HTML printed as a tagged PDF. Runs as a program of its own: what it needs to draw letters takes more
memory than all the rest of the server, and is given back at the end. Reads {"html", "css", "fitted"}
as JSON, writes the PDF.
"""

from __future__ import annotations

import json
import sys

MISSING = 3
"""The exit code where WeasyPrint, or the pango it draws with, is not installed."""

END = "end"
"""The id of the last thing on a roll: the paper is cut below it."""

ROLL = 80  # millimetres
PIXEL = 25.4 / 96  # millimetres of a CSS pixel


def printed(html: str, css: str, *, fitted: bool) -> bytes:
    """PDF/UA-1. `fitted`: one page as wide as a roll and as long as what stands on it."""
    from weasyprint import CSS, HTML  # here, so that its absence has an exit code
    from weasyprint.urls import URLFetcher

    only_itself = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)  # no file, no network
    page = HTML(string=html, url_fetcher=only_itself)
    styles = [CSS(string=css, url_fetcher=only_itself)]
    if fitted:
        endless = page.render(stylesheets=[*styles, CSS(string=f"@page {{ size: {ROLL}mm 5000mm }}")])
        length = endless.pages[0].anchors[END][1] * PIXEL + 8
        styles.append(CSS(string=f"@page {{ size: {ROLL}mm {length:.0f}mm }}"))
    content = page.write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")
    assert isinstance(content, bytes)  # noqa: S101  no target was given, so it is not None
    return content


def main() -> None:
    """From standard input to standard output."""
    asked = json.load(sys.stdin)
    try:
        content = printed(asked["html"], asked["css"], fitted=asked["fitted"])
    except (ImportError, OSError) as failure:
        sys.stderr.write(f"{type(failure).__name__}\n")
        sys.exit(MISSING)
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
