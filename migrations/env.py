"""How migrations reach the database.

On SQLite a table is changed by copying it, and dropping the old one deletes the rows that point at it while foreign
keys are on; the pragma does nothing inside a transaction. So migrations open a connection of their own with foreign
keys off before BEGIN, and check every foreign key before the commit.
"""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Engine, create_engine, event

from lms.core.db import Base, db


def own_engine() -> Engine:
    """Return an engine for migrations alone."""
    engine = create_engine(db.engine.url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _connect(connection: Any, _: Any) -> None:
            connection.isolation_level = None
            connection.execute("PRAGMA busy_timeout=15000")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA foreign_keys=OFF")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def check_foreign_keys(connection: Connection) -> None:
    """Refuse to commit a migration that leaves a row pointing at nothing."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"This migration breaks foreign keys: {broken[:5]}")


def run() -> None:
    """Run the migrations that were asked for, in one transaction."""
    engine = own_engine()
    with engine.connect() as connection, connection.begin():
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        context.run_migrations()
        check_foreign_keys(connection)
    engine.dispose()


run()
