"""Reads of attempts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, load_only

from lms.accounts.models import Person
from lms.catalogue.models import Lesson, Module, ReleaseLesson
from lms.core.db import db, table_of
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.enrolment.models import GroupMember
from lms.quizzes.models import (
    AnswerFile,
    Attempt,
    AttemptItem,
    BankEntry,
    EntryTag,
    ItemCheck,
    Purpose,
    QuestionState,
    QuestionType,
    QuestionVersion,
    Quiz,
    QuizOverride,
    ResponseStep,
    Slot,
    StepKind,
)  # fmt: skip
from lms.quizzes.models.attempts import GRADED
from lms.quizzes.queries.asked import Item
from lms.quizzes.rules import Source
from lms.quizzes.rules.opening import Terms
from lms.quizzes.rules.overrides import Whom, overridden
from lms.trainings.models import Participation, Training, TrainingModule
from lms.trainings.permissions import sees

OVERRIDDEN = ("opens_at", "closes_at", "time_limit", "attempts_allowed", "password")


@dataclass(frozen=True)
class Seat:
    """A person's place before a quiz: participation (with its training), quiz (with its lesson), release and module."""

    participation: Participation
    quiz: Quiz
    release_lesson: ReleaseLesson
    module: Module


def get_seat(principal: Principal, participation_uid: UUID, lesson_uid: UUID, *, locked: bool = False) -> Seat:
    """Return a person's place before a quiz of a training that they take part in; else Missing. One query.

    `locked`: their participation is held until the end of the transaction.
    """
    facts = {"participation_uid": participation_uid, "lesson_uid": lesson_uid, **_who(principal)}
    row = db.session.execute(_SEAT_LOCKED if locked else _SEAT, facts).first()
    if row is None:
        raise Missing
    return Seat(*row)


def terms_of(quiz: Quiz, participation: Participation) -> Terms:
    """Return the terms of a quiz for one person, with what was given to them, their groups or training. One query."""
    whom = {"participation_id": participation.id, "training_id": participation.training_id}
    facts = {name: getattr(quiz, name) for name in OVERRIDDEN}
    rows = db.session.execute(_OVERRIDES, {"quiz_id": quiz.id, **whom})
    given = [(Whom(whom), dict(zip(OVERRIDDEN, values, strict=True))) for whom, *values in rows]
    return Terms(delay_minutes=quiz.delay_minutes, **facts | overridden(given))


def checks_of(attempt_id: int) -> dict[int, list[Any]]:
    """Return the responses that were checked during an attempt, by item, the first first."""
    found: dict[int, list[Any]] = {}
    for item_id, response in db.session.execute(
        select(ItemCheck.item_id, ItemCheck.response).join(AttemptItem, AttemptItem.id == ItemCheck.item_id)
        .where(AttemptItem.attempt_id == attempt_id).order_by(ItemCheck.item_id, ItemCheck.number)
    ):  # fmt: skip
        found.setdefault(item_id, []).append(response)
    return found


def attempts_of(quiz_id: int, participation_id: int) -> Sequence[Attempt]:
    """Return a person's attempts at a quiz, the first first."""
    return db.session.scalars(_ATTEMPTS, {"quiz_id": quiz_id, "participation_id": participation_id}).all()


def get_own_attempt(principal: Principal, uid: UUID, *, locked: bool = False) -> Attempt:
    """Return one's own attempt with its quiz, lesson, module and training in one query; else Missing."""
    found = db.session.scalar(_OWN_LOCKED if locked else _OWN, {"uid": uid, **_who(principal)})
    if found is None:
        raise Missing
    return found


def find_training_of_attempt(uid: UUID) -> int | None:
    """Return to which training an attempt belongs, or None."""
    return db.session.scalar(
        select(Participation.training_id).join(Attempt, Attempt.participation_id == Participation.id)
        .where(Attempt.uid == uid)
    )  # fmt: skip


