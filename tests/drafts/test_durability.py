"""What the program acknowledged is there after it was killed in the middle of its work."""

from __future__ import annotations

import http.client
import re
import threading
import time
import urllib.parse
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import Databases
from tests.served import served
from webapp.config import Settings
from webapp.db import db
from webapp.drafts.answers import history_of
from webapp.drafts.models import Draft
from webapp.site import keys

ROUNDS = 2
PEOPLE = 4
ENOUGH = 8  # answers of each before the first kill


class Person:
    """Somebody who goes on changing one answer, and remembers what was acknowledged."""

    def __init__(self, address: str) -> None:
        self.host = urllib.parse.urlsplit(address).netloc
        self.cookie = ""
        self.token = ""
        self.reference = ""
        self.acknowledged: list[str] = []

    def asked(self, method: str, path: str, **form: str) -> tuple[int, str, str]:
        """Status, where it sends to, and the page."""
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        body = urllib.parse.urlencode({"csrf_token": self.token, **form}) if method == "POST" else None
        with closing(http.client.HTTPConnection(self.host, timeout=10)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            if cookie := answer.headers.get("Set-Cookie"):
                self.cookie = cookie.partition(";")[0]
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def begin(self) -> None:
        _, _, page = self.asked("GET", "/bundles/retirement")
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found
        self.token = found[1]
        status, address, _ = self.asked("POST", "/bundles/retirement/drafts")
        assert status == 303
        self.reference = address.split("/")[2]

    def go_on(self) -> None:
        """Until the server is gone."""
        number = 0
        try:
            while True:
                value = ("self", "family")[number % 2]
                seen = str(number)
                status, _, _ = self.asked(
                    "POST", f"/drafts/{self.reference}/answers", fact="proxy", value=value, seen=seen, key=f"k{number}"
                )
                assert status in {200, 303}
                self.acknowledged.append(value)
                number += 1
        except (ConnectionError, http.client.HTTPException, TimeoutError):
            return


def records_alone(settings: Settings) -> Flask:
    """Keys and database without the rest of the program, as a restore would look at them."""
    app = Flask("records")
    app.config.from_mapping(settings.mapping())
    app.extensions["settings"] = settings
    db.init_app(app)
    keys.init_app(app)
    return app


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_killed_in_the_middle_nothing_acknowledged_is_lost(tmp_path: Path, databases: Databases, kind: str) -> None:
    url = databases.new(kind)
    for number in range(ROUNDS):
        with served(tmp_path, environment={"DATABASE_URL": url}) as site:
            people = [Person(site.address) for _ in range(PEOPLE)]
            for person in people:
                person.begin()
            busy = [threading.Thread(target=person.go_on) for person in people]
            for one in busy:
                one.start()
            while min(len(person.acknowledged) for person in people) < ENOUGH + 3 * number:
                time.sleep(0.01)
            site.kill()
            for one in busy:
                one.join()
        log = (tmp_path / "log").read_text()
        assert '"endpoint":"drafts.answer"' in log
        assert not [person for person in people if person.reference in log or "family" in log]
        app = records_alone(Settings(instance=tmp_path / "instance", database_url=url, testing=True))
        with app.app_context():
            for person in people:
                draft = db.session.scalars(select(Draft).where(Draft.reference == person.reference)).one()
                stands = [answer.value for answer in history_of(draft, "proxy")]
                assert stands[: len(person.acknowledged)] == person.acknowledged
                assert len(stands) <= len(person.acknowledged) + 1  # one may be written and not yet told
            db.session.close()
            db.engine.dispose()
