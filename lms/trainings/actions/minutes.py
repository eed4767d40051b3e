"""Minutes are written, and what was decided is followed up."""

from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import clean, clean_text
from lms.core.principals import Principal
from lms.trainings import queries
from lms.trainings.models import MinuteItem, Outcome, Training

MOST_NOTES = 5000


@transaction()
def write_item(
    training_uid: UUID, *, topic: str, by: Principal, now: datetime, session_uid: UUID | None = None, notes: str = "",
    decision: str = "", owner: str = "", due: date | None = None,
) -> MinuteItem:  # fmt: skip
    """Add an item to the minutes; an owner and a due day belong to a decision."""
    training = queries.get_training_within(by, training_uid)
    _require_holder(by, training)
    row = MinuteItem(training_id=training.id, by=by.id, at=now, training=training)
    _fill(row, session_uid, topic=topic, notes=notes, decision=decision, owner=owner, due=due)
    db.session.add(row)
    db.session.flush()
    trail.record("minutes.written", by=by.id, subject="training", subject_uid=training.uid)
    return row


@transaction()
def change_item(
    item_uid: UUID, *, topic: str, notes: str, decision: str, owner: str, due: date | None, session_uid: UUID | None,
    by: Principal,
) -> MinuteItem:  # fmt: skip
    """Correct an item of the minutes."""
    row = _held(item_uid, by)
    _fill(row, session_uid, topic=topic, notes=notes, decision=decision, owner=owner, due=due)
    trail.record("minutes.changed", by=by.id, subject="minute_item", subject_uid=row.uid)
    return row


@transaction()
def settle_item(item_uid: UUID, outcome: Outcome, *, by: Principal, now: datetime) -> MinuteItem:
    """Say what became of a decision; saying it again changes nothing."""
    row = _held(item_uid, by)
    if not row.decision:
        raise Refused(_("Nothing was decided here."))
    if row.outcome != outcome:
        row.outcome, row.ended_at = outcome, None if outcome == Outcome.OPEN else now
        trail.record("minutes.settled", by=by.id, subject="minute_item", subject_uid=row.uid, outcome=outcome.value)
    return row


@transaction()
def remove_item(item_uid: UUID, *, by: Principal, now: datetime) -> MinuteItem:
    """Take an item out of the minutes."""
    row = _held(item_uid, by)
    row.removed_at = now
    trail.record("minutes.removed", by=by.id, subject="minute_item", subject_uid=row.uid)
    return row


def _held(uid: UUID, by: Principal) -> MinuteItem:
    row = queries.get_item_within(by, uid)
    _require_holder(by, row.training)
    return row


def _require_holder(by: Principal, training: Training) -> None:
    """Refuse who neither runs a training nor teaches in it."""
    if not queries.may_add_files(by, training.id):
        raise Missing


def _fill(
    row: MinuteItem, session_uid: UUID | None, *, topic: str, notes: str, decision: str, owner: str, due: date | None
) -> None:
    row.topic, row.notes, row.decision = clean(topic)[:200], clean_text(notes)[:MOST_NOTES], clean(decision)[:500]
    row.owner, row.due, row.session_id = clean(owner)[:160], due, _session_id(row.training, session_uid)
    if not row.topic:
        raise Refused(_("Write what was spoken about."), fields={"topic": _("Write what was spoken about.")})
    if not row.decision and (row.owner or row.due):
        message = _("Write what was decided; an owner and a day belong to a decision.")
        raise Refused(message, fields={"decision": message})


def _session_id(training: Training, session_uid: UUID | None) -> int | None:
    if session_uid is None:
        return None
    found = next((one.id for one in queries.sessions_of(training.id) if one.uid == session_uid), None)
    if found is None:
        message = _("Choose a session of this training.")
        raise Refused(message, fields={"session": message})
    return found
