"""Commands of trainings."""

import click
from flask.cli import AppGroup

from lms.trainings import actions

group = AppGroup("trainings", help="Trainings and their people.")


@group.command("rebuild")
def rebuild() -> None:
    """Derive the dates of all participations from their facts again."""
    click.echo(f"{actions.rebuild_dates()} participations were different")
