"""The components' own environment: imports see what is added later, and pictures have one address."""

from __future__ import annotations

from flask import Flask, render_template_string

from webapp.site.templates import OneOfGlobals


def test_templates_share_the_environment_s_globals(app: Flask) -> None:
    assert isinstance(app.jinja_env, OneOfGlobals)
    with app.test_request_context():
        assert render_template_string("{{ later }}") == ""
        app.jinja_env.globals["later"] = "now"
        assert render_template_string("{{ later }}") == "now"


def test_a_template_may_bring_globals_of_its_own(app: Flask) -> None:
    with app.test_request_context():
        own = app.jinja_env.from_string("{{ mine }}{{ pictures }}", globals={"mine": "x"})
        assert own.render() == f"x{app.jinja_env.globals['pictures']}"
    assert "mine" not in app.jinja_env.globals


def test_the_pictures_are_where_the_components_say(app: Flask) -> None:
    with app.test_request_context():
        part = render_template_string('{% from "components/picture.html" import icon %}{{ icon("back") }}')
    address = str(app.jinja_env.globals["pictures"])
    assert f'href="{address}#back"' in part
    assert app.test_client().get(address).status_code == 200
