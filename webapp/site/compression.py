"""Pages made small for weak networks. An answer of our own pages only ever goes to our own pages (cookies are
SameSite), so that a stranger cannot guess at it by its length."""

from __future__ import annotations

import gzip

import brotli
from flask import Flask, Response, request

WORTH_IT = 600  # bytes; below that the answer fits one packet anyway
QUALITY_BROTLI = 5
QUALITY_GZIP = 6
KINDS = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/manifest+json")


def compressed(content: bytes, accepted: str, brotli_quality: int, gzip_quality: int) -> tuple[bytes, str]:
    """`content` as the smallest coding that the other side accepts, with the coding's name ('' for none)."""
    if "br" in accepted:
        return brotli.compress(content, quality=brotli_quality), "br"
    if "gzip" in accepted:
        return gzip.compress(content, gzip_quality, mtime=0), "gzip"
    return content, ""


def init_app(app: Flask) -> None:
    """Every answer in words that is longer than a packet."""

    @app.after_request
    def made_small(response: Response) -> Response:
        if response.direct_passthrough or response.is_streamed or "Content-Encoding" in response.headers:
            return response
        if not (response.mimetype or "").startswith(KINDS):
            return response
        content = response.get_data()
        if len(content) < WORTH_IT:
            return response
        response.vary.add("Accept-Encoding")
        small, coding = compressed(content, request.headers.get("Accept-Encoding", ""), QUALITY_BROTLI, QUALITY_GZIP)
        if coding:
            response.set_data(small)
            response.headers["Content-Encoding"] = coding
        return response
