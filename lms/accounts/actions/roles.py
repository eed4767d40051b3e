"""Giving roles and taking them back: dated, within reach, never deleted."""

from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts import permissions, queries
from lms.accounts.models import RoleGrant
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal, Role
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


def _reaches(by: Principal, region_id: int | None) -> bool:
    grants = by.grants_of(*permissions.GRANTERS)
    if any(places.reaches_everywhere(grant) for grant in grants):
        return True
    reach = places.within(Region.reach_code, grants)
    return (
        region_id is not None and db.session.scalar(select(Region.id).where(Region.id == region_id, reach)) is not None
    )
