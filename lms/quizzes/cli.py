"""`flask questions import FILE` and `flask questions export CATEGORY`."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import inspect

from lms.core import clock, principals
from lms.core.db import db
from lms.core.errors import Refused
from lms.quizzes import actions, formats, queries
from lms.quizzes.formats import Reading

commands = AppGroup("questions", help="Questions of other systems.")
MOST_BESIDE = 200


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(formats.READABLE), help="Told by the content where left out.")
@click.option("--category", default="", help="The name of the category; else those that the file names.")
@click.option("--dry-run", is_flag=True, help="Read and check the file, and change nothing.")
@click.option("--json", "is_json", is_flag=True, help="Print what was read as JSON.")
def import_questions(file: Path, kind: str | None, category: str, dry_run: bool, is_json: bool) -> None:
    """Import questions from FILE: GIFT, Aiken, Moodle XML, QTI (an item or a package), or a spreadsheet."""
    try:
        if file.stat().st_size > formats.MOST_BYTES:
            formats.refuse_size()
        reading = formats.read(file.read_bytes(), kind=kind or "", beside=_beside(file))
        imported = 0 if dry_run else _imported(reading, category)
    except Refused as refusal:
        click.echo(f"{file}: {refusal.message}", err=True)
        raise SystemExit(1) from refusal
    click.echo(_as_json(reading, imported) if is_json else _in_words(reading, imported))


def _imported(reading: Reading, category: str) -> int:
    if not inspect(db.engine).has_table("bank_category"):
        raise click.ClickException("the database is not prepared yet: run bin/start, or flask db upgrade")
    by = principals.command("flask questions")
    return actions.import_questions(reading, category=category, by=by, now=clock.now())


@commands.command("export")
@click.argument("category")
@click.option("--format", "kind", type=click.Choice(list(formats.FORMATS)), default="moodle-xml", show_default=True)
@click.option("--to", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
def export_questions(category: str, kind: str, target: Path) -> None:
    """Export the questions of CATEGORY; what the format cannot carry is told."""
    by = principals.command("flask questions")
    found = next((one for one in queries.categories_within(by) if category in (one.name, str(one.uid))), None)
    if found is None:
        raise click.ClickException(f"there is no category “{category}”")
    exported = formats.export(
        formats.packed(queries.category_questions(found), queries.picture_bytes(found), found.name), kind
    )
    target.write_bytes(exported.data)
    if exported.is_whole and exported.skipped:
        click.echo("Imported here again, this file gives the same questions; other systems do not find:", err=True)
    for one in exported.skipped:
        click.echo(f"{one.where}: {one.reason}", err=True)


def _beside(file: Path) -> dict[str, bytes]:
    """Return the pictures that stand in the folder of an item, by their path in it."""
    if file.suffix.lower() != ".xml":
        return {}
    endings = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"}
    found = [path for path in sorted(file.parent.glob("*")) + sorted(file.parent.glob("*/*"))
             if path.suffix.lower() in endings and path.is_file() and not path.is_symlink()]  # fmt: skip
    small = [path for path in found[:MOST_BESIDE] if path.stat().st_size < formats.MOST_BYTES]
    return {path.relative_to(file.parent).as_posix(): path.read_bytes() for path in small}


def _as_json(reading: Reading, imported: int) -> str:
    told: dict[str, Any] = {
        "read": reading.read, "by_type": reading.by_type, "imported": imported,
        "skipped": [{"where": one.where, "reason": one.reason} for one in reading.skipped],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


def _in_words(reading: Reading, imported: int) -> str:
    kinds = ", ".join(f"{kind} {count}" for kind, count in reading.by_type.items())
    lines = [f"{reading.format}: {reading.read} read ({kinds}), {imported} imported"]
    return "\n".join([*lines, *(f"  {one.where}: {one.reason}" for one in reading.skipped)])