def get_owner(attempt_uid: UUID) -> tuple[int, int]:
    """Return the ids of the principal and of the person whose attempt it is."""
    row = db.session.execute(
        select(Person.principal_id, Person.id).join(Participation, Participation.person_id == Person.id)
        .join(Attempt, Attempt.participation_id == Participation.id).where(Attempt.uid == attempt_uid)
    ).first()  # fmt: skip
    if row is None:
        raise Missing
    return row.principal_id, row.id


def attempts_by_uid(uids: Sequence[UUID]) -> dict[UUID, Attempt]:
    """Return attempts with their people and lessons, by uid. One query."""
    rows = db.session.scalars(
        select(Attempt).where(Attempt.uid.in_(uids))
        .options(joinedload(Attempt.participation), joinedload(Attempt.quiz).joinedload(Quiz.lesson))
    )  # fmt: skip
    return {row.uid: row for row in rows}


def waiting_items() -> Select[Any]:
    """Return a select of the items of handed-in attempts that wait for a person, the oldest first."""
    return (
        select(AttemptItem).join(AttemptItem.attempt).join(AttemptItem.version)
        .where(AttemptItem.fraction.is_(None), Attempt.state.in_(GRADED),
               QuestionVersion.type.in_((QuestionType.ESSAY, QuestionType.FILE)))
        .options(contains_eager(AttemptItem.attempt), contains_eager(AttemptItem.version))
        .order_by(Attempt.submitted_at, AttemptItem.id)
    )  # fmt: skip


def file_names(items: Sequence[Item] | Sequence[AttemptItem]) -> dict[str, str]:
    """Return the names of the files that items hold, by uid; asks only where there may be some."""
    ids = [item.id for item in items if item.version.type == QuestionType.FILE]
    if not ids:
        return {}
    rows = db.session.execute(select(AnswerFile.uid, AnswerFile.name).where(AnswerFile.item_id.in_(ids)))
    return {str(row.uid): row.name for row in rows}


