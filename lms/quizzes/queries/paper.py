"""Reads of quizzes on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Lesson, Module, ReleaseLesson
from lms.catalogue.queries import module_files
from lms.catalogue.rules import file_address
from lms.core import files
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.quizzes import permissions
from lms.quizzes.models import (
    Attempt,
    AttemptState,
    BankCategory,
    BankEntry,
    Method,
    PrintedForm,
    Purpose,
    QuestionVersion,
    Quiz,
    Slot,
)  # fmt: skip
from lms.quizzes.queries.asked import Asked, asked_by_id
from lms.quizzes.queries.pictures import picture_address, pictures_of
from lms.quizzes.rules import numbered
from lms.trainings.models import Capacity, Participation, Training, TrainingModule


@dataclass(frozen=True)
class PrintedItem:
    """A question on paper."""

    position: int
    slot_id: int | None
    version: Asked
    points: int
    order: list[str]
    number: int
    """Which question it is; 0 where it asks nothing."""


@dataclass(frozen=True)
class Sheet:
    """Somebody's answer sheet: `number` on paper, and the attempt that was keyed from it, if any."""

    number: int
    participation: Participation
    attempt: Attempt | None


def get_testing(principal: Principal, training_uid: UUID) -> Training:
    """Return a training in which a principal marks answers, and so may print and key in quizzes; else Missing."""
    found = db.session.scalar(select(Training).where(Training.uid == training_uid, permissions.marks(principal)))
    if found is None:
        raise Missing
    return found


def marks_in(principal: Principal, training_id: int) -> bool:
    """Tell whether a principal marks answers in a training."""
    return db.session.scalar(
        select(Training.id).where(Training.id == training_id, permissions.marks(principal))
    ) is not None  # fmt: skip


def quizzes_of(training_id: int) -> Sequence[Any]:
    """Return (Quiz, Module, release id) of the quizzes that a training's modules hold."""
    return db.session.execute(
        select(Quiz, Module, TrainingModule.release_id).join(Lesson, Lesson.id == Quiz.lesson_id)
        .join(Module, Module.id == Lesson.module_id).join(ReleaseLesson, ReleaseLesson.lesson_id == Lesson.id)
        .join(TrainingModule, TrainingModule.release_id == ReleaseLesson.release_id)
        .where(TrainingModule.training_id == training_id)
        .options(joinedload(Quiz.lesson)).order_by(TrainingModule.position, ReleaseLesson.position, Quiz.id)
    ).all()  # fmt: skip


def forms_by_quiz(quiz_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the forms of quizzes in order."""
    rows = db.session.execute(
        select(Slot.quiz_id, Slot.form).where(Slot.quiz_id.in_(quiz_ids)).distinct().order_by(Slot.quiz_id, Slot.form)
    )
    found: dict[int, list[str]] = {}
    for quiz_id, form in rows:
        found.setdefault(quiz_id, []).append(form)
    return found


def printed_of(training_id: int) -> Sequence[PrintedForm]:
    """Return what was printed for a training, the newest first."""
    return db.session.scalars(
        select(PrintedForm).where(PrintedForm.training_id == training_id)
        .options(joinedload(PrintedForm.quiz).joinedload(Quiz.lesson).joinedload(Lesson.module))
        .order_by(PrintedForm.id.desc())
    ).all()  # fmt: skip


def keyed_counts(training_id: int) -> dict[tuple[int, str], int]:
    """Count the sheets that were keyed, by quiz and form."""
    rows = db.session.execute(
        select(Attempt.quiz_id, Attempt.form, func.count())
        .join(Participation, Participation.id == Attempt.participation_id)
        .where(Participation.training_id == training_id, Attempt.method == Method.PAPER,
               Attempt.state != AttemptState.ABANDONED)
        .group_by(Attempt.quiz_id, Attempt.form)
    )  # fmt: skip
    return {(quiz_id, form): count for quiz_id, form, count in rows}


def get_printed(principal: Principal, uid: UUID) -> PrintedForm:
    """Return a printed form of a training in which a principal marks answers; else Missing."""
    found = db.session.scalar(
        select(PrintedForm).join(Training, Training.id == PrintedForm.training_id)
        .where(PrintedForm.uid == uid, permissions.marks(principal))
        .options(joinedload(PrintedForm.training),
                 joinedload(PrintedForm.quiz).joinedload(Quiz.lesson).joinedload(Lesson.module))
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def printed_items(printed: PrintedForm) -> list[PrintedItem]:
    """Return the questions of a printed form in order."""
    known = asked_by_id([one["version_id"] for one in printed.items])
    numbers = numbered(known[one["version_id"]].type for one in printed.items)
    return [
        PrintedItem(position, one["slot_id"], known[one["version_id"]], one["points"], one["order"], number)
        for position, (one, number) in enumerate(zip(printed.items, numbers, strict=True), 1)
    ]


def sheets_of(printed: PrintedForm) -> list[Sheet]:
    """Return the answer sheets of a training's participants by name, with what was keyed of this quiz. Two queries."""
    people = db.session.scalars(
        select(Participation)
        .where(Participation.training_id == printed.training_id, Participation.capacity == Capacity.PARTICIPANT,
               Participation.withdrawn_at.is_(None))
        .order_by(Participation.sort_name, Participation.id)
    ).all()  # fmt: skip
    keyed = {
        row.participation_id: row
        for row in db.session.scalars(
            select(Attempt).join(Participation, Participation.id == Attempt.participation_id)
            .where(Attempt.quiz_id == printed.quiz_id, Participation.training_id == printed.training_id,
                   Attempt.state != AttemptState.ABANDONED)
            .order_by(Attempt.number)
        )
    }  # fmt: skip
    return [Sheet(number, one, keyed.get(one.id)) for number, one in enumerate(people, 1)]


def other_forms(printed: PrintedForm) -> dict[int, str]:
    """Return the form that each participant had in the other test (pre or post) of the same module."""
    if printed.quiz.purpose not in (Purpose.PRE, Purpose.POST):
        return {}
    other = Purpose.POST if printed.quiz.purpose == Purpose.PRE else Purpose.PRE
    rows = db.session.execute(
        select(Attempt.participation_id, Attempt.form).join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Lesson, Lesson.id == Quiz.lesson_id)
        .join(Participation, Participation.id == Attempt.participation_id)
        .where(Participation.training_id == printed.training_id, Quiz.purpose == other,
               Lesson.module_id == printed.quiz.lesson.module_id)
        .order_by(Attempt.id.desc())
    )  # fmt: skip
    return {row.participation_id: row.form for row in rows}


def printed_pictures(items: Sequence[PrintedItem]) -> dict[str, tuple[bytes, str]]:
    """Return the bytes and the media type of every picture that printed questions may show, by address."""
    drawers = db.session.scalars(
        select(BankCategory).join(BankEntry, BankEntry.category_id == BankCategory.id)
        .join(QuestionVersion, QuestionVersion.entry_id == BankEntry.id)
        .where(QuestionVersion.id.in_([one.version.id for one in items])).distinct()
    )  # fmt: skip
    found = {}
    for drawer in drawers.all():
        for own in pictures_of(drawer.id):
            found[picture_address(own)] = (files.read(own.file), own.file.media_type)
        for row in module_files(drawer.module_id) if drawer.module_id else ():
            if row.file.media_type.startswith("image/"):
                found[file_address(row.file.uid)] = (files.read(row.file), row.file.media_type)
    return found
