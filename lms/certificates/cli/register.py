"""`flask certificates verify`, `reconcile` and `rotate-key`."""

import json
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from lms.certificates import actions, queries
from lms.certificates.queries import Examined
from lms.certificates.rules import labels
from lms.core import clock
from lms.core.errors import Refused
from lms.core.principals import command

group = AppGroup("certificates", help="Verify files, reconcile the register after a restore, change the signing key.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@group.command("verify")
@click.argument("file", type=FILE)
@click.option("--status-list", type=FILE, help="A status list to judge by; an older one is told.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id")
def verify(file: Path, status_list: Path | None, as_json: bool, language: str) -> None:
    """Say whether FILE (PDF, JSON, JWT, PNG, SVG) was issued here and what it is worth; end with 1 unless valid."""
    found = queries.examine(_content(file), status_list=_content(status_list) if status_list else None)
    with force_locale(language):
        answer = _answer(found)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        for name, value in answer.items():
            click.echo(f"{name}: {'; '.join(value) if isinstance(value, list) else value}")
    if not found.is_genuine or answer["status"] not in (None, "valid"):
        raise SystemExit(1)


@group.command("reconcile")
def reconcile() -> None:
    """After a restore: keep the numbers that were given since the backup, and let endings hold."""
    lost, keys = queries.count_lost(), {line["key"] for line in queries.lost_key_lines()}
    facts = actions.reconcile(by=command("reconcile"))
    click.echo(f"{facts} facts of {lost} certificates were read back from the journal; the series are open.")
    if keys:
        click.echo(
            f"Keys told of: {len(keys)}. A key made since the backup is back with its public half alone: what it "
            "signed can be checked, it signs no more, and a new one signs from now on. Nothing more is to be done."
        )


@group.command("rotate-key")
@click.option("--from", "first_day", type=click.DateTime(["%Y-%m-%d"]), help="The first day; from now on without it.")
def rotate_key(first_day: datetime | None) -> None:
    """Sign credentials with a new key from a day on; both are published, and what the old one signed stays valid."""
    day = first_day.date() if first_day else None
    try:
        made = actions.rotate_key(by=command("rotate-key"), now=clock.now(), first_day=day)
    except Refused as refusal:
        raise click.ClickException(str(refusal.message)) from refusal
    click.echo(f"From {made.valid_from.isoformat(timespec='minutes')} credentials are signed with {made.public}.")


def _content(path: Path) -> bytes:
    """Return a file's bytes, no more than a certificate may have; what is larger is none."""
    with path.open("rb") as file:
        return file.read(queries.LARGEST_FILE + 1)[: queries.LARGEST_FILE]


def _answer(found: Examined) -> dict[str, str | bool | list[str] | None]:
    certificate = found.certificate
    standing = queries.standing_of(certificate, today=clock.today(certificate.series.zone)) if certificate else None
    return {
        "genuine": found.is_genuine, "kind": found.kind, "issued_file": found.is_issued_file,
        "problems": labels.findings(found.findings), "status": standing.value if standing else None,
        "word": labels.standings()[standing] if standing else None,
        "number": certificate.number if certificate else None,
        "name": certificate.name if certificate else None,
        "training": str(certificate.data.get("training", "")) if certificate else None,
    }  # fmt: skip
