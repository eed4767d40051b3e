"""`flask setup admin`: the beginning of an installation, from the environment."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from lms.accounts import actions, queries, rules
from lms.accounts.actions.setup import Beginning
from lms.core import clock
from lms.core.errors import Refused

commands = AppGroup("setup", help="The beginning of an installation.")
TEXTS = {
    "full_name": "NAME", "username": "USERNAME", "password": "PASSWORD", "site_name": "SITE", "owner": "OWNER",
    "zone": "ZONE", "contact_name": "CONTACT_NAME", "contact_phone": "CONTACT_PHONE", "programme": "PROGRAMME",
    "office": "OFFICE", "region": "REGION", "levels": "LEVELS", "office_region": "OFFICE_REGION",
}  # fmt: skip
OTHERS = {"logo": "LOGO", "languages": "LANGUAGES", "regions": "REGIONS", "csv": "REGIONS"}


@commands.command("admin")
def admin() -> None:
    """Set the installation up as the LMS_ADMIN_* variables say (docs/settings.md), once."""
    if queries.is_anybody_here():
        click.echo("Somebody is there already; nothing was done.")
        return
    env = {key.removeprefix("LMS_ADMIN_"): text for key, text in os.environ.items() if key.startswith("LMS_ADMIN_")}
    parts = {part.name: _part(part, env) for part in rules.first_parts().values()}
    try:
        said = _beginning(env)
        actions.set_up(said, parts=parts, now=clock.now())
    except Refused as refusal:
        raise click.ClickException(_told(refusal)) from refusal
    click.echo(f"{said.username} may sign in.")


@commands.command("second-step-off")
@click.argument("name")
def second_step_off(name: str) -> None:
    """Take the codes off whoever has this user name, phone or e-mail address, where no administrator can help."""
    person = queries.find_person_for_sign_in(name)
    if person is None or not queries.has_second_step(person.id):
        raise click.ClickException(f"{name!r} has no second step.")
    actions.second_steps.take_off_here(person.id, now=clock.now())
    click.echo("The password alone opens this account now; all its devices were signed out.")


def _beginning(env: Mapping[str, str]) -> Beginning:
    chosen = current_app.config["SETTINGS"]
    known = {"full_name": "Administrator", "username": "admin", "password": "", "zone": chosen.zone}
    known |= {key: env[name] for key, name in TEXTS.items() if env.get(name)}
    spoken = tuple(part.strip() for part in env.get("LANGUAGES", "").split(",") if part.strip())
    facts: dict[str, Any] = {**known, "languages": spoken or tuple(current_app.config["LANGUAGES"])}
    if env.get("LOGO"):
        facts["logo"] = _bytes(env["LOGO"], "LOGO")
    return Beginning(**facts, **_regions(env))


def _regions(env: Mapping[str, str]) -> dict[str, Any]:
    """Read LMS_ADMIN_REGIONS: indonesia, single, or the path of a CSV file."""
    wanted = env.get("REGIONS") or rules.Regions.SINGLE
    if wanted in {rules.Regions.INDONESIA, rules.Regions.SINGLE}:
        return {"regions": wanted}
    return {"regions": rules.Regions.CSV, "csv": _bytes(wanted, "REGIONS")}


def _bytes(path: str, name: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as problem:
        raise click.ClickException(f"LMS_ADMIN_{name}={path!r} cannot be read: {problem.strerror}.") from problem


def _part(part: rules.FirstPart, env: Mapping[str, str]) -> dict[str, str]:
    return {field: env.get(field.upper(), "") for field in part.fields}


def _told(refusal: Refused) -> str:
    """Return a refusal with the names of the variables that it speaks of."""
    names = TEXTS | OTHERS
    lines = [f"LMS_ADMIN_{names.get(key, key.upper())}: {message}" for key, message in refusal.fields.items()]
    return "\n".join(dict.fromkeys(lines)) or str(refusal.message)
