"""Reads of progress."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from lms.attendance import queries as attendance
from lms.catalogue.models import Lesson, ReleaseLesson
from lms.catalogue.rules import Evidence as EvidenceKind
from lms.core.db import db, table_of
from lms.progress import rules
from lms.progress.models import Completion, Decision, Evidence, LedgerEntry
from lms.quizzes import queries as quizzes
from lms.quizzes.models import Purpose, Quiz
from lms.surveys import queries as surveys
from lms.trainings.models import Capacity, Participation, Training, TrainingModule, TrainingState

# Built once: the first page of every learner asks these, or every attempt that is handed in. Columns of tables, where
# plain rows are enough: they cost half of what those of classes do.
_seat, _lesson, _quiz = table_of(Participation).c, table_of(Lesson).c, table_of(Quiz).c
_module, _training = table_of(TrainingModule).c, table_of(Training).c
_evidence, _completion = table_of(Evidence).c, table_of(Completion).c
_RELEASE = (
    select(_module.release_id)
    .join_from(table_of(TrainingModule), table_of(Participation), _seat.training_id == _module.training_id)
    .join(table_of(Lesson), _lesson.module_id == _module.module_id)
    .where(_seat.id == bindparam("participation_id"), _lesson.id == bindparam("lesson_id"))
)
_KINDS = select(_lesson.id, _lesson.kind).where(_lesson.id.in_(bindparam("ids", expanding=True)))
_COMPLETED = select(_completion.id).where(
    _completion.participation_id == bindparam("participation_id"), _completion.lesson_id == bindparam("lesson_id")
)
_PASS_MARK = select(_quiz.pass_mark).where(_quiz.lesson_id == bindparam("lesson_id"))
_SELF_PACED = (
    select(_seat.training_id, _seat.id)
    .join_from(table_of(Participation), table_of(Training), _training.id == _seat.training_id)
    .where(_seat.id.in_(bindparam("participation_ids", expanding=True)), _training.is_self_paced)
)
_KEPT = select(_evidence.kind).where(
    _evidence.participation_id == bindparam("participation_id"), _evidence.lesson_id == bindparam("lesson_id")
)
_REQUIRED = (
    select(Participation.id, func.count(ReleaseLesson.id))
    .join(TrainingModule, TrainingModule.training_id == Participation.training_id)
    .join(ReleaseLesson, ReleaseLesson.release_id == TrainingModule.release_id)
    .where(Participation.id.in_(bindparam("ids", expanding=True)), ReleaseLesson.is_required)
    .group_by(Participation.id)
)
_DONE = (
    select(Completion.participation_id, func.count(Completion.id))
    .join(Participation, Participation.id == Completion.participation_id)
    .join(TrainingModule, TrainingModule.training_id == Participation.training_id)
    .join(
        ReleaseLesson,
        (ReleaseLesson.release_id == TrainingModule.release_id) & (ReleaseLesson.lesson_id == Completion.lesson_id),
    )
    .where(Completion.participation_id.in_(bindparam("ids", expanding=True)), ReleaseLesson.is_required)
    .group_by(Completion.participation_id)
)


@dataclass(frozen=True)
class Progress:
    """How many of the required lessons a participation has completed."""

    done: int
    required: int


def find_release_id(participation_id: int, lesson_id: int) -> int | None:
    """Return the release of a lesson's module that the participation's training pins."""
    return db.session.scalar(_RELEASE, {"participation_id": participation_id, "lesson_id": lesson_id})


def kinds_of(lesson_ids: Iterable[int]) -> dict[int, str]:
    """Return the kinds of lessons by id."""
    return {row.id: row.kind for row in db.session.execute(_KINDS, {"ids": list(lesson_ids)})}


def has_completed(participation_id: int, lesson_id: int) -> bool:
    """Tell whether a lesson is completed already."""
    return db.session.scalar(_COMPLETED, {"participation_id": participation_id, "lesson_id": lesson_id}) is not None


def kept_kinds(participation_id: int, lesson_id: int) -> set[EvidenceKind]:
    """Return what is known already of somebody and a lesson."""
    return set(db.session.scalars(_KEPT, {"participation_id": participation_id, "lesson_id": lesson_id}))


def self_paced(participation_ids: Sequence[int]) -> Sequence[Any]:
    """Return (training id, participation id) of those who take part in self-paced trainings."""
    return db.session.execute(_SELF_PACED, {"participation_ids": list(participation_ids)}).all()


def has_passed_quiz(participation_id: int, lesson_id: int) -> bool:
    """Tell whether the fraction that counts reaches the quiz's pass mark."""
    pass_mark = db.session.scalar(_PASS_MARK, {"lesson_id": lesson_id})
    fraction = quizzes.best_fraction([participation_id], [lesson_id]).get((participation_id, lesson_id))
    return rules.has_passed(fraction, pass_mark)


