"""`flask places load-regions`: bring a tree of regions in from a CSV file."""

from pathlib import Path

import click
from flask.cli import AppGroup

from lms.core import principals
from lms.core.errors import Refused
from lms.places import actions, queries

commands = AppGroup("places", help="Regions and offices.")


@commands.command("load-regions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", required=True, help="A short name of the tree, such as id.")
@click.option("--name", required=True, help="What the whole is called.")
@click.option("--levels", required=True, help="The names of the levels from the widest, divided by commas.")
@click.option("--language", default="id", help="The language of these names.")
def load_regions(file: Path, key: str, name: str, levels: str, language: str) -> None:
    """Bring a tree in from FILE with the columns code, parent_code, name, kind; may be repeated."""
    labels = [{language: level.strip()} for level in levels.split(",") if level.strip()]
    try:
        tree = actions.load_csv(
            file.read_bytes(), key=key, name={language: name}, levels=labels, by=principals.command("places")
        )
    except actions.WrongRows as wrong:
        for problem in wrong.problems[:20]:
            click.echo(f"{file.name}:{problem.line}: {problem.text}: {problem.message}", err=True)
        raise click.ClickException(f"{len(wrong.problems)} rows cannot be used; nothing was changed.") from wrong
    except Refused as refusal:
        raise click.ClickException(str(refusal.message)) from refusal
    counts = queries.count_by_level(tree.id)
    click.echo(", ".join(f"{labels[level - 1][language]}: {n}" for level, n in counts.items()))
