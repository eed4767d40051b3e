"""`flask doctor`: is everything there that this service needs? `flask rebuild`: is what is derived as its facts say?"""

import os
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from lms.accounts.actions import agency_checks
from lms.certificates import queries as certificates
from lms.core import addresses, mail, registry, trail
from lms.core.db import db
from lms.operations import queries
from lms.operations.rules import ROOT, Finding
from lms.settings import Agency
from lms.web import fonts


@click.command("doctor")
def doctor() -> None:
    """Check database, tables, register, files, mail server, agencies, papers' typeface and the chain of the trail."""
    findings = list(examine())
    for found in findings:
        click.echo(f"{'ok     ' if found.is_good else 'PROBLEM'}  {found.name}: {found.words}")
    if not all(found.is_good for found in findings):
        raise SystemExit(1)


@click.command("rebuild")
def rebuild() -> None:
    """Derive again whatever is derived from facts, and say how many rows were different; 0 where nothing was lost."""
    for name, derive in registry.entries("rebuilds").items():
        click.echo(f"{derive():>8}  {name}")


def examine() -> Iterator[Finding]:
    """Make every check; those that need the database are left out where it does not answer."""
    database = _tried("database", _database)
    yield database
    if database.is_good:
        yield _tried("tables", _tables)
        yield _tried("audit trail", _chain)
        yield _tried("register", _register)
    yield _tried("files", _files)
    yield _tried("mail", _mail)
    for agency in current_app.config["SETTINGS"].agencies:
        yield _tried(f"agency {agency.key}", partial(_agency, agency))
    yield _tried("typeface", _typeface)


def _tried(name: str, check: Callable[[], tuple[bool, str]]) -> Finding:
    try:
        return Finding(name, *check())
    except (SQLAlchemyError, OSError) as problem:
        return Finding(name, False, str(problem).splitlines()[0])


def _database() -> tuple[bool, str]:
    return queries.is_database_there(), f"{db.engine.dialect.name} answers"


def _tables() -> tuple[bool, str]:
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory  # half a second that no other command needs

    wanted = set(ScriptDirectory(str(ROOT / "migrations")).get_heads())
    with db.engine.connect() as connection:
        there = set(MigrationContext.configure(connection).get_current_heads())
    if there == wanted:
        return True, f"at migration {', '.join(sorted(there))}"
    return False, f"at {', '.join(sorted(there)) or 'none'}, not {', '.join(sorted(wanted))}: run flask db upgrade"


def _chain() -> tuple[bool, str]:
    broken = trail.find_broken_seal()
    if broken is not None:
        return False, f"acts {broken.from_id} to {broken.until_id} were changed after they were sealed"
    facts = queries.chain_facts()
    return True, f"{facts.sealed} of {facts.entries} acts sealed, the chain holds"


def _register() -> tuple[bool, str]:
    path: Path = current_app.config["SETTINGS"].journal
    if certificates.is_behind():
        lost, keys = certificates.count_lost(), len({line["key"] for line in certificates.lost_key_lines()})
        return (
            False,
            f"it knows less than its journal (numbers: {lost}, keys: {keys}): run flask certificates reconcile",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return False, f"its journal at {path} cannot be written"
    halves = certificates.count_public_halves()
    told = f"; {halves} keys came back from it as public halves: what they signed holds, they sign no more"
    return True, f"as its journal at {path}{told if halves else ''}"


def _files() -> tuple[bool, str]:
    folder: Path = current_app.config["FILES_DIR"]
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    Path(name).unlink()
    return True, f"{folder} can be written"


def _mail() -> tuple[bool, str]:
    if not mail.is_set():
        return True, "no mail server is set: messages stand in the inbox alone"
    try:
        with mail.line():
            return True, "the mail server answers and lets us in"
    except mail.NoLine as problem:
        return False, f"the mail server does not answer or refuses us ({problem}): look at LMS_MAIL_URL"


def _agency(agency: Agency) -> tuple[bool, str]:
    returns_to = f"{addresses.public_url()}{addresses.path_to('accounts_public.from_agency', key=agency.key)}"
    problems = agency_checks.problems_of(agency, returns_to=returns_to)
    known = f"{agency.issuer} knows this installation; it must lead people back to {returns_to}"
    return not problems, "; ".join(problems) or known


def _typeface() -> tuple[bool, str]:
    if "@font-face" in fonts.faces(fonts.family_list("sans")):
        return True, "Plus Jakarta Sans is there for certificates"
    return False, "the papers' typeface is missing: run npm ci --ignore-scripts (bin/setup does)"
