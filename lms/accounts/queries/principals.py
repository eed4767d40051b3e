"""Who is signed in, with the roles that hold today."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import AssignedLibrary, Person, RoleGrant, SignIn
from lms.core.db import db
from lms.core.principals import Grant, Kind, Principal, PrincipalRow, Role
from lms.places.models import Region


def actor_name() -> ColumnElement[Any]:
    """Return the expression "who acted": a person's name, else a device's or command's label.

    It needs PrincipalRow joined, and Person outer joined on its principal.
    """
    return func.coalesce(Person.full_name, func.nullif(PrincipalRow.label, ""), literal(""))


def find_principal(sign_in_uid: UUID, *, now: datetime, today: date) -> Principal | None:
    """Return the principal of a device's sign-in, with the roles that hold today; None when it has ended."""
    row = db.session.scalar(
        select(SignIn).where(SignIn.uid == sign_in_uid, SignIn.revoked_at.is_(None), SignIn.expires_at > now)
    )
    if row is None:
        return None
    person = db.session.scalar(select(Person).where(Person.id == row.person_id).options(joinedload(Person.principal)))
    if person is None or person.merged_into_id:
        return None
    return principal_of(person, today=today, sign_in=row)


def principal_of(person: Person, *, today: date, sign_in: SignIn | None = None) -> Principal:
    """Return a person as a principal, with the roles that hold on a day."""
    return Principal(
        id=person.principal_id, uid=sign_in.uid if sign_in else person.uid, kind=Kind.PERSON, name=person.full_name,
        person_id=person.id, office_id=person.office_id, locale=person.locale,
        grants=grants_of(person.id, today=today), sign_in_id=sign_in.id if sign_in else None,
    )  # fmt: skip


def grants_of(person_id: int, *, today: date) -> tuple[Grant, ...]:
    """Return the roles of a person that hold on a day, each with its reach."""
    rows = db.session.execute(
        select(RoleGrant, Region.reach_code)
        .outerjoin(Region, Region.id == RoleGrant.region_id)
        .where(RoleGrant.person_id == person_id, RoleGrant.revoked_at.is_(None), *_holds(RoleGrant, today))
    ).all()
    served = _libraries([row.RoleGrant.id for row in rows if row.RoleGrant.role == Role.FACILITATOR], today)
    return tuple(
        Grant(
            role=grant.role, reach_code=reach_code, office_id=grant.office_id,
            library_ids=tuple(served.get(grant.id, ())), programme_id=grant.programme_id, until=grant.valid_until,
        )
        for grant, reach_code in rows
    )  # fmt: skip


def _holds(table: type[RoleGrant], today: date) -> tuple[ColumnElement[bool], ...]:
    return (table.valid_from <= today, or_(table.valid_until.is_(None), table.valid_until >= today))


def _libraries(grant_ids: list[int], today: date) -> dict[int, list[int]]:
    if not grant_ids:
        return {}
    found: dict[int, list[int]] = {}
    for row in db.session.scalars(
        select(AssignedLibrary).where(
            AssignedLibrary.grant_id.in_(grant_ids),
            AssignedLibrary.since <= today,
            or_(AssignedLibrary.until.is_(None), AssignedLibrary.until >= today),
        )
    ):
        found.setdefault(row.grant_id, []).append(row.office_id)
    return found
