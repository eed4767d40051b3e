"""Where people work: a change of office adds a row, and papers issued before keep the earlier office."""

from datetime import date, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts import permissions, queries
from lms.accounts.models import Appointment, Person
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.core.principals import Principal
from lms.places import queries as places


@transaction()
def change_office(
    person_uid: UUID, *, office_uid: UUID, position: str, is_in_charge: bool, since: date, by: Principal
) -> Appointment:
    """Let a person work at another office in reach (or as something else) from a day on; the earlier place ends."""
    person = queries.get_person_within(by, person_uid)
    office = places.get_office_within(by, office_uid)
    if not permissions.may_edit(by):
        raise Missing
    latest = _latest(person)
    if latest is not None and since <= latest.since:
        message = _("The present place began later. Choose a later day.")
        raise Refused(message, fields={"since": message})
    if latest is not None and latest.until is None:
        latest.until = since - timedelta(days=1)
    made = Appointment(
        person_id=person.id, office_id=office.id, position=clean(position)[:120], is_in_charge=is_in_charge, since=since
    )
    db.session.add(made)
    person.office_id, person.position = office.id, made.position
    db.session.flush()
    trail.record("person.moved", by=by.id, subject="person", subject_uid=person.uid, office=str(office.uid),
                 since=since.isoformat(), in_charge=is_in_charge)  # fmt: skip
    return made


def _latest(person: Person) -> Appointment | None:
    found = select(Appointment).where(Appointment.person_id == person.id)
    return db.session.scalar(found.order_by(Appointment.since.desc(), Appointment.id.desc()).limit(1))
