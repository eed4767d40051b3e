"""Who is signed in, with the roles that hold today."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Dialect,
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
)  # fmt: skip
from sqlalchemy.types import TypeDecorator

from lms.accounts.models import AssignedLibrary, Person, RoleGrant, SignIn
from lms.accounts.rules import actor_words
from lms.core.db import db, table_of
from lms.core.errors import Missing
from lms.core.principals import Grant, Kind, Principal, PrincipalRow, Role
from lms.places.models import Region

BY_ITSELF = "\x1f"
"""Stands before the label of what acts by itself, on its way out of the database."""


class ActorName(TypeDecorator[str]):
    """Who acted: what acts by itself is called in the language spoken now."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return a name in words."""
        if value is None or not value.startswith(BY_ITSELF):
            return value
        return actor_words(value.removeprefix(BY_ITSELF))


def actor_name() -> ColumnElement[Any]:
    """Return the expression "who acted": a person's name, a device's label, or what acts by itself in words.

    It needs PrincipalRow joined, and Person outer joined on its principal.
    """
    by_itself = (PrincipalRow.kind == Kind.JOB, literal(BY_ITSELF) + PrincipalRow.label)
    label = case(by_itself, else_=func.coalesce(PrincipalRow.label, literal("")))
    return type_coerce(func.coalesce(Person.full_name, label), ActorName())


def find_principal(sign_in_uid: UUID, *, now: datetime, today: date) -> Principal | None:
    """Return the principal of a device's sign-in, with the roles that hold today; None when it has ended: one query."""
    rows = db.session.execute(_OF_SIGN_IN, {"uid": sign_in_uid, "now": now, "today": today}).all()
    if not rows:
        return None
    row = rows[0]
    return Principal(
        id=row.principal_id, uid=sign_in_uid, kind=Kind.PERSON, name=row.full_name, person_id=row.person_id,
        office_id=row.office_id, locale=row.locale, grants=_grants(rows), sign_in_id=row.sign_in_id,
    )  # fmt: skip


def principal_of(person: Person, *, today: date, sign_in: SignIn | None = None) -> Principal:
    """Return a person as a principal, with the roles that hold on a day."""
    return Principal(
        id=person.principal_id, uid=sign_in.uid if sign_in else person.uid, kind=Kind.PERSON, name=person.full_name,
        person_id=person.id, office_id=person.office_id, locale=person.locale,
        grants=grants_of(person.id, today=today), sign_in_id=sign_in.id if sign_in else None,
    )  # fmt: skip


def get_principal(principal_id: int, *, today: date) -> Principal:
    """Return the person behind a principal's id, with the roles that hold on a day; Missing where there is none."""
    person = db.session.scalar(
        select(Person).where(Person.principal_id == principal_id, Person.merged_into_id.is_(None))
    )
    if person is None:
        raise Missing
    return principal_of(person, today=today)


def grants_of(person_id: int, *, today: date) -> tuple[Grant, ...]:
    """Return the roles of a person that hold on a day, each with its reach."""
    return _grants(db.session.execute(_OF_PERSON, {"person_id": person_id, "today": today}).all())


def _with_grants(statement: Any) -> Select[Any]:
    """Add a person's grants that hold today: a row for each, and for each library that a facilitator serves."""
    day = bindparam("today", type_=Date)
    grant, served = table_of(RoleGrant).c, table_of(AssignedLibrary).c
    region = table_of(Region).c
    holds = and_(grant.person_id == _person.id, grant.revoked_at.is_(None), grant.valid_from <= day,
                 or_(grant.valid_until.is_(None), grant.valid_until >= day))  # fmt: skip
    serves = and_(served.grant_id == grant.id, grant.role == Role.FACILITATOR, served.since <= day,
                  or_(served.until.is_(None), served.until >= day))  # fmt: skip
    found: Select[Any] = (
        statement.add_columns(
            grant.id.label("grant_id"),
            grant.role,
            grant.office_id.label("granted_office_id"),
            grant.programme_id,
            grant.valid_until,
            region.reach_code,
            served.office_id.label("library_id"),
        )
        .outerjoin(table_of(RoleGrant), holds)
        .outerjoin(table_of(Region), region.id == grant.region_id)
        .outerjoin(table_of(AssignedLibrary), serves)
        .order_by(grant.id, served.id)
    )
    return found


def _grants(rows: Sequence[Row[Any]]) -> tuple[Grant, ...]:
    found = []
    for grant_id, held in groupby(rows, key=lambda row: row.grant_id):
        if grant_id is None:
            continue
        first, *others = held
        libraries = tuple(row.library_id for row in (first, *others) if row.library_id is not None)
        found.append(
            Grant(role=first.role, reach_code=first.reach_code, office_id=first.granted_office_id,
                  library_ids=libraries, programme_id=first.programme_id, until=first.valid_until)
        )  # fmt: skip
    return tuple(found)


# Built once: every request asks this first, and building a statement costs more than running it. Columns of tables,
# which come as plain rows, cost half of what those of classes do.
_person, _sign_in = table_of(Person).c, table_of(SignIn).c
_OF_PERSON = _with_grants(select(_person.id).where(_person.id == bindparam("person_id")))
_OF_SIGN_IN = _with_grants(
    select(_sign_in.id.label("sign_in_id"), _person.id.label("person_id"), _person.principal_id, _person.full_name,
           _person.office_id, _person.locale)
    .join_from(table_of(SignIn), table_of(Person), _person.id == _sign_in.person_id)
    .where(_sign_in.uid == bindparam("uid"), _sign_in.revoked_at.is_(None), _sign_in.expires_at > bindparam("now"),
           _person.merged_into_id.is_(None))
)  # fmt: skip
