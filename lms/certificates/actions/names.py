"""Confirming names: on screen, from a printed list, or deemed so after a notice."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from lms.accounts.events import PeopleMerged
from lms.certificates import queries
from lms.certificates.actions.itself import ask_for_papers_of
from lms.certificates.events import NamesToConfirm
from lms.certificates.models import Certificate, How, NameConfirmation, NameNotice
from lms.certificates.queries import PersonRow
from lms.certificates.rules.names import require_name, require_printable, require_same_name
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.trainings import queries as trainings
from lms.trainings.events import ParticipationsJoined
from lms.trainings.models import Training
from lms.web import fonts


@transaction()
def confirm_name(participation_uid: UUID, *, name: str, by: Principal, now: datetime) -> NameConfirmation:
    """Confirm one's own name as it shall be printed, with its spelling corrected where needed."""
    row = queries.own_row(by.person_id, participation_uid)
    if row is None:
        raise Missing
    if row.certificate is not None:
        raise Refused(_("Your certificate has its number already. Please ask the organisers to replace it."))
    spelled = require_same_name(row.participation.name_shown, name)
    require_printable(fonts.lacking(spelled))
    made = NameConfirmation(participation_id=row.participation.id, name=spelled, how=How.SCREEN, at=now, by=by.id,
                            registered_name=row.participation.name_shown)  # fmt: skip
    if row.is_confirmed and row.name == spelled and row.confirmation is not None:
        return row.confirmation
    db.session.add(made)
    db.session.flush()
    ask_for_papers_of(row.participation.training_id)
    return made


@transaction()
def confirm_listed(training_uid: UUID, names: Mapping[UUID, str], *, by: Principal, now: datetime) -> int:
    """Confirm names from a printed list that people signed, with corrections; the number of names confirmed."""
    training = _run(training_uid, by)
    rows = {row.participation.uid: row for row in _all_rows(training.id)}
    fresh = []
    for uid, name in names.items():
        row = rows.get(uid)
        if row is None or row.certificate is not None:
            continue
        spelled = require_name(name or row.name)
        require_printable(fonts.lacking(spelled))
        if row.is_confirmed and row.name == spelled:
            continue
        fresh.append(_confirmation(row, spelled, How.LIST, by=by, now=now))
    return _keep(training, fresh, by=by)


@transaction()
def give_notice(training_uid: UUID, *, days: int, by: Principal, now: datetime) -> NameNotice:
    """Tell the people of a training to look at their names; after these days silence counts as yes."""
    training = _run(training_uid, by)
    if not 1 <= days <= queries.MOST_DAYS:
        message = _("Choose between 1 and %(n)s days.", n=queries.MOST_DAYS)
        raise Refused(message, fields={"days": message})
    notice = NameNotice(training_id=training.id, days=days, at=now, by=by.id)
    db.session.add(notice)
    trail.record("certificates.notice", by=by.id, subject="training", subject_uid=training.uid, days=days)
    publish(NamesToConfirm(training_id=training.id))
    db.session.flush()
    return notice


@transaction()
def deem_confirmed(training_uid: UUID, *, by: Principal, now: datetime) -> int:
    """Take the names of those who stayed silent after the notice as confirmed; the number of names.

    A name that cannot be printed is left for a human.
    """
    training = _run(training_uid, by)
    notice = queries.notice_of(training.id)
    if notice is None:
        raise Refused(_("Give notice first, so that people can look at their names."))
    if now < notice.due:
        raise Refused(_("The time to answer has not passed yet."))
    return _deem(training, by=by, now=now)


@transaction()
def deem_due(training_id: int, *, by: Principal, now: datetime) -> int:
    """Take silence as a yes where the time after a training's newest notice has passed; the number of names."""
    notice = queries.notice_of(training_id)
    if notice is None or now < notice.due:
        return 0
    return _deem(db.session.get_one(Training, training_id), by=by, now=now, told_at=notice.at)


def _deem(training: Training, *, by: Principal, now: datetime, told_at: datetime | None = None) -> int:
    """Confirm the printable names of the silent; who came after the notice has not been told."""
    silent = [row for row in _all_rows(training.id) if not row.is_confirmed and row.certificate is None]
    told = [row for row in silent if told_at is None or (row.participation.registered_at or told_at) <= told_at]
    fresh = [_confirmation(row, row.participation.name_shown, How.DEEMED, by=by, now=now)
             for row in told if not fonts.lacking(row.participation.name_shown)]  # fmt: skip
    return _keep(training, fresh, by=by)


def move_person(event: PeopleMerged) -> None:
    """Let the certificates of somebody who was merged belong to the person that was kept."""
    db.session.execute(
        update(Certificate).where(Certificate.person_id == event.merged_id).values(person_id=event.kept_id)
    )


def join(event: ParticipationsJoined) -> None:
    """Move certificates and confirmed names of a row that was joined; two that both stand are for a human to end first.

    A reaction refuses nowhere else: two valid papers for one part in one training cannot be put right by a machine.
    """
    standing = select(Certificate.kind).where(Certificate.participation_id == event.kept_id, Certificate.is_standing)
    doubled = (Certificate.participation_id == event.merged_id, Certificate.is_standing, Certificate.kind.in_(standing))
    twice = db.session.scalar(select(Certificate).where(*doubled).limit(1))
    if twice is not None:
        raise Refused(_("Both have a certificate of the same training. Revoke %(number)s first.", number=twice.number))
    for table in (Certificate, NameConfirmation):
        moved = update(table).where(table.participation_id == event.merged_id)
        db.session.execute(moved.values(participation_id=event.kept_id))


def _run(training_uid: UUID, by: Principal) -> Training:
    training = trainings.get_training_within(by, training_uid)
    if not trainings.may_run(by, training.id):
        raise Missing
    return training


def _all_rows(training_id: int) -> list[PersonRow]:
    return queries.as_rows(db.session.execute(queries.rows_of(training_id)))


def _confirmation(row: PersonRow, name: str, how: How, *, by: Principal, now: datetime) -> dict[str, object]:
    return {"participation_id": row.participation.id, "name": name, "how": how, "at": now, "by": by.id,
            "registered_name": row.participation.name_shown}  # fmt: skip


def _keep(training: Training, fresh: list[dict[str, object]], *, by: Principal) -> int:
    if fresh:
        db.session.execute(insert(NameConfirmation), fresh)
        ask_for_papers_of(training.id)
        trail.record("certificates.names", by=by.id, subject="training", subject_uid=training.uid, count=len(fresh))
    return len(fresh)
