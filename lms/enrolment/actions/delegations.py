"""Offices name people for a training: within the quotas, with a letter, with substitutes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts import actions as accounts
from lms.accounts import queries as people
from lms.accounts.models import Person
from lms.catalogue.rules import media
from lms.core import files, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.core.principals import Principal
from lms.enrolment import permissions, queries
from lms.enrolment.actions.one import Alike
from lms.enrolment.actions.seats import enter, leave_seat, move, promote
from lms.enrolment.models import Delegation, Nomination, NominationPlan, NominationState
from lms.enrolment.queries.known import find_alike
from lms.enrolment.rules import delegations as rules
from lms.places import queries as places
from lms.places.models import Office, Region
from lms.trainings import actions as trainings
from lms.trainings.models import Capacity, Training

LETTER_KINDS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n"}
LARGEST = 5 * 1024 * 1024


@transaction()
def make_delegation(
    training_uid: UUID, *, office_uid: UUID, letter_number: str, letter_date: date, by: Principal, now: datetime,
    letter: tuple[str, bytes] | None = None,
) -> Delegation:  # fmt: skip
    """Begin a delegation under a letter of assignment; the same letter again gives the same delegation."""
    training, plan = queries.get_taking(training_uid)
    _require_taking(training, plan, now)
    office = places.get_office_within(by, office_uid)
    if not permissions.may_nominate(by):
        raise Missing
    number = clean(letter_number)
    if not number:
        message = _("Write the number of the letter.")
        raise Refused(message, fields={"letter_number": message})
    found = db.session.scalar(
        select(Delegation).where(
            Delegation.training_id == training.id, Delegation.office_id == office.id,
            Delegation.letter_number == number,
        )
    )  # fmt: skip
    delegation = found or Delegation(
        training_id=training.id, office_id=office.id, letter_number=number, letter_date=letter_date, made_by=by.id,
        made_at=now,
    )  # fmt: skip
    if letter is not None:
        delegation.letter = _keep_letter(*letter)
    db.session.add(delegation)
    db.session.flush()
    trail.record("delegation.made", by=by.id, subject="training", subject_uid=training.uid, office=office.id)
    return delegation


@transaction()
def nominate(
    delegation_uid: UUID, person_uids: Iterable[UUID], capacity: Capacity, *, by: Principal, now: datetime
) -> list[Nomination]:
    """Name people under a letter: who finds room is taken in, who does not is kept as OVER with the reason.

    The training is locked first, so that rivals wait and no quota is ever passed.
    """
    delegation, training, plan = _open(delegation_uid, by, now)
    wanted = list(dict.fromkeys(person_uids))
    if not 0 < len(wanted) <= rules.MOST_AT_ONCE:
        raise Refused(_("Choose between 1 and %(n)s people.", n=rules.MOST_AT_ONCE))
    chosen = _sendable(by, delegation, wanted)
    return [_name(training, plan, delegation, person, capacity, by=by, now=now) for person in chosen]


@transaction()
def nominate_new(
    delegation_uid: UUID, capacity: Capacity, *, by: Principal, now: datetime, is_somebody_else: bool = False,
    replaces: UUID | None = None, **facts: Any,
) -> Nomination:  # fmt: skip
    """Enter a person of the sending office and name it; who is known already in reach is offered first (Alike)."""
    delegation, _training, _plan = _open(delegation_uid, by, now)
    alike = find_alike(phone=facts.get("phone"), nip=facts.get("nip"), name=facts["full_name"],
                       office_id=delegation.office_id)  # fmt: skip
    mine = _within(by, delegation, [person.uid for person in alike])
    if mine and not is_somebody_else:
        raise Alike(mine)
    person = accounts.make_person(**facts, office_id=delegation.office_id, by=by, now=now)
    if replaces is not None:
        return substitute(replaces, person.uid, by=by, now=now)
    return nominate(delegation_uid, [person.uid], capacity, by=by, now=now)[0]


@transaction()
def join_waiting_list(nomination_uid: UUID, *, by: Principal, now: datetime) -> Nomination:
    """Let somebody for whom there was no room wait for a place; in the order of asking."""
    found = _sent(nomination_uid, by)
    training, plan = _lock(found, now)
    nomination = _again(found)
    if nomination.state == NominationState.OVER:
        move(nomination, NominationState.WAITING, by=by, now=now, reason=nomination.reason)
        promote(training, plan, now=now)
    return nomination


@transaction()
def cancel_nomination(nomination_uid: UUID, *, by: Principal, now: datetime, reason: str) -> Nomination:
    """Take a name back, with the reason; the next on the waiting list moves up."""
    rules.require_reason(reason)
    found = _sent(nomination_uid, by)
    training, plan = _lock(found, None)
    nomination = _again(found)
    if nomination.state in {NominationState.CANCELLED, NominationState.REPLACED}:
        return nomination
    _require_not_arrived(nomination)
    move(nomination, NominationState.CANCELLED, by=by, now=now, reason=reason)
    leave_seat(nomination, by=by, now=now, reason=reason)
    promote(training, plan, now=now)
    return nomination


@transaction()
def substitute(nomination_uid: UUID, person_uid: UUID, *, by: Principal, now: datetime) -> Nomination:
    """Send somebody else in a person's stead: both stay in the records, and the place is handed over."""
    found = _sent(nomination_uid, by)
    training, plan = _lock(found, now)
    old = _again(found)
    person = _sendable(by, old.delegation, [person_uid])[0]
    if old.state not in {*rules.HOLDING, NominationState.WAITING}:
        raise Refused(_("There is nobody to stand in for here."))
    _require_not_arrived(old)
    turn, was_waiting = old.waits_since, old.state == NominationState.WAITING
    reason = _("%(name)s comes instead", name=person.shown_name)
    move(old, NominationState.REPLACED, by=by, now=now, reason=reason)
    made = _name(training, plan, old.delegation, person, old.capacity, by=by, now=now, waits_since=turn,
                 waits=was_waiting)  # fmt: skip
    if made.id == old.id or (made.state == NominationState.OVER and not was_waiting):
        raise Refused(made.reason or _("This is the same person."))
    made.replaces_id = old.id
    leave_seat(old, by=by, now=now, reason=reason)
    return made


