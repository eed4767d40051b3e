"""Writes of progress."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import CursorResult, func, insert, select, update

from lms.accounts.events import PeopleMerged
from lms.catalogue.rules import Evidence as EvidenceKind
from lms.core import clock, registry, trail
from lms.core.db import db, table_of, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.progress import queries, rules
from lms.progress.events import EligibilityDecided, LessonsCompleted
from lms.progress.models import Completion, Decision, Evidence, LedgerEntry
from lms.quizzes.events import AttemptMarked, AttemptSubmitted
from lms.quizzes.models import Attempt, Quiz
from lms.trainings import queries as trainings
from lms.trainings.events import ParticipationsJoined, TrainingCancelled, TrainingClosed
from lms.trainings.models import Training, TrainingState


@transaction()
def record_evidence(
    participation_id: int, lesson_id: int, kind: EvidenceKind, *, now: datetime, facts: dict[str, Any] | None = None
) -> bool:
    """Append what somebody did with a lesson, once; True when that completed the lesson."""
    return _record(participation_id, lesson_id, [kind], now=now, facts=facts)


def note_attempt(event: AttemptSubmitted) -> None:
    """Turn a submitted attempt into evidence: handed in, and passed where it reached the pass mark."""
    kinds = [EvidenceKind.HANDED_IN]
    if queries.has_passed_quiz(event.participation_id, event.lesson_id):
        kinds.append(EvidenceKind.PASSED)
    _record(event.participation_id, event.lesson_id, kinds, now=clock.now())


def note_marked(event: AttemptMarked) -> None:
    """Turn an attempt that waited for a person's mark into evidence, where that mark made it pass."""
    attempt = db.session.get_one(Attempt, event.attempt_id)
    lesson_id = db.session.scalars(select(Quiz.lesson_id).where(Quiz.id == attempt.quiz_id)).one()
    if queries.has_passed_quiz(attempt.participation_id, lesson_id):
        _record(attempt.participation_id, lesson_id, [EvidenceKind.PASSED], now=clock.now())


def decide_closed(event: TrainingClosed) -> None:
    """Decide for everyone in a training that was closed, and post their lesson hours."""
    decide(event.training_id, now=clock.now())


def decide_evaluated() -> int:
    """Decide again for those who have filled in their evaluations since, once these are over; how many trainings."""
    now = clock.now()
    refused = queries.refused_for_evaluations(now=now)
    for training_id, ids in refused.items():
        decide(training_id, now=now, only=ids)
    return len(refused)


def reverse_cancelled(event: TrainingCancelled) -> None:
    """Take back the lesson hours of a training that was cancelled."""
    training = db.session.get_one(Training, event.training_id)
    _post(training, earned={}, now=clock.now())


def decide_self_paced(event: LessonsCompleted) -> None:
    """Decide for people in self-paced trainings as soon as they have completed their lessons."""
    for training_id, participation_id in queries.self_paced(event.participation_ids):
        decide(training_id, now=clock.now(), only=[participation_id])


@transaction()
def decide(training_id: int, *, now: datetime, only: Iterable[int] | None = None) -> int:
    """Decide who has earned the lesson hours of a training, and make the ledger say so; the number of the eligible.

    A decision that comes out as before is not written again. What a person granted stands.
    """
    training = db.session.get_one(Training, training_id)
    before = queries.current_decisions(training_id)
    wanted = set(only) if only is not None else None
    fresh = []
    for participation_id, inputs in queries.inputs_of(training, now=now).items():
        if wanted is not None and participation_id not in wanted:
            continue
        reasons = rules.decide(inputs)
        if training.is_self_paced and reasons and participation_id not in before:
            continue
        kept = before.get(participation_id)
        if kept is None or not (kept.granted_by or (kept.reasons == list(reasons) and kept.inputs == inputs.kept())):
            fresh.append(_decision_row(training, participation_id, inputs, reasons, now=now))
    _replace(fresh)
    current = queries.current_decisions(training_id)
    _post(training, earned={key: row for key, row in current.items() if row.is_eligible}, now=now)
    if fresh:
        publish(
            EligibilityDecided(
                training_id=training_id, participation_ids=tuple(row["participation_id"] for row in fresh)
            )
        )
    return sum(row.is_eligible for row in current.values())


@transaction()
def grant(participation_uid: UUID, *, by: Principal, reason: str, now: datetime) -> None:
    """Grant lesson hours as an exception, with the reason and the name of who granted them."""
    participation = trainings.get_participation_within(by, participation_uid)
    if not trainings.may_run(by, participation.training_id):
        raise Missing
    if not reason:
        raise Refused(_("An exception needs a reason."), fields={"reason": _("An exception needs a reason.")})
    inputs = queries.inputs_of(participation.training, now=now)[participation.id]
    row = _decision_row(participation.training, participation.id, inputs, (), now=now)
    _replace([row | {"is_eligible": True, "granted_by": by.id, "grant_reason": reason}])
    trail.record("progress.granted", by=by.id, subject="participation", subject_uid=participation.uid)
    current = queries.current_decisions(participation.training_id)
    _post(participation.training, earned={k: d for k, d in current.items() if d.is_eligible}, now=now)
    publish(EligibilityDecided(training_id=participation.training_id, participation_ids=(participation.id,)))


