"""Loads in bulk who and what the rows of a file may mean."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Person
from lms.accounts.rules import normal_email, normal_phone, read_nip
from lms.core.db import db
from lms.core.names import folded
from lms.enrolment.rules.known import Known, KnownOffice, KnownPerson, KnownRegion
from lms.places.models import Office, Region
from lms.places.rules import plain_code
from lms.trainings.actions.facts import in_chunks
from lms.trainings.models import Participation

WIDE_LEVELS = 2


def load_known(rows: Sequence[dict[str, Any]], *, training_id: int, tree_id: int) -> Known:
    """Load the people, offices and regions that rows name; the number of queries grows only with parts of 500 rows."""
    cells = [row["cells"] for row in rows]
    people = list(_people(cells).values())
    regions = _regions(cells, tree_id)
    offices = _offices(cells, tree_id)
    return Known(people, regions, offices, _inside(training_id, people))


def _people(cells: Sequence[dict[str, str]]) -> dict[int, KnownPerson]:
    found: dict[int, KnownPerson] = {}
    wanted: tuple[tuple[Any, set[Any]], ...] = (
        (Person.phone, {normal_phone(c["phone"]) for c in cells if c.get("phone")}),
        (Person.nip, {read.number for c in cells if c.get("nip") and (read := read_nip(c["nip"]))}),
        (Person.email, {normal_email(c["email"]) for c in cells if c.get("email")}),
        (Person.uid, {uid for c in cells if (uid := _uid(c.get("uid", "")))}),
        (Person.sort_name, {folded(c["name"]) for c in cells if c.get("name")}),
    )
    for column, values in wanted:
        for part in in_chunks(values - {None}):
            found |= {person.id: person for person in _people_where(column.in_(part))}
    return found


def _people_where(is_meant: ColumnElement[bool]) -> Iterable[KnownPerson]:
    columns = (Person.id, Person.uid, Person.full_name, Person.sort_name, Person.phone, Person.nip, Person.email)
    for row in db.session.execute(select(*columns, Person.office_id).where(is_meant, Person.merged_into_id.is_(None))):
        yield KnownPerson(
            row.id, str(row.uid), row.full_name, row.sort_name, row.phone, row.nip, row.email, row.office_id
        )


def _regions(cells: Sequence[dict[str, str]], tree_id: int) -> list[KnownRegion]:
    codes = {plain_code(c["region"]) for c in cells if c.get("region")}
    columns = (Region.id, Region.code, Region.name)
    wide = (Region.level <= WIDE_LEVELS) & Region.valid_until.is_(None)
    found = {
        row.id: KnownRegion(*row) for row in db.session.execute(select(*columns).where(Region.tree_id == tree_id, wide))
    }
    for part in in_chunks(codes):
        rows = db.session.execute(select(*columns).where(Region.tree_id == tree_id, Region.code.in_(part)))
        found |= {row.id: KnownRegion(*row) for row in rows}
    return list(found.values())


def _offices(cells: Sequence[dict[str, str]], tree_id: int) -> list[KnownOffice]:
    found: list[KnownOffice] = []
    for part in in_chunks({folded(c["office"]) for c in cells if c.get("office")}):
        rows = db.session.execute(
            select(Office.id, Office.name, Region.code)
            .join(Region, Region.id == Office.region_id)
            .where(Office.sort_name.in_(part), Region.tree_id == tree_id, Office.closed_on.is_(None))
        )
        found += [KnownOffice(*row) for row in rows]
    return found


def _inside(training_id: int, people: Sequence[KnownPerson]) -> set[tuple[int, str]]:
    rows = db.session.execute(
        select(Participation.person_id, Participation.capacity).where(Participation.training_id == training_id)
    )
    wanted = {person.id for person in people}
    return {(person_id, capacity.value) for person_id, capacity in rows if person_id in wanted}


def find_alike(*, phone: str | None, nip: str | None, name: str, office_id: int | None) -> list[Person]:
    """Return the people whom somebody may mean: by phone, by NIP, by name and office; the surest first."""
    number, read = normal_phone(phone or ""), read_nip(nip or "")
    either: list[ColumnElement[bool]] = []
    if number:
        either.append(Person.phone == number)
    if read:
        either.append(Person.nip == read.number)
    if folded(name):
        same = Person.sort_name == folded(name)
        either.append(same & (Person.office_id == office_id) if office_id else same)
    if not either:
        return []
    sure = func.coalesce(Person.phone == number, False).desc() if number else Person.id
    return list(
        db.session.scalars(
            select(Person)
            .where(or_(*either), Person.merged_into_id.is_(None))
            .options(joinedload(Person.office))
            .order_by(sure, Person.id)
            .limit(8)
        )
    )


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
