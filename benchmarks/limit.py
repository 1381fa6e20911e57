"""The bare limit: what Flask, htmx and one durable SQLite write cost at the very least, with nothing of ours around.

Eight questions of a few lines each. An answer is one row and one commit (`synchronous=FULL`), and its response is the
next question, in one round trip. No session, no check, no translation, no sealing: a service that did nothing else
could not be quicker on this stack. Served by the same server as ours.
"""

from __future__ import annotations

import os
import sqlite3
import threading

from flask import Flask, request

QUESTIONS = ("sex", "region", "kind", "age", "months", "name", "birth", "needs")
PAGE = """<title>{{ name }}</title><main id="main"><h1>{{ name }}</h1>
<form method="post" action="/drafts/{{ draft }}/answers" hx-post="/drafts/{{ draft }}/answers" hx-target="#main">
<input type="hidden" name="fact" value="{{ name }}">
{% for choice in ("one", "two", "three") %}
<label><input type="radio" name="value" value="{{ choice }}">{{ choice }}</label>{% endfor %}
<button>Continue</button></form></main>"""

_own = threading.local()


def connection() -> sqlite3.Connection:
    """This thread's connection, as durable as ours."""
    if not hasattr(_own, "connection"):
        _own.connection = sqlite3.connect(os.environ["LIMIT_DATABASE"], timeout=15, isolation_level=None)
        _own.connection.execute("PRAGMA journal_mode=WAL").close()
        _own.connection.execute("PRAGMA synchronous=FULL").close()
    found: sqlite3.Connection = _own.connection
    return found


def create_app() -> Flask:
    """The whole of it."""
    app = Flask(__name__)
    page = app.jinja_env.from_string(PAGE)
    connection().execute(
        "CREATE TABLE IF NOT EXISTS answers (draft TEXT, name TEXT, value TEXT, PRIMARY KEY (draft, name))"
    )

    @app.get("/drafts/<draft>")
    def first(draft: str) -> str:
        return page.render(draft=draft, name=QUESTIONS[0])

    @app.post("/drafts/<draft>/answers")
    def answer(draft: str) -> str:
        fact, value = request.form["fact"], request.form["value"]
        connection().execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (draft, fact, value))
        following = (QUESTIONS.index(fact) + 1) % len(QUESTIONS)
        return page.render(draft=draft, name=QUESTIONS[following])

    return app
