"""Many rows at once, without building objects."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select

from lms.core.db import Model, db

PART = 5000


def add(model: type[Model], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows that all have the same keys, `uid` among them, and return their ids in the same order."""
    table: Any = model.__table__
    before = db.session.scalar(select(func.max(table.c.id))) or 0
    keep(model, rows)
    found: dict[UUID, int] = {
        row.uid: row.id for row in db.session.execute(select(table.c.uid, table.c.id).where(table.c.id > before))
    }
    return [found[row["uid"]] for row in rows]


def keep(model: type[Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same keys, without asking for their ids."""
    for start in range(0, len(rows), PART):
        db.session.execute(insert(model.__table__), list(rows[start : start + PART]))  # type: ignore[arg-type]


def one(model: type[Model], **facts: Any) -> int:
    """Insert one row and return its id."""
    table: Any = model.__table__
    return int(db.session.execute(insert(table).returning(table.c.id), [facts]).scalar_one())
