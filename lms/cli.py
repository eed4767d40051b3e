"""The commands of `flask`: each feature's own, and the worker."""

from pathlib import Path
from typing import Any, cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup, ScriptInfo

from lms import wiring
from lms.core.db import db

MIGRATIONS = Path(__file__).parent.parent / "migrations"
translations = AppGroup("translations", help="Words in other languages.")


def register(app: Flask) -> None:
    """Give an application its commands."""
    for group in (translations, *wiring.commands()):
        app.cli.add_command(group)
    app.cli.add_command(worker)
    app.cli.add_command(Migrations("db", help="Bring the tables to another version."))


class Migrations(click.Command):
    """Flask-Migrate's commands, loaded when they are asked for: a fifth of a start would go into loading Alembic."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Let the real group read what was written."""
        from flask_migrate.cli import db as group

        open_migrations(cast(click.Context, parent).ensure_object(ScriptInfo).load_app())
        return cast(click.Group, group).make_context(info_name, args, parent, **extra)


def open_migrations(app: Flask) -> None:
    """Let Flask-Migrate work on an application: what its functions look for in `app.extensions`."""
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(MIGRATIONS))


@translations.command("compile")
def compile_translations() -> None:
    """Compile the feature catalogues of each language into one."""
    compile_catalogues(Path(__file__).parent / "translations")


def compile_catalogues(folder: Path) -> None:
    """Merge lms/translations/LANG/*.po into compiled/LANG/LC_MESSAGES/messages.mo."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for language in sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name != "compiled"):
        merged: Catalog = Catalog(locale=language)
        for file in sorted((folder / language).glob("*.po")):
            with file.open("rb") as stream:
                read = read_po(stream, locale=language)
                merged.mime_headers = [pair for pair in read.mime_headers if pair[0] == "Plural-Forms"]
                for message in read:
                    if message.id and message.string:
                        merged.add(message.id, message.string, context=message.context)
        target = folder / "compiled" / language / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            write_mo(out, merged)


@click.command("worker")
def worker() -> None:
    """Work at jobs until told to end."""
    _work(current_app._get_current_object())  # type: ignore[attr-defined]


def _work(app: Any) -> None:
    from lms.worker import serve

    serve(app)