def _name(
    training: Training, plan: NominationPlan, delegation: Delegation, person: Person, capacity: Capacity, *,
    by: Principal, now: datetime, waits: bool = False, waits_since: datetime | None = None,
) -> Nomination:  # fmt: skip
    """Name one person; who is named already and not out again stays as it is."""
    region_id = person.office.region_id if person.office else delegation.office.region_id
    there = queries.find_nomination(training.id, person.id, capacity)
    if there is not None and there.state in {*rules.HOLDING, NominationState.WAITING}:
        return there
    if there is None:
        there = Nomination(
            training_id=training.id, delegation_id=delegation.id, person_id=person.id, region_id=region_id,
            capacity=capacity, state=NominationState.OVER, made_at=now,
        )  # fmt: skip
        db.session.add(there)
        db.session.flush()
        db.session.refresh(there, ["delegation", "person", "region", "training"])
    there.delegation, there.region_id, there.waits_since = delegation, region_id, waits_since
    if waits:
        return move(there, NominationState.WAITING, by=by, now=now, reason="")
    return enter(there, training, plan, by=by, now=now)


def _open(delegation_uid: UUID, by: Principal, now: datetime) -> tuple[Delegation, Training, NominationPlan]:
    delegation = _sent_delegation(delegation_uid, by)
    training = trainings.lock_training(delegation.training_id)
    plan = queries.find_plan(training.id)
    _require_taking(training, plan, now)
    if plan is None:
        raise Missing
    return delegation, training, plan


def _sent_delegation(uid: UUID, by: Principal) -> Delegation:
    delegation = queries.get_delegation_within(by, uid)
    if not queries.is_sent_by(by, delegation.id):
        raise Refused(_("Only the office that sends these people may change them."))
    return delegation


def _sent(uid: UUID, by: Principal) -> Nomination:
    nomination = queries.get_nomination_within(by, uid)
    if not queries.is_sent_by(by, nomination.delegation_id):
        raise Refused(_("Only the office that sends these people may change them."))
    return nomination


def _lock(nomination: Nomination, now: datetime | None) -> tuple[Training, NominationPlan]:
    """Lock the training of a nomination; with `now`, refuse when its last day for delegations has passed."""
    training = trainings.lock_training(nomination.training_id)
    plan = queries.find_plan(training.id)
    if plan is None:
        raise Missing
    if now is not None:
        _require_taking(training, plan, now)
    return training, plan


def _again(nomination: Nomination) -> Nomination:
    """Read a nomination once more, now that its training is locked."""
    db.session.refresh(nomination)
    return nomination


def _require_taking(training: Training, plan: NominationPlan | None, now: datetime) -> None:
    rules.require_taking(state=training.state, until=plan.until if plan else None, zone=training.zone, now=now)


def _require_not_arrived(nomination: Nomination) -> None:
    there = nomination.participation
    if there is not None and there.arrived_at is not None and there.withdrawn_at is None:
        raise Refused(_("This person has arrived already. Ask the organiser."))


def _within(by: Principal, delegation: Delegation, uids: Sequence[UUID]) -> list[Person]:
    region: Region = delegation.office.region
    statement = people.people_within(by).where(
        Person.uid.in_(uids), (Office.id == delegation.office_id) | places.in_region(region.code)
    )
    return list(db.session.scalars(statement.order_by(Person.sort_name, Person.id)))


def _sendable(by: Principal, delegation: Delegation, uids: Sequence[UUID]) -> list[Person]:
    found = _within(by, delegation, uids)
    if len(found) != len(set(uids)):
        raise Refused(_("Somebody of these does not belong to your office or region."))
    return found


def _keep_letter(name: str, data: bytes) -> files.StoredFile:
    message = _("The letter is a PDF, JPG or PNG file of at most 5 MB.")
    if len(data) > LARGEST:
        raise Refused(message, fields={"letter": message})
    try:
        found = media.checked(name, data)
    except Refused as refusal:
        raise Refused(refusal.message, fields={"letter": refusal.message}) from refusal
    if not data.startswith(LETTER_KINDS.get(found.media_type, data + b"?")):
        raise Refused(message, fields={"letter": message})
    return files.store(found.data, name=found.name, media_type=found.media_type)
