"""Migrations give the tables that the models describe, go both ways, and lose no rows on the way."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from lms import settings
from lms.app import create_app
from lms.cli import open_migrations
from lms.core.db import Base, db

pytestmark = pytest.mark.database
VERSIONS = Path(__file__).parent.parent / "migrations" / "versions"


@pytest.fixture
def bare(tmp_path: Path, database_url: str) -> Any:
    """An application whose database has no tables yet."""
    url = f"sqlite:///{tmp_path / 'bare.sqlite'}"
    if database_url.startswith("postgresql"):
        url = _fresh_postgres(database_url)
    app = create_app(settings.load({"LMS_DATA": str(tmp_path), "LMS_DATABASE_URL": url}))
    open_migrations(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_migrations_give_what_the_models_describe_and_go_back_and_forth(bare: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    _checks_hold()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert "participation" in inspect(db.engine).get_table_names()


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in VERSIONS.glob("*.py"))
    assert numbers == list(range(1, len(numbers) + 1))


def _checks_hold() -> None:
    """A migrated database refuses what the models refuse."""
    row = "('x', 'ghost', '', '2020-01-01')"
    statement = text(f"INSERT INTO principal (uid, kind, label, created_at) VALUES {row}")
    with db.engine.connect() as connection:
        with pytest.raises(Exception, match=r"(?i)check|constraint|uuid"):
            connection.execute(statement)
        connection.rollback()


def _fresh_postgres(base: str) -> str:
    from uuid import uuid4

    from sqlalchemy import create_engine

    name = f"pelita_migrations_{uuid4().hex[:8]}"
    engine = create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return f"{base.rsplit('/', 1)[0]}/{name}"
