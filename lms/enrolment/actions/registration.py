"""Open registration: a visitor or a signed-in person takes a seat."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts import actions as accounts
from lms.accounts import queries as people
from lms.accounts.models import Consent, Person
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.names import clean, folded
from lms.core.principals import Kind, Principal, PrincipalRow
from lms.enrolment import queries
from lms.enrolment.actions.questions import take_answers
from lms.enrolment.rules import registration as rules
from lms.enrolment.rules.known import same_name
from lms.places import queries as places
from lms.questionnaires.rules import Reply
from lms.trainings import actions as trainings
from lms.trainings import queries as training_queries
from lms.trainings.models import Capacity, Participation, Step, Training
from lms.trainings.rules import require_seat

CONSENT = "training"
NOTHING = Reply()
CONSENT_VERSION = "2026-11"


@transaction()
def register(training_uid: UUID, *, by: Principal, now: datetime, reply: Reply = NOTHING) -> Participation:
    """Take a seat for a signed-in person, with answers to the training's questions; twice is answered as once."""
    training = _lock_open(training_uid, now)
    if by.person_id is None:
        raise Refused(_("Only a person can register."))
    return _seat(training, by.person_id, reply, by=by, now=now)


@transaction()
def register_visitor(
    training_uid: UUID,
    *,
    name: str,
    phone: str,
    office: str,
    agrees: bool,
    now: datetime,
    reply: Reply = NOTHING,
) -> Participation:
    """Take a seat for a visitor, who becomes a person without an account, with the consent kept.

    Somebody known by this phone and name is found again; a known phone with another name is refused without saying
    whose it is.
    """
    if not agrees:
        message = _("Without your consent you cannot be registered.")
        raise Refused(message, fields={"agrees": message})
    training = _lock_open(training_uid, now)
    person = people.find_person_by_phone(phone)
    if person is not None and not same_name(person.sort_name, folded(name)):
        message = _("This phone number belongs to another name. Sign in, or ask the contact person.")
        raise Refused(message, fields={"phone": message})
    if person is None:
        person = _make(name, phone, office, now)
    by = principal_of(person)
    _consent(person, now)
    seat = _seat(training, person.id, reply, by=by, now=now)
    if not seat.office_shown:
        seat.office_shown = clean(office)[:200]
    return seat


def _lock_open(training_uid: UUID, now: datetime) -> Training:
    """Return the training, locked until the seat is taken: nobody else counts seats meanwhile."""
    training = trainings.lock_training(training_queries.get_public_training(training_uid).id)
    rules.require_open(
        state=training.state, is_public=training.is_public, last_day=training.registration_until, zone=training.zone,
        now=now, is_self_paced=training.is_self_paced,
    )  # fmt: skip
    return training


def _seat(training: Training, person_id: int, reply: Reply, *, by: Principal, now: datetime) -> Participation:
    there = training_queries.find_participation(training.id, person_id, Capacity.PARTICIPANT)
    if there is not None and there.registered_at is not None and there.withdrawn_at is None:
        return there
    require_seat(taken=queries.seats_taken(training.id), seats=training.capacity)
    if there is not None and there.withdrawn_at is not None:
        there = trainings.take_step(there, Step.RETURNED, by=by, now=now, reason=_("Registered again"))
    made = trainings.add_participation(training.id, person_id, Capacity.PARTICIPANT, by=by, now=now)
    take_answers(training, person_id, reply, by=by, now=now)
    return made


def _make(name: str, phone: str, office: str, now: datetime) -> Person:
    found = _office_id(office)
    return accounts.make_person(full_name=name, phone=phone, office_id=found, by=None, now=now)


def _office_id(name: str) -> int | None:
    office = places.find_office_by_name(name) if name.strip() else None  # a visitor's words make no office
    return office.id if office else None


def principal_of(person: Person) -> Principal:
    """Return the principal of somebody who acts without being signed in."""
    row = db.session.scalars(select(PrincipalRow).where(PrincipalRow.id == person.principal_id)).one()
    return Principal(id=row.id, uid=row.uid, kind=Kind.PERSON, name=person.full_name, person_id=person.id)


def _consent(person: Person, now: datetime) -> None:
    given = select(Consent.id).where(
        Consent.person_id == person.id, Consent.purpose == CONSENT, Consent.version == CONSENT_VERSION, Consent.is_given
    )
    if db.session.scalar(given) is None:
        db.session.add(
            Consent(
                person_id=person.id,
                purpose=CONSENT,
                version=CONSENT_VERSION,
                is_given=True,
                channel="web",
                at=now,
                recorded_by=person.principal_id,
            )
        )
        db.session.flush()
