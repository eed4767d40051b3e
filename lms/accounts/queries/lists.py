"""Lists of people, roles and devices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from lms.accounts.models import Appointment, Merge, Person, RoleGrant, SignIn
from lms.accounts.queries.people import people_within
from lms.core.db import db
from lms.core.names import searched
from lms.core.principals import Principal, Role
from lms.places.models import Office
from lms.places.queries import in_region


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of people should show."""

    text: str = ""
    role: str = ""
    account: str = ""
    region_code: str = ""
    sort: str = "name"


def list_people(principal: Principal, wanted: Wanted, *, today: date) -> Select[Person]:
    """Return the select of the people in reach that fit the filters."""
    found = people_within(principal)
    for word in searched(wanted.text, most=6):
        fits = [Person.sort_name.contains(word, autoescape=True), Office.sort_name.contains(word, autoescape=True)]
        if word.isdecimal() and len(word) >= 4:
            fits += [Person.phone.contains(word.lstrip("0")), Person.nip.startswith(word)]
        found = found.where(or_(*fits))
    if wanted.role in set(Role):
        of_role = (RoleGrant.person_id == Person.id, RoleGrant.role == Role(wanted.role))
        found = found.where(exists().where(*of_role, *holds(today)))
    if wanted.account in _ACCOUNT:
        found = found.where(_ACCOUNT[wanted.account])
    if wanted.region_code:
        found = found.where(in_region(wanted.region_code))
    order = {"name": Person.sort_name, "office": Office.sort_name, "newest": Person.created_at.desc()}
    return found.order_by(order.get(wanted.sort, Person.sort_name), Person.id)


def holds(today: date) -> tuple[ColumnElement[bool], ...]:
    """Return the predicates "this grant holds on a day"."""
    until = or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until >= today)
    return (RoleGrant.revoked_at.is_(None), RoleGrant.valid_from <= today, until)


_ACCOUNT = {"open": Person.password_hash.is_not(None), "none": Person.password_hash.is_(None)}


def roles_of(person_id: int) -> Sequence[RoleGrant]:
    """Return all roles that a person has or had, the newest first."""
    return db.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == person_id)
        .options(joinedload(RoleGrant.region), joinedload(RoleGrant.office))
        .order_by(RoleGrant.valid_from.desc(), RoleGrant.id.desc())
    ).all()  # fmt: skip


def appointments_of(person_id: int) -> Sequence[Appointment]:
    """Return at which offices a person worked, the newest first."""
    return db.session.scalars(
        select(Appointment).where(Appointment.person_id == person_id)
        .options(joinedload(Appointment.office)).order_by(Appointment.since.desc(), Appointment.id.desc())
    ).all()  # fmt: skip


def sign_ins_of(person_id: int, *, now: datetime) -> Sequence[SignIn]:
    """Return the devices on which a person is signed in, the newest first."""
    return db.session.scalars(
        select(SignIn).where(SignIn.person_id == person_id, SignIn.revoked_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.seen_at.desc())
    ).all()  # fmt: skip


def doubles_of(principal: Principal, person: Person) -> Sequence[Person]:
    """Return other people in reach with the same name, who may be the same human."""
    same = people_within(principal).where(Person.sort_name == person.sort_name, Person.id != person.id)
    return db.session.scalars(same.order_by(Person.id).limit(20)).all()


def likely_doubles(principal: Principal) -> Select[Person]:
    """Return the select of people in reach who share their folded name with another person in reach."""
    other = aliased(Person)
    twice = select(other.sort_name).where(other.merged_into_id.is_(None)).group_by(other.sort_name)
    names = twice.having(func.count() > 1)
    return people_within(principal).where(Person.sort_name.in_(names)).order_by(Person.sort_name, Person.id)


def merges_of(person_id: int) -> Sequence[Merge]:
    """Return what was merged into a person."""
    return db.session.scalars(select(Merge).where(Merge.kept_id == person_id).order_by(Merge.id)).all()
