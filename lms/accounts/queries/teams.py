"""Reads of teams."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Person, Team, TeamMember
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal
from lms.places.models import Region
from lms.places.rules import within


def teams_within(principal: Principal, *, text: str = "") -> Select[Team]:
    """Return the select of teams in the regions of a principal's reach that a text fits, by name."""
    found = select(Team).join(Region, Region.id == Team.region_id).where(within(Region.reach_code, principal.grants))
    for word in folded(text).split()[:6]:
        found = found.where(func.lower(Team.name).contains(word, autoescape=True) | Region.sort_name.contains(word))
    return found.options(joinedload(Team.region)).order_by(func.lower(Team.name), Team.id)


def get_team_within(principal: Principal, uid: UUID) -> Team:
    """Return a team in a principal's reach; Missing if there is none."""
    found = db.session.scalar(teams_within(principal).where(Team.uid == uid))
    if found is None:
        raise Missing
    return found


def teams_in(principal: Principal, region_id: int) -> Sequence[Team]:
    """Return the teams of one region in reach."""
    return db.session.scalars(teams_within(principal).where(Team.region_id == region_id).limit(50)).all()


def members_of(team_id: int) -> Sequence[TeamMember]:
    """Return who is and was in a team, those of today first, by name."""
    return db.session.scalars(
        select(TeamMember).join(Person, Person.id == TeamMember.person_id).where(TeamMember.team_id == team_id)
        .options(joinedload(TeamMember.person).joinedload(Person.office))
        .order_by(TeamMember.until.is_not(None), Person.sort_name, TeamMember.id)
    ).all()  # fmt: skip


def member_counts(team_ids: Sequence[int]) -> dict[int, int]:
    """Return how many members each of these teams has today."""
    rows = db.session.execute(
        select(TeamMember.team_id, func.count()).where(TeamMember.team_id.in_(team_ids), TeamMember.until.is_(None))
        .group_by(TeamMember.team_id)
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


def reaches_region(principal: Principal, region_id: int) -> bool:
    """Tell whether a region lies in a principal's reach."""
    found = select(Region.id).where(Region.id == region_id, within(Region.reach_code, principal.grants))
    return db.session.scalar(found) is not None
