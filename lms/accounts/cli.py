"""`flask setup admin`: the first administrator, from the environment."""

import os

import click
from flask import current_app
from flask.cli import AppGroup

from lms.accounts import actions, queries
from lms.accounts.actions.setup import Beginning
from lms.core import clock
from lms.core.errors import Refused

commands = AppGroup("setup", help="The beginning of an installation.")


@commands.command("admin")
def admin() -> None:
    """Make the administrator that LMS_ADMIN_NAME, LMS_ADMIN_USERNAME and LMS_ADMIN_PASSWORD describe, once."""
    if queries.is_anybody_here():
        click.echo("Somebody is there already; nothing was done.")
        return
    said = Beginning(
        full_name=os.environ.get("LMS_ADMIN_NAME", "Administrator"),
        username=os.environ.get("LMS_ADMIN_USERNAME", "admin"),
        password=os.environ.get("LMS_ADMIN_PASSWORD", ""),
        site_name=os.environ.get("LMS_SITE_NAME", "Pelita"),
        zone=current_app.config["SETTINGS"].zone,
        language=current_app.config["SETTINGS"].language,
    )
    try:
        actions.set_up(said, languages=list(current_app.config["LANGUAGES"]), now=clock.now())
    except Refused as refusal:
        raise click.ClickException(str(refusal.message)) from refusal
    click.echo(f"{said.username} may sign in.")
