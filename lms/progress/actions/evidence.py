"""What people do with lessons, appended once, and what it completes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, insert, select

from lms.catalogue.rules import Evidence as EvidenceKind
from lms.core import clock, registry
from lms.core.db import db, table_of, transaction
from lms.core.events import publish
from lms.progress import queries, rules
from lms.progress.events import LessonsCompleted
from lms.progress.models import Completion, Evidence
from lms.quizzes.events import AttemptMarked, AttemptSubmitted
from lms.quizzes.models import Attempt, Quiz


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
