"""Reads of the bank's drawers, and of whom they may belong to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.places import rules as places
from lms.places.models import Region
from lms.quizzes.models import BankCategory, BankEntry
from lms.quizzes.permissions import READERS, sees_category


def drawer_rows(principal: Principal) -> Sequence[Any]:
    """Return (BankCategory, its questions that are not put away) of the drawers that a principal sees, by name."""
    count = (
        select(func.count()).where(BankEntry.category_id == BankCategory.id, BankEntry.archived_at.is_(None))
        .correlate(BankCategory).scalar_subquery()
    )  # fmt: skip
    return db.session.execute(
        select(BankCategory, count.label("questions")).where(sees_category(principal))
        .options(joinedload(BankCategory.office), joinedload(BankCategory.region))
        .order_by(BankCategory.sort_name, BankCategory.id)
    ).all()  # fmt: skip


def get_category_within(principal: Principal, uid: UUID) -> BankCategory:
    """Return a drawer that a principal sees; else Missing."""
    found = db.session.scalar(
        select(BankCategory).where(BankCategory.uid == uid, sees_category(principal))
        .options(joinedload(BankCategory.office), joinedload(BankCategory.region))
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def regions_to_share_with(principal: Principal, *, also: int | None = None) -> Sequence[Region]:
    """Return the widest regions of today within a principal's reach, and one more."""
    here = places.within(Region.reach_code, principal.grants_of(*READERS))
    wide = here & (Region.level == 1) & Region.valid_until.is_(None)
    return db.session.scalars(
        select(Region).where(or_(wide, Region.id == (also or 0))).order_by(Region.sort_name, Region.id)
    ).all()
