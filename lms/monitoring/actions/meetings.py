"""Recording stakeholder meetings."""

from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import insert, select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import clean, folded
from lms.core.principals import Principal, Role
from lms.monitoring import permissions
from lms.monitoring.models import Meeting, MeetingGuest
from lms.places import queries as places
from lms.places import rules
from lms.places.models import Region

MOST_GUESTS = 2000
RECORDERS = (Role.COORDINATOR, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)


@transaction()
def record_meeting(
    programme_id: int, region_uid: UUID, *, title: str, on_day: date, guests: dict[str, int], by: Principal,
    now: datetime, venue: str = "", outcome: str = "",
) -> Meeting:  # fmt: skip
    """Record a meeting of a region with how many people each institution sent (institution → heads)."""
    region = places.get_region(region_uid)
    if not permissions.may_record_meetings(by) or not _is_within(region, by):
        raise Missing
    total = sum(guests.values())
    if not 0 < total <= MOST_GUESTS or min(guests.values()) < 1:
        raise Refused(_("Between 1 and %(most)s people.", most=MOST_GUESTS), fields={"guests": _("Count who came.")})
    meeting = Meeting(
        programme_id=programme_id, region_id=region.id, title=title, sort_name=folded(title), on_day=on_day,
        venue=venue, outcome=outcome, recorded_by=by.id, recorded_at=now,
    )  # fmt: skip
    db.session.add(meeting)
    db.session.flush()
    rows = [
        {"meeting_id": meeting.id, "institution": clean(name)} for name, heads in guests.items() for _i in range(heads)
    ]
    db.session.execute(insert(MeetingGuest), rows)
    trail.record("monitoring.meeting_recorded", by=by.id, subject="meeting", subject_uid=meeting.uid, guests=total)
    return meeting


def _is_within(region: Region, by: Principal) -> bool:
    reach = rules.within(Region.reach_code, by.grants_of(*RECORDERS))
    return db.session.scalar(select(Region.id).where(Region.id == region.id, reach)) is not None
