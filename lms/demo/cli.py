"""`flask demo load`, `flask demo sign-ins`, `flask demo figures`."""

import json
import time

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from lms.core import clock
from lms.demo import actions, queries
from lms.demo.rules.sign_ins import PASSWORD, SIGN_INS

group = AppGroup("demo", help="The demonstration: the public figures of 2019 as rows, with synthetic people.")


@group.command("load")
def load() -> None:
    """Load the demonstration; does nothing where it stands already."""
    began = time.monotonic()
    if not actions.load(now=clock.now(), say=click.echo):
        click.echo("The demonstration stands already.")
        return
    click.echo(f"Loaded in {time.monotonic() - began:.0f} seconds.")


@group.command("sign-ins")
def sign_ins() -> None:
    """Print one sign-in per role, and what to try."""
    rows = [("Peran", "Nama pengguna", "Kata sandi", "Coba")]
    rows += [(one.role, one.username, PASSWORD, one.tries) for one in SIGN_INS]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        click.echo("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]))


@group.command("figures")
@click.option("--json", "as_json", is_flag=True, help="Print {key: {expected, counted}}.")
def figures(as_json: bool) -> None:
    """Print what the public record says beside what the rows give; without --json, fail where they differ."""
    try:
        found = queries.figures()
    except DBAPIError:
        raise click.ClickException("The database has no tables, or does not answer: run flask doctor.") from None
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for key, one in found.items():
        sign = "=" if one["expected"] == one["counted"] else "≠"
        click.echo(f"{key:34} {one['expected']:>8} {sign} {one['counted']}")
    if any(one["expected"] != one["counted"] for one in found.values()):
        raise SystemExit(1)
