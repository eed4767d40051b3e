"""Reads of quotas: how much of each is taken, and for whom one can be set."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from lms.core.db import db
from lms.enrolment.models import Delegation, Nomination, NominationState, Quota
from lms.enrolment.rules.delegations import HOLDING, Limit
from lms.places.models import Office, Region

WIDE_LEVELS = 2


def limits_of(training_id: int) -> list[Limit]:
    """Return the quotas of a training with how much of each is taken and waits, in one query."""
    own, where, sender = aliased(Region), aliased(Region), aliased(Delegation)
    counted = (
        select(
            Nomination.capacity, Nomination.state, sender.office_id.label("office_id"),
            where.reach_code.label("reach_code"),
        )
        .join(sender, sender.id == Nomination.delegation_id)
        .join(where, where.id == Nomination.region_id)
        .where(Nomination.training_id == training_id)
        .subquery()
    )  # fmt: skip
    below = and_(counted.c.reach_code >= own.reach_code, counted.c.reach_code < own.reach_code + "/")
    is_meant = and_(
        counted.c.capacity == Quota.capacity, or_(counted.c.office_id == Quota.office_id, below)
    )  # fmt: skip
    rows = db.session.execute(
        select(Quota, own.reach_code, own.name, Office.name, _sum(counted.c.state.in_(HOLDING)),
               _sum(counted.c.state == NominationState.WAITING))
        .outerjoin(own, own.id == Quota.region_id)
        .outerjoin(Office, Office.id == Quota.office_id)
        .outerjoin(counted, is_meant)
        .where(Quota.training_id == training_id)
        .group_by(Quota.id, own.id, Office.id)
        .order_by(own.code, Office.sort_name, Quota.capacity)
    )  # fmt: skip
    return [
        Limit(quota.id, region or office or "", quota.capacity, quota.seats, int(taken), int(waiting), quota.office_id,
              code)
        for quota, code, region, office, taken, waiting in rows
    ]  # fmt: skip


def quota_uids(training_id: int) -> dict[int, UUID]:
    """Return the uids of a training's quotas by their ids."""
    rows = db.session.execute(select(Quota.id, Quota.uid).where(Quota.training_id == training_id))
    return {row.id: row.uid for row in rows}


def quota_regions(tree_id: int) -> Sequence[Region]:
    """Return the regions of the two widest levels, which may get a quota, by code."""
    return db.session.scalars(
        select(Region)
        .where(Region.tree_id == tree_id, Region.level <= WIDE_LEVELS, Region.valid_until.is_(None))
        .order_by(Region.code)
    ).all()


def quota_offices(tree_id: int) -> Sequence[Office]:
    """Return the offices of those regions, which may get a quota, by name."""
    return db.session.scalars(
        select(Office)
        .join(Region, Region.id == Office.region_id)
        .where(Region.tree_id == tree_id, Region.level <= WIDE_LEVELS, Office.closed_on.is_(None))
        .order_by(Office.sort_name, Office.id)
    ).all()


def _sum(predicate: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((predicate, 1), else_=0)), 0)
