"""Reads of offices; what lies outside a principal's reach does not exist for it."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal
from lms.places import rules
from lms.places.models import Office, Region
from lms.places.queries.regions import in_region


def offices_within(principal: Principal) -> Select[Office]:
    """Return the select of offices in a principal's reach, joined to their regions."""
    return (
        select(Office)
        .join(Region, Region.id == Office.region_id)
        .where(within(principal))
        .options(joinedload(Office.kind), *_with_region())
    )


def within(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate "in reach": regions, own office, assigned libraries. It needs Region joined."""
    return or_(
        rules.within(Region.reach_code, principal.grants),
        Office.id.in_(rules.reached_offices(principal)),
    )


def get_office_within(principal: Principal, uid: UUID) -> Office:
    """Return an office in a principal's reach; Missing if it is not there."""
    found = db.session.scalar(offices_within(principal).where(Office.uid == uid))
    if found is None:
        raise Missing
    return found


def may_reach_office(principal: Principal, office_id: int) -> bool:
    """Tell whether an office lies in a principal's reach."""
    return db.session.scalar(offices_within(principal).where(Office.id == office_id)) is not None


def get_office(uid: UUID) -> Office:
    """Return an office whatever the reach (for public pages and actions of the house); Missing if there is none."""
    found = db.session.scalar(_whole().where(Office.uid == uid))
    if found is None:
        raise Missing
    return found


def get_office_by_id(office_id: int) -> Office:
    """Return an office by its id; Missing if there is none."""
    found = db.session.scalar(_whole().where(Office.id == office_id))
    if found is None:
        raise Missing
    return found


def find_office_by_name(name: str, *, region_code: str | None = None) -> Office | None:
    """Return the one office of that name (in or below a region's code), or None where there is none or several."""
    found = _whole().join(Region, Region.id == Office.region_id).where(Office.sort_name == folded(name))
    if region_code:
        found = found.where(in_region(region_code))
    rows = db.session.scalars(found.limit(2)).all()
    return rows[0] if len(rows) == 1 else None


def _whole() -> Select[Office]:
    return select(Office).options(joinedload(Office.kind), *_with_region())


def _with_region() -> tuple[ExecutableOption, ...]:
    region = joinedload(Office.region)
    return (region.joinedload(Region.parent).joinedload(Region.parent).joinedload(Region.parent),)
