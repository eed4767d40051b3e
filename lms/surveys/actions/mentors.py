"""Naming who accompanies a participant after a training."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from lms.accounts import queries as accounts
from lms.accounts.events import PeopleMerged
from lms.accounts.models import Person
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.surveys import queries
from lms.surveys.models import Mentor
from lms.trainings import queries as trainings
from lms.trainings.models import Participation


@transaction()
def name_mentor(
    participation_uid: UUID, who: str, *, by: Principal, now: datetime, for_office: bool = False
) -> tuple[Person, int]:
    """Name who accompanies a participant, and for how many: `for_office` also for those of the office without one.

    `who` is the uid of a person, a phone, an e-mail address, a user name or a NIP.
    """
    found = _participation(participation_uid, by)
    person = _person(who)
    if person.id == found.person_id:
        raise Refused(_("Nobody is asked about the own work. Choose somebody else."))
    others = db.session.scalars(queries.unnamed_of_office(found)) if for_office else ()
    whom = {found.id} | {one.id for one in others if one.person_id != person.id}
    db.session.execute(delete(Mentor).where(Mentor.participation_id == found.id))
    db.session.add_all(
        Mentor(participation_id=one, person_id=person.id, named_by=by.id, named_at=now) for one in sorted(whom)
    )
    trail.record("mentor.named", by=by.id, subject="participation", subject_uid=found.uid, mentor=person.uid.hex,
                 count=len(whom))  # fmt: skip
    return person, len(whom)


@transaction()
def unname_mentor(participation_uid: UUID, *, by: Principal) -> Participation:
    """Let those near be asked about a participant again; twice is once."""
    found = _participation(participation_uid, by)
    mentor = queries.find_mentor(found.id)
    if mentor is not None:
        db.session.delete(mentor)
        trail.record("mentor.unnamed", by=by.id, subject="participation", subject_uid=found.uid)
    return found


def move_mentors(event: PeopleMerged) -> None:
    """Let who was merged accompany as the person that was kept, but nobody oneself (reacts to PeopleMerged)."""
    mine = Mentor.person_id == event.merged_id
    db.session.execute(update(Mentor).where(mine).values(person_id=event.kept_id))
    own = select(Participation.id).where(Participation.person_id == event.kept_id)
    db.session.execute(delete(Mentor).where(Mentor.person_id == event.kept_id, Mentor.participation_id.in_(own)))


def _participation(uid: UUID, by: Principal) -> Participation:
    found = trainings.get_participation_within(by, uid)
    queries.get_run_training(by, found.training.uid)
    return found


def _person(who: str) -> Person:
    try:
        found = db.session.scalar(select(Person).where(Person.uid == UUID(who), Person.merged_into_id.is_(None)))
    except ValueError:
        found = accounts.find_person_for_sign_in(who) or accounts.find_person_by_nip(who)
    if found is None:
        raise Refused(_("Nobody is known by this. Write the phone, the e-mail address or the NIP as it stands in the "
                        "records."))  # fmt: skip
    return found
