"""Groups of people as filters of what they answered."""

from sqlalchemy import ColumnElement, select

from lms.enrolment.models import GroupMember
from lms.trainings.models import Participation

MOST_DIGITS = 9


def in_group(group: str) -> list[ColumnElement[bool]]:
    """Return the predicate "in a group" by its id as an address says it; none where it names no group."""
    if not group.isdecimal() or len(group) > MOST_DIGITS:
        return []
    members = select(GroupMember.participation_id).where(GroupMember.group_id == int(group))
    return [Participation.id.in_(members)]
