"""Entering many offices at once, for imports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.names import clean, folded
from lms.core.principals import Principal
from lms.places.models import Office


@transaction()
def make_offices(names: Sequence[tuple[str, int]], *, kind_id: int, by: Principal, now: datetime) -> list[int]:
    """Enter offices given as (name, region id), all of one kind, and return their ids in the same order."""
    rows: list[dict[str, Any]] = [
        {"uid": uuid4(), "name": clean(name)[:200], "sort_name": folded(name)[:200], "region_id": region_id,
         "kind_id": kind_id, "address": "", "phone": "", "letterhead": ""}
        for name, region_id in names
    ]  # fmt: skip
    if not rows:
        return []
    db.session.execute(insert(Office), rows)
    made = select(Office.uid, Office.id).where(Office.uid.in_([row["uid"] for row in rows]))
    found = {row.uid: row.id for row in db.session.execute(made)}
    trail.record("offices.made", by=by.id, subject="office", count=len(rows), at=now.isoformat(),
                 uids=[str(row["uid"]) for row in rows])  # fmt: skip
    return [found[row["uid"]] for row in rows]
