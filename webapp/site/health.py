"""For the machines that watch over the program: is it alive, can it work, how does it do."""

from __future__ import annotations

import hmac
import os
import time

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import DBAPIError

from webapp.config import Settings
from webapp.db import current, db

bp = Blueprint("health", __name__)

ANSWERS = Counter("yijianshi_requests", "Answered requests", ["endpoint", "status"])
SECONDS = Histogram(
    "yijianshi_request_seconds",
    "How long an answer took",
    ["endpoint"],
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> Response:
    """The process can do its work; 503 with what is missing otherwise."""
    missing = [name for name, there in _needs() if not there]
    return Response(
        "".join(f"missing: {name}\n" for name in missing) or "ready\n", 503 if missing else 200, mimetype="text/plain"
    )


def _needs() -> list[tuple[str, bool]]:
    try:
        tables = current(db.engine)
    except DBAPIError:
        tables = False
    return [("database", tables), ("catalogue", bool(current_app.extensions.get("catalogue")))]


@bp.get("/metrics")
def metrics() -> Response:
    """Prometheus figures, for this machine or for who knows the token; others do not find it."""
    if not _trusted(current_app.extensions["settings"]):
        abort(404)
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _trusted(settings: Settings) -> bool:
    """This machine itself (nobody spoke through a proxy), or a bearer token that fits."""
    if settings.metrics_token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), settings.metrics_token.encode())
    return request.remote_addr in {"127.0.0.1", "::1"} and "X-Forwarded-For" not in request.headers


def init_app(app: Flask) -> None:
    """The three addresses, and the counting of every answer."""
    app.register_blueprint(bp)

    @app.after_request
    def counted(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        ANSWERS.labels(endpoint, response.status_code).inc()
        if "begun" in g:
            SECONDS.labels(endpoint).observe(time.perf_counter() - g.begun)
        return response
