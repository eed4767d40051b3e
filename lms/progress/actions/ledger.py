"""Lesson hours: the ledger says what the decisions that stand have earned."""

from datetime import date, datetime

from sqlalchemy import insert, select

from lms.core import clock
from lms.core.db import db, transaction
from lms.progress import queries, rules
from lms.progress.models import Decision, LedgerEntry
from lms.trainings.events import TrainingCancelled
from lms.trainings.models import Training, TrainingState


def post(training: Training, *, earned: dict[int, Decision], now: datetime) -> int:
    """Make the ledger hold what was earned, once per person: post what is missing, reverse what is too much."""
    posted = queries.posted(training.id)
    jp = queries.training_jp(training.id)
    owed = {d.participation.person_id: d for d in earned.values()}
    entries = []
    for person_id in owed.keys() | posted.keys():
        turns, sum_posted, last = posted.get(person_id, (0, 0, None))
        change = rules.ledger_change(posted=sum_posted, earned=jp if person_id in owed else 0)
        decision = owed.get(person_id)
        if not change:
            continue
        entries.append({
            "person_id": person_id, "training_id": training.id, "turn": turns + 1, "jp": change,
            "participation_id": decision.participation_id if decision else last.participation_id,
            "decision_id": decision.id if decision else last.decision_id,
            "on_day": _posting_day(training, now), "at": now,
        })  # fmt: skip
    if entries:
        db.session.execute(insert(LedgerEntry), entries)
    return len(entries)


def reverse_cancelled(event: TrainingCancelled) -> None:
    """Take back the lesson hours of a training that was cancelled."""
    training = db.session.get_one(Training, event.training_id)
    post(training, earned={}, now=clock.now())


@transaction()
def rebuild_ledger() -> int:
    """Make the ledger hold what the decisions that stand have earned; how many entries were missing."""
    count = 0
    for training in db.session.scalars(select(Training).where(Training.id.in_(queries.decided_training_ids()))).all():
        standing = queries.current_decisions(training.id)
        earned = {key: row for key, row in standing.items() if row.is_eligible}
        count += post(training, earned={} if training.state == TrainingState.CANCELLED else earned, now=clock.now())
    return count


def _posting_day(training: Training, now: datetime) -> date:
    return training.ends or training.starts or clock.local(now, training.zone).date()
