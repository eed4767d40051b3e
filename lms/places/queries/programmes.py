"""Reads of programmes and their parts."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.places.models import Office, OfficeKind, Phase, Programme


def programmes(*, public_only: bool = False) -> Sequence[Programme]:
    """Return all programmes with their trees, the oldest first."""
    found = select(Programme).options(joinedload(Programme.tree)).order_by(Programme.id)
    return db.session.scalars(found.where(Programme.is_public) if public_only else found).all()


def get_programme(slug: str) -> Programme:
    """Return the programme with this slug; Missing if there is none."""
    found = db.session.scalar(select(Programme).where(Programme.slug == slug).options(joinedload(Programme.tree)))
    if found is None:
        raise Missing
    return found


def phases(programme_id: int) -> Sequence[Phase]:
    """Return the phases of a programme in their order."""
    return db.session.scalars(select(Phase).where(Phase.programme_id == programme_id).order_by(Phase.starts)).all()


def office_kinds(*, with_retired: bool = False) -> Sequence[OfficeKind]:
    """Return the kinds of offices in their order: those that are offered, or also the retired ones."""
    found = select(OfficeKind).order_by(OfficeKind.position, OfficeKind.id)
    return db.session.scalars(found if with_retired else found.where(OfficeKind.retired_on.is_(None))).all()


def offices_by_kind() -> dict[int, int]:
    """Return how many offices are of each kind, closed ones too, by the id of the kind."""
    rows = db.session.execute(select(Office.kind_id, func.count()).group_by(Office.kind_id))
    return {row[0]: row[1] for row in rows}
