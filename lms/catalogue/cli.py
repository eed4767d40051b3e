"""`flask modules import PATH…` and `flask modules export SLUG…`."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from lms.catalogue import actions, queries
from lms.catalogue.models import Module
from lms.catalogue.rules import archive
from lms.core import clock, principals
from lms.core.db import db
from lms.core.errors import Refused

commands = AppGroup("modules", help="Modules as folders and zip files.")


@commands.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--publish/--draft", default=True, help="Publish what has changed, or leave it as a draft.")
def import_modules(paths: tuple[Path, ...], publish: bool) -> None:
    """Import modules from folders or zip files; a folder of module folders is walked."""
    by = principals.command("flask modules")
    failed = 0
    for path in _modules(paths):
        try:
            content = archive.read_folder(path) if path.is_dir() else archive.read_zip(path.read_bytes())
            module = actions.import_module(content, by=by, now=clock.now(), is_published=publish)
        except Refused as refusal:
            failed += 1
            click.echo(f"{path}: {refusal.message}", err=True)
        else:
            click.echo(f"{module.slug}: {module.title}")
    if failed:
        raise SystemExit(1)


@commands.command("export")
@click.argument("slugs", nargs=-1)
@click.option("--to", "target", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--zip", "is_zip", is_flag=True, help="Write one zip for each module instead of a folder.")
def export_modules(slugs: tuple[str, ...], target: Path, is_zip: bool) -> None:
    """Export modules (all, or those named) as folders or zip files."""
    target.mkdir(parents=True, exist_ok=True)
    for module in db.session.scalars(select(Module).order_by(Module.slug)).all():
        if slugs and module.slug not in slugs:
            continue
        files = queries.module_folder(module)
        if is_zip:
            (target / f"{module.slug}.zip").write_bytes(archive.write_zip(files, top=module.slug))
        else:
            _write_folder(target / module.slug, files)
        click.echo(module.slug)


def _modules(paths: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir() and not (path / "module.toml").exists():
            found += sorted(one.parent for one in path.glob("*/module.toml")) or [path]
        else:
            found.append(path)
    return found


def _write_folder(folder: Path, files: archive.Files) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
