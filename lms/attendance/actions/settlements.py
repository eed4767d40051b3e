"""What humans decide about marks: between two that contradict each other, and about codes that nobody knew."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import insert

from lms.attendance import queries
from lms.attendance.actions.marks import NewMark, append, mark_many, row_of
from lms.attendance.models import CodeSettlement, Method, Status
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.trainings import queries as trainings


@transaction()
def decide_conflict(chosen: UUID, *, seen: tuple[str, ...], reason: str, by: Principal, now: datetime) -> None:
    """Choose one of the marks that contradict each other: a mark that names all that were shown as seen."""
    mark = queries.find_mark(chosen)
    if mark is None or mark.participation_id is None or mark.uid.hex not in seen:
        raise Missing
    session_uid = queries.session_uid(mark.session_id)
    decision = NewMark(
        uid=uuid4(), status=mark.status, participation_uid=queries.participation_uid(mark.participation_id),
        method=Method.MANUAL, phase=mark.phase, after=seen, reason=reason or _("Decided between two marks"),
    )  # fmt: skip
    mark_many(session_uid, [decision], by=by, now=now)
    trail.record("attendance.decided", by=by.id, subject="training_session", subject_uid=session_uid)


@transaction()
def decide_rooms(
    training_uid: UUID, readings: tuple[UUID, UUID], *, right: Collection[UUID], reason: str, by: Principal,
    now: datetime,
) -> None:  # fmt: skip
    """Say in which of two rooms somebody was whose badge was read in both, or that it was in both; twice is once.

    `right` are the readings that hold; who was in the other room was absent in this one.
    """
    training = trainings.get_training_within(by, training_uid)
    found = queries.find_two_rooms(training.id, *readings)
    if found is None:
        return
    if not right or not set(right) <= set(readings):
        raise Missing
    why = reason or _("Decided between two rooms")
    for reading in found.readings:
        status = reading.mark.status if reading.mark.uid in right else Status.ABSENT
        decision = NewMark(uid=uuid4(), status=status, participation_uid=found.participation.uid, reason=why,
                           after=(reading.mark.uid.hex,))  # fmt: skip
        mark_many(reading.session.uid, [decision], by=by, now=now)
        trail.record("attendance.decided", by=by.id, subject="training_session", subject_uid=reading.session.uid)


@transaction()
def settle_code(
    training_uid: UUID, code: str, *, person: UUID | None, reason: str, by: Principal, now: datetime
) -> int:
    """Say whose a code is, or that it is nobody's; how many marks this settles. Later scans are then known."""
    training = queries.get_run_training(by, training_uid)
    waiting = [mark for mark in queries.unknown_codes(training.id) if mark.raw_code.upper() == code.upper()]
    whose = queries.find_expected_by_uid(training.id, person) if person else None
    if person and whose is None:
        raise Refused(_("This person is not on the list of this training."))
    if not waiting:
        raise Refused(_("Choose a code."))
    if not person and not reason:
        raise Refused(_("Say why, in a few words."), fields={"reason": _("Say why, in a few words.")})
    for mark in waiting:
        db.session.execute(
            insert(CodeSettlement).values(
                mark_id=mark.id, participation_id=whose.id if whose else None, reason=reason, by=by.id, at=now
            )
        )
        if whose:
            session = queries.get_markable(by, queries.session_uid(mark.session_id))
            known = NewMark(
                uid=uuid4(), status=mark.status, raw_code=mark.raw_code, method=Method.BADGE, phase=mark.phase,
                device_at=mark.device_at, reason=reason,
            )  # fmt: skip
            append(session, [row_of(known, session.id, whose.id, batch=uuid4(), by=by.id, now=now)])
    act = "attendance.code_assigned" if whose else "attendance.code_discarded"
    trail.record(act, by=by.id, subject="training", subject_uid=training.uid, marks=len(waiting))
    return len(waiting)
