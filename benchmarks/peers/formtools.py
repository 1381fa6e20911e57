"""Django with formtools: a wizard with an address for each question, sessions in SQLite (WAL, NORMAL)."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django import forms
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

FOLDER = Path(os.environ["PEER_FOLDER"])
PAGE = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>Questions</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/static/site.css"></head>
<body><main id="main"><p>Question {{ wizard.steps.step1 }} of {{ wizard.steps.count }}</p>
<form method="post">{% csrf_token %}{{ wizard.management_form }}{{ wizard.form.as_div }}
{% if wizard.steps.prev %}<button name="wizard_goto_step" value="{{ wizard.steps.prev }}">Back</button>{% endif %}
<button>Continue</button></form></main></body></html>"""
REVIEW = """<!doctype html><html><body><main id="main"><h1>Check your answers</h1><form method="post">{% csrf_token %}
{{ wizard.management_form }}{{ wizard.form.as_div }}<button>Hand in</button></form></main></body></html>"""

settings.configure(
    DEBUG=False,
    SECRET_KEY="a benchmark keeps no secret",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.sessions", "formtools"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"page.html": PAGE, "review.html": REVIEW})],
                    )
                ],
                "context_processors": ["django.template.context_processors.request"],
            },
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "formtools.sqlite",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000;",
            },
        }
    },
)
django.setup()

from formtools.wizard.views import NamedUrlSessionWizardView  # noqa: E402

THREE = [("one", "One"), ("two", "Two"), ("three", "Three")]


def question(name: str, field: forms.Field) -> type[forms.Form]:
    """A page with one question."""
    return type(name.title(), (forms.Form,), {name: field})


def choice() -> forms.Field:
    """One of three."""
    return forms.ChoiceField(choices=THREE, widget=forms.RadioSelect)


QUESTIONS = [
    ("kind", question("kind", choice())),
    ("region", question("region", choice())),
    ("insured", question("insured", choice())),
    ("age", question("age", forms.IntegerField(min_value=0, max_value=120))),
    ("months", question("months", forms.IntegerField(min_value=0, max_value=600))),
    ("name", question("name", forms.CharField(max_length=40))),
    ("birth", question("birth", forms.DateField(widget=forms.SelectDateWidget(years=range(1920, 2027))))),
    ("needs", question("needs", forms.MultipleChoiceField(choices=THREE, widget=forms.CheckboxSelectMultiple))),
    ("review", type("Review", (forms.Form,), {})),
]


class Questionnaire(NamedUrlSessionWizardView):
    """All of it."""

    def get_template_names(self) -> list[str]:
        """The last page reviews."""
        return ["review.html" if self.steps.current == "review" else "page.html"]

    def done(self, form_list: object, **kwargs: object) -> HttpResponse:
        """Handed in."""
        return HttpResponse("<h1>Done</h1>")


view = Questionnaire.as_view(QUESTIONS, url_name="question", done_step_name="done")


def style(request: HttpRequest) -> HttpResponse:
    """A small style sheet."""
    return HttpResponse("main{max-width:40rem;margin:auto}", content_type="text/css")


urlpatterns = [
    path("static/site.css", style),
    re_path(r"^questions/(?P<step>.+)/$", view, name="question"),
    path("questions/", view, name="questions"),
]

call_command("migrate", verbosity=0)
application = get_wsgi_application()
