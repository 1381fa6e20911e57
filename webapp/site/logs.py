"""What the program tells its keepers: one JSON object a line on standard output, and never a value.

A line says which page, how it went and how long it took. It holds no address, no query, no reference, no code, no
whole IP, and of an exception only its kind and the lines it came through, since its words may quote a value.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
import traceback

from flask import Flask, Response, g, request

from webapp.site.clock import now


class Line(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Level, logger, message, and where an exception came through."""
        line = {"at": round(record.created, 3), "level": record.levelname.lower(), "from": record.name}
        line["message"] = record.getMessage()
        if record.exc_info and record.exc_info[0]:
            kind, _, way = record.exc_info
            line["exception"] = kind.__name__
            line["through"] = [f"{step.filename}:{step.lineno} {step.name}" for step in traceback.extract_tb(way)[-12:]]
        return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


class Paper(logging.Handler):
    """Standard output as it is at that moment, one write a line, so that lines of several processes do not mix."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line at once."""
        sys.stdout.write(self.format(record) + "\n")
        sys.stdout.flush()


def init_app(app: Flask) -> None:
    """Put our lines on standard output, and one line after every request but those for static files."""
    paper = Paper()
    paper.setFormatter(Line())
    app.logger.handlers[:] = [paper]
    app.logger.propagate = False
    app.logger.setLevel(logging.INFO)

    @app.before_request
    def begun() -> None:
        g.begun = time.perf_counter()
        g.request_id = secrets.token_hex(6)

    @app.after_request
    def told(response: Response) -> Response:
        if request.endpoint != "static" and "begun" in g:
            sys.stdout.write(_told(response))
            sys.stdout.flush()
        return response


def _told(response: Response) -> str:
    """The line of a request, written straight: nothing in it can need escaping, and it is made for every answer."""
    method = request.method if request.method in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
    return (
        f'{{"at":{now().timestamp():.3f},"level":"info","from":"yijianshi.requests","message":"answered",'
        f'"request":"{g.request_id}","method":"{method}","endpoint":"{request.endpoint or "none"}",'
        f'"status":{response.status_code},"ms":{(time.perf_counter() - g.begun) * 1000:.1f}}}\n'
    )
