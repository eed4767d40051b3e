"""Groups of people as filters of what they answered."""

from sqlalchemy import ColumnElement, select

from lms.core import numbers
from lms.enrolment.models import GroupMember
from lms.trainings.models import Participation


def in_group(group: str) -> list[ColumnElement[bool]]:
    """Return the predicate "in a group" by its id as an address says it; none where it names no group."""
    group_id = numbers.plain(group, most=numbers.MOST_ID)
    if group_id is None:
        return []
    members = select(GroupMember.participation_id).where(GroupMember.group_id == group_id)
    return [Participation.id.in_(members)]