def get_answer_file(principal: Principal, uid: UUID) -> AnswerFile:
    """Return a file that was sent as an answer, for its sender and for who sees the training; else Missing."""
    found = db.session.scalar(
        select(AnswerFile).join(AnswerFile.item).join(AttemptItem.attempt).join(Attempt.participation)
        .join(Training, Training.id == Participation.training_id)
        .where(AnswerFile.uid == uid, or_(_is_own(principal), sees(principal))).options(joinedload(AnswerFile.file))
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def find_other_form(quiz: Quiz, participation_id: int) -> str | None:
    """Return the form that a person had in the other test (pre or post) of the same module, or None."""
    if quiz.purpose not in (Purpose.PRE, Purpose.POST):
        return None
    other = Purpose.POST if quiz.purpose == Purpose.PRE else Purpose.PRE
    whose = {"participation_id": participation_id, "purpose": other, "module_id": quiz.lesson.module_id}
    return db.session.scalar(_OTHER_FORM, whose)


def forms_of(quiz_id: int) -> list[str]:
    """Return the forms of a quiz in order."""
    return list(db.session.scalars(_FORMS, {"quiz_id": quiz_id}))


def sources(quiz_id: int, form: str) -> list[Source]:
    """Return the places of a form, each with the versions that may stand there: the newest ready ones, or the fixed."""
    slots = db.session.execute(_SLOTS, {"quiz_id": quiz_id, "form": form}).all()
    ready = _ready_versions([slot.entry_id for slot in slots if slot.entry_id])
    found = []
    for slot in slots:
        if slot.version_id:
            versions: tuple[int, ...] = (slot.version_id,)
        elif slot.entry_id:
            versions = (ready[slot.entry_id],) if slot.entry_id in ready else ()
        else:
            versions = drawable(slot.category_id, slot.tags)
        if versions:
            found.append(Source(slot.id, slot.page, slot.points, slot.draws, versions))
    return found


def drawable(category_id: int | None, tags: Sequence[str]) -> tuple[int, ...]:
    """Return the newest ready versions of a category's entries that carry all these tags; hidden ones are not drawn."""
    entries = select(BankEntry.id).where(BankEntry.category_id == category_id, BankEntry.archived_at.is_(None),
                                         BankEntry.id.not_in(_HIDDEN))  # fmt: skip
    for tag in tags:
        entries = entries.where(BankEntry.id.in_(select(EntryTag.entry_id).where(EntryTag.tag == tag)))
    return tuple(_ready_versions(list(db.session.scalars(entries))).values())


def seen_versions(quiz_id: int, participation_id: int) -> list[int]:
    """Return all versions of the questions that a person met in earlier attempts at a quiz."""
    seen = aliased(QuestionVersion)
    return list(db.session.scalars(
        select(QuestionVersion.id).where(QuestionVersion.entry_id.in_(
            select(seen.entry_id).join(AttemptItem, AttemptItem.version_id == seen.id)
            .join(Attempt, Attempt.id == AttemptItem.attempt_id)
            .where(Attempt.quiz_id == quiz_id, Attempt.participation_id == participation_id)
        ))
    ))  # fmt: skip


def learns(principal: Principal, module_id: int) -> bool:
    """Tell whether a principal takes part in a training that has a module."""
    return db.session.scalar(
        select(TrainingModule.id).join(Participation, Participation.training_id == TrainingModule.training_id)
        .where(TrainingModule.module_id == module_id, _is_own(principal)).limit(1)
    ) is not None  # fmt: skip


def _ready_versions(entry_ids: Sequence[int]) -> dict[int, int]:
    """Return the id of the newest ready version of each entry."""
    return {row.entry_id: row.id for row in db.session.execute(_READY, {"entry_ids": list(entry_ids)})}


def _who(principal: Principal) -> dict[str, int]:
    return {"person_id": principal.person_id or 0}


def _is_own(principal: Principal) -> ColumnElement[bool]:
    return (Participation.person_id == (principal.person_id or 0)) & Participation.withdrawn_at.is_(None)


def answers_beside_steps() -> Sequence[Row[Any]]:
    """Return every item that was answered in steps, with what it repeats of the newest one that counts."""
    newest = (
        select(ResponseStep.item_id, func.max(ResponseStep.sequence).label("sequence"))
        .where(ResponseStep.kind == StepKind.SAVED).group_by(ResponseStep.item_id).subquery()
    )  # fmt: skip
    return db.session.execute(
        select(
            AttemptItem.id, AttemptItem.sequence, AttemptItem.response, AttemptItem.device,
            ResponseStep.sequence.label("step_sequence"), ResponseStep.response.label("step_response"),
            ResponseStep.device.label("step_device"),
        )
        .join(newest, newest.c.item_id == AttemptItem.id)
        .join(ResponseStep, (ResponseStep.item_id == newest.c.item_id)
              & (ResponseStep.sequence == newest.c.sequence))
        .order_by(AttemptItem.id)
    ).all()  # fmt: skip


# Built once: building such a statement costs more than running it.
_OWN_SEAT = (Participation.person_id == bindparam("person_id")) & Participation.withdrawn_at.is_(None)
_SEAT = (
    select(Participation, Quiz, ReleaseLesson, Module)
    .join(Training, Training.id == Participation.training_id)
    .join(TrainingModule, TrainingModule.training_id == Training.id)
    .join(ReleaseLesson, ReleaseLesson.release_id == TrainingModule.release_id)
    .join(Lesson, Lesson.id == ReleaseLesson.lesson_id)
    .join(Module, Module.id == Lesson.module_id)
    .join(Quiz, Quiz.lesson_id == Lesson.id)
    .where(Participation.uid == bindparam("participation_uid"), Lesson.uid == bindparam("lesson_uid"), _OWN_SEAT)
    .options(
        load_only(Participation.uid, Participation.training_id, Participation.withdrawn_at),
        contains_eager(Participation.training).load_only(Training.title, Training.zone, Training.state),
        joinedload(Quiz.lesson, innerjoin=True).load_only(Lesson.uid, Lesson.title, Lesson.module_id),
        defer(ReleaseLesson.body), load_only(Module.uid, Module.title),
    )
)  # fmt: skip
_SEAT_LOCKED = _SEAT.with_for_update(of=Participation)
_OWN = (
    select(Attempt).join(Attempt.participation).where(Attempt.uid == bindparam("uid"), _OWN_SEAT)
    .options(
        contains_eager(Attempt.participation)
        .load_only(Participation.uid, Participation.training_id, Participation.withdrawn_at)
        .joinedload(Participation.training, innerjoin=True).load_only(Training.title, Training.zone, Training.state),
        joinedload(Attempt.quiz, innerjoin=True).joinedload(Quiz.lesson, innerjoin=True)
        .load_only(Lesson.uid, Lesson.title, Lesson.module_id).joinedload(Lesson.module, innerjoin=True)
        .load_only(Module.uid, Module.title),
    )
)  # fmt: skip
_OWN_LOCKED = _OWN.with_for_update(of=Attempt)
_ATTEMPTS = (
    select(Attempt).order_by(Attempt.number)
    .where(Attempt.quiz_id == bindparam("quiz_id"), Attempt.participation_id == bindparam("participation_id"))
)  # fmt: skip
_OWN_GROUPS = select(GroupMember.group_id).where(GroupMember.participation_id == bindparam("participation_id"))
_OVERRIDES = (
    select(case((QuizOverride.participation_id.is_not(None), Whom.PERSON.value),
                (QuizOverride.group_id.is_not(None), Whom.GROUP.value), else_=Whom.TRAINING.value),
           *(table_of(QuizOverride).c[name] for name in OVERRIDDEN))
    .where(
        QuizOverride.quiz_id == bindparam("quiz_id"),
        or_(QuizOverride.participation_id == bindparam("participation_id"), QuizOverride.group_id.in_(_OWN_GROUPS),
            QuizOverride.training_id == bindparam("training_id")),
    )
    .order_by(QuizOverride.id)
)  # fmt: skip
_OTHER_FORM = (
    select(Attempt.form).join(Quiz, Quiz.id == Attempt.quiz_id).join(Lesson, Lesson.id == Quiz.lesson_id)
    .where(Attempt.participation_id == bindparam("participation_id"), Quiz.purpose == bindparam("purpose"),
           Lesson.module_id == bindparam("module_id"))
    .order_by(Attempt.id).limit(1)
)  # fmt: skip
_last = aliased(QuestionVersion)
_HIDDEN = select(QuestionVersion.entry_id).where(
    QuestionVersion.state == QuestionState.HIDDEN,
    QuestionVersion.number == select(func.max(_last.number)).where(_last.entry_id == QuestionVersion.entry_id)
    .correlate(QuestionVersion).scalar_subquery(),
)  # fmt: skip
_slot = table_of(Slot).c
_FORMS = select(_slot.form).where(_slot.quiz_id == bindparam("quiz_id")).distinct().order_by(_slot.form)
_SLOTS = (
    select(_slot.id, _slot.page, _slot.points, _slot.draws, _slot.entry_id, _slot.version_id, _slot.category_id,
           _slot.tags)
    .where(_slot.quiz_id == bindparam("quiz_id"), _slot.form == bindparam("form")).order_by(_slot.position)
)  # fmt: skip
_version = table_of(QuestionVersion).c
_NEWEST = (
    select(_version.entry_id, func.max(_version.number).label("number"))
    .where(_version.entry_id.in_(bindparam("entry_ids", expanding=True)), _version.state == QuestionState.READY)
    .group_by(_version.entry_id).subquery()
)  # fmt: skip
_READY = (
    select(_version.entry_id, _version.id)
    .join_from(table_of(QuestionVersion), _NEWEST,
               (_NEWEST.c.entry_id == _version.entry_id) & (_NEWEST.c.number == _version.number))
    .order_by(_version.entry_id)
)  # fmt: skip
