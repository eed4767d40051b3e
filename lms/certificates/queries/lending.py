"""Reads of what offices let provinces use."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, literal, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from lms.certificates.models import Lending
from lms.core.db import db
from lms.core.errors import Missing
from lms.places.models import Region
from lms.trainings.models import Training


def lent_to(training: Training, column: InstrumentedAttribute[int | None]) -> Select[Any]:
    """Return the select of the ids in a column of Lending that a training may use: lent to a region that holds its."""
    code = literal(training.region.reach_code)
    holds = and_(Region.reach_code <= code, code < Region.reach_code + "/")
    return (
        select(column)
        .join(Region, Region.id == Lending.region_id)
        .where(column.is_not(None), Lending.ended_at.is_(None), holds)
    )


def lendings_of(column: InstrumentedAttribute[int | None], row_id: int) -> Sequence[Lending]:
    """Return to which regions something is lent now, by name."""
    return db.session.scalars(
        select(Lending)
        .join(Region, Region.id == Lending.region_id)
        .where(column == row_id, Lending.ended_at.is_(None))
        .options(joinedload(Lending.region))
        .order_by(Region.name)
    ).all()


def get_lending(uid: UUID) -> Lending:
    """Return a lending; Missing if there is none."""
    found = db.session.scalar(select(Lending).where(Lending.uid == uid))
    if found is None:
        raise Missing
    return found