def completed_lesson_ids(participation_id: int) -> set[int]:
    """Return the lessons that a participation has completed."""
    rows = db.session.scalars(select(Completion.lesson_id).where(Completion.participation_id == participation_id))
    return set(rows)


def progress_of(participation_ids: Sequence[int]) -> dict[int, Progress]:
    """Return the progress of participations, counted against the releases that their trainings pin: two queries."""
    if not participation_ids:
        return {}
    ids = {"ids": list(participation_ids)}
    required = _by_key(db.session.execute(_REQUIRED, ids).all())
    done = _by_key(db.session.execute(_DONE, ids).all())
    return {key: Progress(done.get(key, 0), required.get(key, 0)) for key in participation_ids}


def inputs_of(training: Training, *, now: datetime) -> dict[int, rules.Inputs]:
    """Return what everyone's decision in a training is made from, in a constant number of queries."""
    people = db.session.scalars(
        select(Participation).where(Participation.training_id == training.id, Participation.registered_at.is_not(None))
    ).all()
    ids = [person.id for person in people]
    shares = attendance.attended_jp(training.id)
    lessons = progress_of(ids) if training.is_self_paced else {}
    passed = passed_post_tests(training.id, ids) if training.needs_post_test else set()
    waiting = surveys.open_evaluations([training.id], now=now) if training.needs_evaluation else {}
    return {
        person.id: rules.Inputs(
            capacity=person.capacity,
            attended=shares[person.id].attended,
            required=shares[person.id].required,
            least_percent=_least_percent(training, person.capacity),
            needs_post_test=training.needs_post_test,
            has_passed=person.id in passed,
            is_self_paced=training.is_self_paced,
            lessons_done=lessons[person.id].done if lessons else 0,
            lessons_required=lessons[person.id].required if lessons else 0,
            has_arrived=person.arrived_at is not None,
            has_withdrawn=person.withdrawn_at is not None,
            needs_evaluation=training.needs_evaluation,
            evaluations_open=waiting.get(person.id, 0),
        )
        for person in people
    }


def refused_for_evaluations(*, now: datetime) -> dict[int, list[int]]:
    """Return who was refused for an evaluation that is filled in by now, by training, once its evaluations are over.

    Not before: a decision has a moment, and one made right after an answer would tell who gave it.
    """
    rows = db.session.scalars(
        select(Decision)
        .join(Training, Training.id == Decision.training_id)
        .where(
            Decision.is_current, Decision.is_eligible.is_(False), Training.needs_evaluation,
            Training.state == TrainingState.CLOSED, Decision.training_id.not_in(surveys.still_evaluating(now=now)),
        )
    )  # fmt: skip
    refused = [row for row in rows if rules.NO_EVALUATION in row.reasons]
    waiting = surveys.open_evaluations({row.training_id for row in refused}, now=now)
    found: dict[int, list[int]] = {}
    for row in refused:
        if not waiting.get(row.participation_id):
            found.setdefault(row.training_id, []).append(row.participation_id)
    return found


