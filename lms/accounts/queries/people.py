"""Reads of people; who lies outside a principal's reach does not exist for it."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from lms.accounts import rules
from lms.accounts.models import Person
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal, Role
from lms.places.models import Office, Region
from lms.places.queries.offices import within
from lms.places.rules import reaches_everywhere

STAFF = (
    Role.FACILITATOR, Role.OFFICE_OPERATOR, Role.LIBRARY_MANAGER, Role.COORDINATOR, Role.VERIFIER,
    Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR, Role.AUDITOR,
)  # fmt: skip


def people_within(principal: Principal) -> Select[Person]:
    """Return the select of people in a principal's reach: those of offices in reach, and oneself."""
    seen = or_(within(principal), Person.id == principal.person_id)
    if not principal.is_one_of(*STAFF):
        seen = Person.id == principal.person_id
    elif _reaches_all(principal):
        seen = or_(seen, Person.office_id.is_(None))
    return (
        select(Person)
        .outerjoin(Office, Office.id == Person.office_id)
        .outerjoin(Region, Region.id == Office.region_id)
        .where(Person.merged_into_id.is_(None), seen)
        .options(*_with_office())
    )


def get_person_within(principal: Principal, uid: UUID) -> Person:
    """Return a person in a principal's reach; Missing if there is none."""
    found = db.session.scalar(people_within(principal).where(Person.uid == uid))
    if found is None:
        raise Missing
    return found


def get_person(person_id: int) -> Person:
    """Return a person by id whatever the reach, for acts on oneself; Missing if there is none."""
    found = find_person(person_id)
    if found is None:
        raise Missing
    return found


def find_person(person_id: int) -> Person | None:
    """Return a person by id, with the office, or None."""
    return db.session.scalar(select(Person).where(Person.id == person_id).options(*_with_office()))


def find_person_by_phone(phone: str | None) -> Person | None:
    """Return the person with this phone however it is written, or None."""
    number = rules.normal_phone(phone or "")
    return _the_one(Person.phone == number) if number else None


def find_person_by_nip(nip: str | None) -> Person | None:
    """Return the person with this civil servant's number, with or without spaces, or None."""
    read = rules.read_nip(nip or "")
    return _the_one(Person.nip == read.number) if read else None


def find_person_by_email(email: str | None) -> Person | None:
    """Return the person with this e-mail address in any case, or None."""
    return _the_one(Person.email == email.strip().lower()) if email and email.strip() else None


def find_person_by_username(username: str | None) -> Person | None:
    """Return the person with this user name in any case, or None."""
    return _the_one(Person.username == username.strip().lower()) if username and username.strip() else None


def find_person_for_sign_in(text: str) -> Person | None:
    """Return whom somebody means by a user name, a phone or an e-mail address, or None."""
    return find_person_by_username(text) or find_person_by_email(text) or find_person_by_phone(text)


def is_anybody_here() -> bool:
    """Tell whether any person exists yet."""
    return db.session.scalar(select(Person.id).limit(1)) is not None


def _the_one(is_it: ColumnElement[bool]) -> Person | None:
    return db.session.scalar(select(Person).where(is_it, Person.merged_into_id.is_(None)).options(*_with_office()))


def _reaches_all(principal: Principal) -> bool:
    return any(reaches_everywhere(grant) for grant in principal.grants)


def _with_office() -> tuple[ExecutableOption, ...]:
    office = joinedload(Person.office)
    return (
        office.joinedload(Office.region).joinedload(Region.parent).joinedload(Region.parent).joinedload(Region.parent),
    )
