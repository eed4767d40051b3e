"""Lists of offices and regions, and the facts of one office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from lms.core.db import db
from lms.core.names import folded
from lms.core.principals import Principal
from lms.places import rules
from lms.places.models import Office, OnlineSince, Partnership, PartnerStatus, Region, RegionSuccession
from lms.places.queries.offices import offices_within
from lms.places.queries.regions import in_region


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of offices should show."""

    text: str = ""
    kind: str = ""
    region: str = ""
    status: str = ""
    sort: str = "name"


def list_offices(principal: Principal, wanted: Wanted) -> Select[Office]:
    """Return the select of offices in reach that fit the filters; a text may be a name or a region's code."""
    found = offices_within(principal)
    parent, above = aliased(Region), aliased(Region)
    found = found.outerjoin(parent, parent.id == Region.parent_id).outerjoin(above, above.id == parent.parent_id)
    names = (Office.sort_name, Region.sort_name, parent.sort_name, above.sort_name)
    for word in wanted.text.split()[:6]:
        fits = [name.contains(folded(word), autoescape=True) for name in names]
        found = found.where(or_(*fits, *([in_region(word)] if any(c.isdecimal() for c in word) else [])))
    if wanted.kind:
        found = found.where(Office.kind.has(key=wanted.kind))
    if wanted.region:
        found = found.where(in_region(wanted.region))
    if wanted.status in set(PartnerStatus):
        of_status = (Partnership.office_id == Office.id, Partnership.status == PartnerStatus(wanted.status))
        found = found.where(exists().where(*of_status))
    order = {"name": Office.sort_name, "region": Region.code}
    return found.order_by(order.get(wanted.sort, Office.sort_name), Office.id)


def partnerships_of(office_id: int) -> Sequence[Partnership]:
    """Return how an office took part, the newest year first."""
    found = select(Partnership).where(Partnership.office_id == office_id)
    return db.session.scalars(found.order_by(Partnership.year.desc(), Partnership.id)).all()


def online_facts(office_id: int) -> Sequence[OnlineSince]:
    """Return when an office went online or off, the newest fact first."""
    found = select(OnlineSince).where(OnlineSince.office_id == office_id)
    return db.session.scalars(found.order_by(OnlineSince.recorded_at.desc(), OnlineSince.id.desc())).all()


def first_years(office_ids: Sequence[int]) -> dict[int, Partnership]:
    """Return the first partnership of each of these offices: the year of joining."""
    rows = db.session.scalars(
        select(Partnership).where(Partnership.office_id.in_(office_ids)).order_by(Partnership.year.desc())
    )
    return {row.office_id: row for row in rows}


def regions_of(tree_id: int, *, parent_id: int | None, day: date) -> Select[Region]:
    """Return the select of the regions directly below one, that hold on a day, by name."""
    holds = or_(Region.valid_until.is_(None), Region.valid_until >= day)
    below = Region.parent_id == parent_id if parent_id else Region.parent_id.is_(None)
    return select(Region).where(Region.tree_id == tree_id, below, holds).order_by(Region.sort_name, Region.code)


def parts_of(region: Region) -> tuple[Sequence[Region], Sequence[Office]]:
    """Return the regions right below one that hold today, and the offices right in it, by name."""
    below = select(Region).where(Region.parent_id == region.id, Region.valid_until.is_(None)).order_by(Region.sort_name)
    inside = select(Office).where(Office.region_id == region.id).order_by(Office.sort_name, Office.id)
    return db.session.scalars(below).all(), db.session.scalars(inside).all()


def successions_of(region_id: int) -> tuple[Sequence[RegionSuccession], Sequence[RegionSuccession]]:
    """Return what a region came from, and what it went over into."""
    old, new = RegionSuccession.old_id, RegionSuccession.new_id
    came = db.session.scalars(select(RegionSuccession).where(new == region_id).order_by(RegionSuccession.on)).all()
    went = db.session.scalars(select(RegionSuccession).where(old == region_id).order_by(RegionSuccession.on)).all()
    return came, went


def regions_by_id(region_ids: Sequence[int]) -> dict[int, Region]:
    """Return regions with their parents by id."""
    up = joinedload(Region.parent).joinedload(Region.parent)
    return {row.id: row for row in db.session.scalars(select(Region).where(Region.id.in_(region_ids)).options(up))}


def offices_in(principal: Principal, region: Region) -> Select[Office]:
    """Return the select of offices in reach in a region or below it, also through its successors."""
    return offices_within(principal).where(rules.below(Region.reach_code, region.reach_code)).order_by(Office.sort_name)