@transaction()
def rebuild_completions() -> int:
    """Complete what its evidence completes, dated by the evidence; how many were missing. None is ever moved."""
    missing = db.session.scalars(
        select(Evidence)
        .outerjoin(Completion, (Completion.participation_id == Evidence.participation_id)
                   & (Completion.lesson_id == Evidence.lesson_id))
        .where(Completion.id.is_(None)).order_by(Evidence.id)
    ).all()  # fmt: skip
    kinds = queries.kinds_of({one.lesson_id for one in missing})
    done = [
        one for one in missing
        if _completes(kinds[one.lesson_id], one.kind)
        and _complete(one.participation_id, one.lesson_id, one.id, now=one.at)
    ]  # fmt: skip
    if done:  # told once all stand again: who sees half of them would decide otherwise
        publish(LessonsCompleted(participation_ids=tuple(dict.fromkeys(one.participation_id for one in done)),
                                 lesson_ids=tuple(dict.fromkeys(one.lesson_id for one in done))))  # fmt: skip
    return len(done)


@transaction()
def rebuild_ledger() -> int:
    """Make the ledger hold what the decisions that stand have earned; how many entries were missing."""
    count = 0
    for training in db.session.scalars(select(Training).where(Training.id.in_(queries.decided_training_ids()))).all():
        standing = queries.current_decisions(training.id)
        earned = {key: row for key, row in standing.items() if row.is_eligible}
        count += _post(training, earned={} if training.state == TrainingState.CANCELLED else earned, now=clock.now())
    return count


def _record(
    participation_id: int, lesson_id: int, kinds: Sequence[EvidenceKind], *, now: datetime,
    facts: dict[str, Any] | None = None,
) -> bool:  # fmt: skip
    kept = queries.kept_kinds(participation_id, lesson_id)
    fresh = [kind for kind in kinds if kind not in kept]
    if not fresh:
        return False
    release_id = queries.find_release_id(participation_id, lesson_id)
    lesson_kind = queries.kinds_of([lesson_id])[lesson_id]
    is_completed = False
    for kind in fresh:
        made = db.session.execute(insert(table_of(Evidence)), {
            "participation_id": participation_id, "lesson_id": lesson_id, "release_id": release_id, "kind": kind,
            "facts": facts or {}, "at": now,
        })  # fmt: skip
        if _completes(lesson_kind, kind):
            evidence_id = int(cast("CursorResult[Any]", made).inserted_primary_key[0])  # type: ignore[index]
            is_completed = _complete(participation_id, lesson_id, evidence_id, now=now) or is_completed
    if is_completed:
        publish(LessonsCompleted(participation_ids=(participation_id,), lesson_ids=(lesson_id,)))
    return is_completed


def _completes(lesson_kind: str, kind: EvidenceKind) -> bool:
    return rules.is_completed(registry.entries("lesson_kinds")[lesson_kind].evidence, [kind])


def _complete(participation_id: int, lesson_id: int, evidence_id: int, *, now: datetime) -> bool:
    if queries.has_completed(participation_id, lesson_id):
        return False
    db.session.execute(insert(table_of(Completion)), {
        "participation_id": participation_id, "lesson_id": lesson_id, "evidence_id": evidence_id,
        "rule_version": rules.RULE_VERSION, "at": now,
    })  # fmt: skip
    return True


def _decision_row(
    training: Training, participation_id: int, inputs: rules.Inputs, reasons: tuple[str, ...], *, now: datetime
) -> dict[str, Any]:
    return {
        "training_id": training.id,
        "participation_id": participation_id,
        "is_eligible": not reasons,
        "reasons": list(reasons),
        "inputs": inputs.kept(),
        "rule_version": rules.RULE_VERSION,
        "at": now,
        "is_current": True,
    }


def _replace(rows: list[dict[str, Any]]) -> None:
    """Append decisions; those that they replace stay, no longer current."""
    if not rows:
        return
    ids = [row["participation_id"] for row in rows]
    db.session.execute(
        update(Decision)
        .where(Decision.participation_id.in_(ids), Decision.is_current)
        .values(is_current=False)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(insert(Decision), rows)
    db.session.expire_all()


def _post(training: Training, *, earned: dict[int, Decision], now: datetime) -> int:
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


def _posting_day(training: Training, now: datetime) -> date:
    return training.ends or training.starts or clock.local(now, training.zone).date()


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
