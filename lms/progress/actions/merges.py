"""What follows when people or participations become one."""

from typing import Any

from sqlalchemy import func, select, update

from lms.accounts.events import PeopleMerged
from lms.core import clock
from lms.core.db import db
from lms.progress.actions.decisions import decide
from lms.progress.models import Completion, Decision, Evidence, LedgerEntry
from lms.trainings.events import ParticipationsJoined


def move_ledger(event: PeopleMerged) -> None:
    """Give a merged person's lesson hours to the one who is kept; where both have some of one training, decide anew."""
    both = select(LedgerEntry.training_id).where(LedgerEntry.person_id == event.kept_id)
    of_merged = LedgerEntry.person_id == event.merged_id
    twice = select(LedgerEntry.training_id).where(of_merged, LedgerEntry.training_id.in_(both)).distinct()
    shared = sorted(db.session.scalars(twice))
    for entry in db.session.scalars(select(LedgerEntry).where(of_merged).order_by(LedgerEntry.turn)).all():
        own = (LedgerEntry.person_id == event.kept_id, LedgerEntry.training_id == entry.training_id)
        turn = db.session.scalar(select(func.max(LedgerEntry.turn)).where(*own)) or 0
        entry.person_id, entry.turn = event.kept_id, turn + 1
        db.session.flush()
    for training_id in shared:
        decide(training_id, now=clock.now(), only=())


def join(event: ParticipationsJoined) -> None:
    """Move evidence, completions, decisions and lesson hours of a row that was joined; what both have stays once."""
    _join_evidence(event)
    _join_completions(event)
    db.session.flush()
    current = select(Decision.id).where(Decision.participation_id == event.kept_id, Decision.is_current)
    moved: dict[str, Any] = {"participation_id": event.kept_id}
    if db.session.scalar(current.limit(1)) is not None:
        moved["is_current"] = False
    for table, values in ((Decision, moved), (LedgerEntry, {"participation_id": event.kept_id})):
        db.session.execute(update(table).where(table.participation_id == event.merged_id).values(**values))
    db.session.expire_all()


def _join_evidence(event: ParticipationsJoined) -> None:
    known = {(row.lesson_id, row.kind): row for row in _of(Evidence, event.kept_id)}
    for row in _of(Evidence, event.merged_id):
        same = known.get((row.lesson_id, row.kind))
        if same is None:
            row.participation_id = event.kept_id
            continue
        same.at = min(same.at, row.at)
        db.session.execute(update(Completion).where(Completion.evidence_id == row.id).values(evidence_id=same.id))
        db.session.delete(row)


def _join_completions(event: ParticipationsJoined) -> None:
    known = {row.lesson_id: row for row in _of(Completion, event.kept_id)}
    for row in _of(Completion, event.merged_id):
        same = known.get(row.lesson_id)
        if same is None:
            row.participation_id = event.kept_id
            continue
        same.at = min(same.at, row.at)
        db.session.delete(row)


def _of(table: Any, participation_id: int) -> list[Any]:
    return list(db.session.scalars(select(table).where(table.participation_id == participation_id)))
