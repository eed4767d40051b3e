"""Giving roles and taking them back: dated, within reach, never deleted."""

from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from lms.accounts import permissions, queries
from lms.accounts.events import RoleGiven
from lms.accounts.models import AssignedLibrary, RoleGrant
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.principals import Principal, Role
from lms.places import queries as offices
from lms.places import rules as places
from lms.places.models import Region


@transaction()
def grant_role(
    person_uid: UUID, role: Role, *, region_id: int | None, valid_from: date, valid_until: date | None,
    by: Principal, now: datetime,
) -> RoleGrant:  # fmt: skip
    """Give a person a role in a region (everywhere without one) between two dates; only within one's own reach."""
    person = queries.get_person_within(by, person_uid)
    if not permissions.may_grant_role(by, role) or not _reaches(by, region_id):
        raise Refused(_("You cannot give this role there."))
    if valid_until is not None and valid_until < valid_from:
        message = _("It ends before it begins.")
        raise Refused(message, fields={"valid_until": message})
    given = RoleGrant(
        person_id=person.id,
        role=role,
        region_id=region_id,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=by.id,
        granted_at=now,
    )
    db.session.add(given)
    db.session.flush()
    trail.record("role.given", by=by.id, subject="person", subject_uid=person.uid, role=role.value)
    publish(RoleGiven(grant_id=given.id))
    return given


@transaction()
def revoke_role(grant_uid: UUID, *, by: Principal, now: datetime) -> None:
    """Take a role back at once; taking it back twice changes nothing."""
    given = db.session.scalar(select(RoleGrant).where(RoleGrant.uid == grant_uid))
    if given is None or not permissions.may_grant_role(by, given.role) or not _reaches(by, given.region_id):
        raise Missing
    if given.revoked_at is None:
        given.revoked_at = now
        trail.record("role.revoked", by=by.id, subject="role_grant", subject_uid=given.uid, role=given.role.value)


@transaction()
def hand_over(grant_uid: UUID, *, to_uid: UUID, on: date, by: Principal, now: datetime) -> RoleGrant:
    """Hand a role with its reach and its libraries to another person from a day on, in one act."""
    given = _get_grant(grant_uid, by)
    heir = queries.get_person_within(by, to_uid)
    if heir.id == given.person_id:
        raise Refused(_("This person has the role already."), fields={"to": _("Choose another person.")})
    if given.revoked_at or (given.valid_until and given.valid_until < on):
        raise Refused(_("This role has ended. Give it anew instead."))
    if on <= given.valid_from:
        raise Refused(_("The role began later than this day."), fields={"on": _("Choose a later day.")})
    made = RoleGrant(person_id=heir.id, role=given.role, region_id=given.region_id, office_id=given.office_id,
                     programme_id=given.programme_id, valid_from=on, valid_until=given.valid_until,
                     granted_by=by.id, granted_at=now)  # fmt: skip
    given.valid_until = on - timedelta(days=1)
    db.session.add(made)
    db.session.flush()
    for served in _served(given.id, on):
        db.session.add(AssignedLibrary(grant_id=made.id, office_id=served.office_id, since=on, until=served.until))
        served.until = on - timedelta(days=1)
    trail.record("role.handed_over", by=by.id, subject="person", subject_uid=heir.uid, role=given.role.value,
                 from_grant=str(given.uid), on=on.isoformat())  # fmt: skip
    publish(RoleGiven(grant_id=made.id))
    return made


@transaction()
def assign_library(grant_uid: UUID, *, office_uid: UUID, since: date, by: Principal) -> None:
    """Let a facilitator serve a library in one's reach from a day on; doing it twice changes nothing."""
    given = _get_grant(grant_uid, by)
    library = offices.get_office_within(by, office_uid)
    if given.role != Role.FACILITATOR or not library.kind.is_library:
        raise Refused(_("Only facilitators serve libraries."))
    if any(served.office_id == library.id for served in _served(given.id, since)):
        return
    db.session.add(AssignedLibrary(grant_id=given.id, office_id=library.id, since=since))
    trail.record("library.assigned", by=by.id, subject="role_grant", subject_uid=given.uid, office=str(library.uid))


@transaction()
def release_library(grant_uid: UUID, *, office_uid: UUID, today: date, by: Principal) -> None:
    """End a facilitator's service at a library today; what was never served stays so."""
    given = _get_grant(grant_uid, by)
    library = offices.get_office_within(by, office_uid)
    of_it = (AssignedLibrary.grant_id == given.id, AssignedLibrary.office_id == library.id)
    yesterday = today - timedelta(days=1)
    db.session.execute(update(AssignedLibrary).where(*of_it, AssignedLibrary.until.is_(None)).values(until=yesterday))
    trail.record("library.released", by=by.id, subject="role_grant", subject_uid=given.uid, office=str(library.uid))


def _get_grant(uid: UUID, by: Principal) -> RoleGrant:
    given = db.session.scalar(select(RoleGrant).where(RoleGrant.uid == uid))
    if given is None or not permissions.may_grant_role(by, given.role):
        raise Missing
    queries.get_person_within(by, queries.get_person(given.person_id).uid)
    return given


def _served(grant_id: int, day: date) -> list[AssignedLibrary]:
    found = select(AssignedLibrary).where(AssignedLibrary.grant_id == grant_id)
    return [row for row in db.session.scalars(found) if row.until is None or row.until >= day]


def _reaches(by: Principal, region_id: int | None) -> bool:
    grants = by.grants_of(*permissions.GRANTERS)
    if any(places.reaches_everywhere(grant) for grant in grants):
        return True
    reach = places.within(Region.reach_code, grants)
    return (
        region_id is not None and db.session.scalar(select(Region.id).where(Region.id == region_id, reach)) is not None
    )