def decided_training_ids() -> list[int]:
    """Return the trainings in which it was decided who has earned lesson hours."""
    return list(db.session.scalars(select(Decision.training_id).distinct().order_by(Decision.training_id)))


def passed_post_tests(training_id: int, participation_ids: Sequence[int]) -> set[int]:
    """Return who has passed every post-test and examination of a training."""
    tests = db.session.execute(
        select(Quiz.lesson_id, Quiz.pass_mark)
        .join(ReleaseLesson, ReleaseLesson.lesson_id == Quiz.lesson_id)
        .join(TrainingModule, TrainingModule.release_id == ReleaseLesson.release_id)
        .where(TrainingModule.training_id == training_id, Quiz.purpose.in_([Purpose.POST, Purpose.EXAM]))
    ).all()
    fractions = quizzes.best_fraction(participation_ids, [test.lesson_id for test in tests])
    return {
        key
        for key in participation_ids
        if all(rules.has_passed(fractions.get((key, test.lesson_id)), test.pass_mark) for test in tests)
    }


def current_decisions(training_id: int) -> dict[int, Decision]:
    """Return the decision that counts, by participation."""
    rows = db.session.scalars(
        select(Decision)
        .where(Decision.training_id == training_id, Decision.is_current)
        .options(joinedload(Decision.participation))
    )
    return {row.participation_id: row for row in rows}


def count_eligible(training_ids: Iterable[int]) -> dict[int, int]:
    """Return how many participants have earned their lesson hours, by training."""
    rows = db.session.execute(
        select(Decision.training_id, func.count(Decision.id))
        .join(Participation, Participation.id == Decision.participation_id)
        .where(
            Decision.training_id.in_(list(training_ids)),
            Decision.is_current,
            Decision.is_eligible,
            Participation.capacity == Capacity.PARTICIPANT,
        )
        .group_by(Decision.training_id)
    )
    return {row[0]: row[1] for row in rows}


def training_jp(training_id: int) -> int:
    """Return the lesson hours that a training gives: the sum of its modules', in hundredths."""
    total = select(func.coalesce(func.sum(TrainingModule.jp), 0)).where(TrainingModule.training_id == training_id)
    return int(db.session.scalar(total) or 0)


def posted(training_id: int) -> dict[int, tuple[int, int, Any]]:
    """Return (entries, sum in hundredths, last entry) of a training's ledger, by person."""
    found: dict[int, tuple[int, int, Any]] = {}
    for entry in db.session.scalars(
        select(LedgerEntry).where(LedgerEntry.training_id == training_id).order_by(LedgerEntry.turn)
    ):
        turns, total, _last = found.get(entry.person_id, (0, 0, None))
        found[entry.person_id] = (turns + 1, total + entry.jp, entry)
    return found


def ledger_of(person_id: int, year: int | None = None) -> Sequence[LedgerEntry]:
    """Return a person's lesson-hour entries with their trainings, the newest first; of one calendar year if given."""
    statement = select(LedgerEntry).where(LedgerEntry.person_id == person_id).options(joinedload(LedgerEntry.training))
    if year is not None:
        statement = statement.where(LedgerEntry.on_day.between(date(year, 1, 1), date(year, 12, 31)))
    return db.session.scalars(statement.order_by(LedgerEntry.on_day.desc(), LedgerEntry.id.desc())).all()


def jp_by_year(person_id: int) -> dict[int, int]:
    """Return the lesson hours of a person (hundredths) by calendar year, the newest first."""
    totals: dict[int, int] = {}
    for entry in ledger_of(person_id):
        totals[entry.on_day.year] = totals.get(entry.on_day.year, 0) + entry.jp
    return totals


def _by_key(rows: Sequence[Any]) -> dict[int, int]:
    return {key: count for key, count in rows}  # noqa: C416 - a row is no tuple to dict()


def _least_percent(training: Training, capacity: Capacity) -> int:
    is_facilitator = capacity == Capacity.FACILITATOR
    return training.least_attendance_facilitator if is_facilitator else training.least_attendance
