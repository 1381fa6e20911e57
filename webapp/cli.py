"""`yijianshi` at a terminal. Each command is read only when it is asked for, so that a short one starts at once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

import click
from flask import Flask
from flask.cli import ScriptInfo

from webapp.config import Settings, SettingsError

if TYPE_CHECKING:
    from sqlalchemy import Engine

COMMANDS = {
    "catalogue": "webapp.catalogue.commands:catalogue",
    "find": "webapp.catalogue.searching:find",
    "guide": "webapp.catalogue.guiding:guide_command",
    "drafts": "webapp.drafts.commands:drafts",
    "keys": "webapp.applications.commands:keys",
    "rehearse": "webapp.rehearsal.commands:rehearse",
}
"""Where each feature keeps its commands: name -> module:variable."""


class Contents(click.Group):
    """A group that imports a feature's commands when they are named. Unusable settings or keys end in a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Our own and the features'."""
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name in COMMANDS:
            module, _, name = COMMANDS[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        """Run; a setting, key file or catalogue that cannot be used ends in sentences, not in a traceback."""
        try:
            return super().invoke(ctx)
        except Exception as failure:
            if isinstance(failure, _told()):
                raise click.ClickException(str(failure)) from failure
            raise


def _told() -> tuple[type[Exception], ...]:
    """What says by itself what is wrong. Looked up only then: a command that goes well need not know them."""
    from webapp.catalogue.problems import CatalogueError
    from webapp.site.keys import KeyLost, KeysMissing

    return SettingsError, KeysMissing, KeyLost, CatalogueError


def _program(_: ScriptInfo | None = None) -> Flask:
    from webapp import create_app

    return create_app()


@click.group(cls=Contents, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.pass_context
def main(ctx: click.Context) -> None:
    """一件事: one thing to get done, from a person's own words to a receipt."""
    ctx.obj = ScriptInfo(create_app=_program, set_debug_flag=False, load_dotenv_defaults=False)


@main.command()
@click.pass_context
def prepare(ctx: click.Context) -> None:
    """Make ready what is missing: the instance folder, the keys (once), the database's tables."""
    from webapp.db import current
    from webapp.site import keys

    settings = Settings.from_environment()
    settings.instance.mkdir(parents=True, exist_ok=True)
    if not settings.keys.exists() and _drafts_exist(settings):
        raise click.ClickException(
            f"The database holds drafts, but {settings.keys.name} is gone. They cannot be opened without it: "
            "put your backup back."
        )
    if keys.made_once(settings.keys):
        click.echo(f"Keys made: {settings.keys}. Keep a copy in a safe place; without it nothing saved can be opened.")
    with _engine(settings) as engine:
        ready = current(engine)
    if not ready:
        ctx.invoke(upgrade)
    click.echo("Ready. Start with: yijianshi serve")


def _drafts_exist(settings: Settings) -> bool:
    from sqlalchemy import inspect, text

    with _engine(settings) as engine, engine.connect() as connection:
        return inspect(connection).has_table("drafts") and bool(connection.scalar(text("SELECT count(*) FROM drafts")))


@contextmanager
def _engine(settings: Settings) -> Iterator[Engine]:
    """The database alone: what asks for no page needs no catalogue, and is done at once."""
    from sqlalchemy import NullPool, create_engine
    from sqlalchemy.exc import OperationalError

    engine = create_engine(settings.database, poolclass=NullPool)
    try:
        yield engine
    except OperationalError as failure:
        raise click.ClickException(
            f"The database does not answer: {failure.orig}. Was `yijianshi prepare` run, and is DATABASE_URL right?"
        ) from failure
    finally:
        engine.dispose()


@main.group()
def database() -> None:
    """The tables of the database."""


@database.command()
def upgrade() -> None:
    """Bring the tables to what this version needs. Safe to run again."""
    from webapp.migrations import upgrade as upgraded

    with _engine(Settings.from_environment()) as engine:
        upgraded(engine)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes; about one a core."
)
@click.option(
    "--threads", default=2, show_default=True, type=click.IntRange(1, 32), help="Requests at once in a process."
)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages. The program is loaded once; its processes are copies that share what they do not change."""
    import gc
    import os
    from multiprocessing import set_start_method

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from webapp.db import current

    settings = Settings.from_environment()
    with _engine(settings) as engine:
        if not current(engine):
            raise click.ClickException("The database is not ready: run `yijianshi prepare` first.")
    if not _free(host, port):
        raise click.ClickException(
            f"Port {port} on {host} is taken: end the other program, or choose another with --port."
        )
    if workers > 1:  # before the first figure is made: it then lies where all processes add to it
        figures = settings.instance / "metrics"
        figures.mkdir(parents=True, exist_ok=True)
        for old in figures.glob("*.db"):
            old.unlink()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(figures)
    gc.disable()  # nothing that is loaded now goes away
    program = _program()
    gc.freeze()  # and looking through it again and again would copy it into every process
    gc.enable()
    set_start_method("fork", force=True)
    click.echo(f"Open http://{host}:{port}  (end with Ctrl+C)")
    Granian(
        "webapp:create_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        websockets=False,
    ).serve(target_loader=lambda _target: program)


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError:
            return False
    return True
