"""Quizzes on paper: forms to print, and sheets that are keyed in."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import insert, select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.quizzes import queries, rules
from lms.quizzes.actions.closing import finish
from lms.quizzes.actions.grants import set_aside
from lms.quizzes.actions.marking import mark
from lms.quizzes.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    Method,
    PrintedForm,
    QuestionType,
    ResponseStep,
)  # fmt: skip
from lms.quizzes.queries import PrintedItem
from lms.quizzes.queries.asked import Asked
from lms.quizzes.rules import paper
from lms.quizzes.rules.opening import Earlier, Terms, require_may_start
from lms.trainings.models import Capacity, Participation

DEVICE = "paper"


@transaction()
def print_form(training_uid: UUID, lesson_uid: UUID, *, form: str, by: Principal, now: datetime) -> PrintedForm:
    """Freeze a form of a quiz as it is printed for a training; the same questions as before are the same print."""
    training = queries.get_testing(by, training_uid)
    quiz = next((quiz for quiz, *_rest in queries.quizzes_of(training.id) if quiz.lesson.uid == lesson_uid), None)
    if quiz is None or form not in queries.forms_of(quiz.id):
        raise Missing
    planned = rules.plan(queries.sources(quiz.id, form), seed=secrets.randbelow(2**31), shuffle=False)
    versions = queries.asked_by_id([one.version_id for one in planned])
    _require_printable([versions[one.version_id] for one in planned])
    before = next((one for one in queries.printed_of(training.id) if (one.quiz_id, one.form) == (quiz.id, form)), None)
    if before is not None and [one["version_id"] for one in before.items] == [one.version_id for one in planned]:
        return before
    seed = secrets.randbelow(2**31)
    items = [
        {"slot_id": one.slot_id, "version_id": one.version_id,
         "points": 0 if versions[one.version_id].type == QuestionType.DESCRIPTION else one.points,
         "order": rules.option_order(versions[one.version_id], seed=seed, position=number,
                                     shuffle=quiz.shuffle_options)}
        for number, one in enumerate(planned, 1)
    ]  # fmt: skip
    made = PrintedForm(quiz_id=quiz.id, training_id=training.id, form=form, items=items, made_by=by.id, made_at=now)
    db.session.add(made)
    trail.record("quiz.printed", by=by.id, subject="training", subject_uid=training.uid, form=form)
    db.session.flush()
    return made


def _require_printable(asked: Sequence[Asked]) -> None:
    if not asked:
        raise Refused(_("This quiz has no questions yet."))
    if found := paper.unprintable(asked):
        raise Refused(_(
            "On paper each choice has a letter from A to Z, and these questions have more choices: %(numbers)s. "
            "Take some away, or ask this test on screens.", numbers=", ".join(map(str, found)),
        ))  # fmt: skip


@transaction()
def key_sheet(
    printed_uid: UUID, participation_uid: UUID, sheet: UUID, keyed: Mapping[int, paper.Keyed], *, by: Principal,
    now: datetime,
) -> Attempt:  # fmt: skip
    """Hand in what somebody answered on paper, as an attempt of its own; the same `sheet` again is the same attempt.

    `keyed` has a text for each question, or for each of its blanks; the marks of essays are given at once.
    """
    printed = queries.get_printed(by, printed_uid)
    participation = _participation(printed, participation_uid)
    known = db.session.scalar(select(Attempt).where(Attempt.uid == sheet))
    if known is not None:
        return _same(known, participation)
    earlier = queries.attempts_of(printed.quiz_id, participation.id)
    _require_new(printed, earlier, queries.count_extra(printed.quiz_id, participation.id), now=now)
    items = queries.printed_items(printed)
    try:
        responses, marks = paper.read_sheet(items, keyed), paper.marks_on(items, keyed)
    except paper.Unreadable as problem:
        raise Refused(str(problem)) from problem
    attempt = _add(printed, participation, sheet, number=len(earlier) + 1, now=now)
    _answer(attempt, items, responses, by=by, now=now)
    finish(attempt, AttemptState.SUBMITTED, at=now)
    for item in queries.items_of(attempt.id) if marks else ():
        if item.position in marks:
            mark(item.uid, fraction=marks[item.position], by=by, now=now)
    trail.record("sheet.keyed", by=by.id, subject="attempt", subject_uid=attempt.uid)
    return attempt


@transaction()
def take_back_sheet(printed_uid: UUID, attempt_uid: UUID, *, by: Principal, now: datetime) -> Attempt:
    """Put aside what was keyed from a sheet, so that it can be keyed again."""
    printed = queries.get_printed(by, printed_uid)
    attempt = next((one.attempt for one in queries.sheets_of(printed) if one.attempt and one.attempt.uid == attempt_uid
                    and one.attempt.method == Method.PAPER), None)  # fmt: skip
    if attempt is None:
        raise Missing
    return set_aside(attempt, reason=_("Keyed from paper by mistake"), by=by, now=now)


def _same(known: Attempt, participation: Participation) -> Attempt:
    """Return the attempt that a sheet is already; refuse where it is somebody else's, or was made on a screen."""
    if known.participation_id != participation.id or known.method != Method.PAPER:
        raise Refused(_("This sheet was keyed for somebody else already. Load the page anew."))
    return known


def _participation(printed: PrintedForm, uid: UUID) -> Participation:
    """Return a participant of the training, locked, so that two keyers make no two attempts."""
    found = db.session.scalar(
        select(Participation)
        .where(Participation.uid == uid, Participation.training_id == printed.training_id,
               Participation.capacity == Capacity.PARTICIPANT, Participation.withdrawn_at.is_(None))
        .with_for_update()
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def _require_new(printed: PrintedForm, earlier: Sequence[Attempt], extra: int, *, now: datetime) -> None:
    """Refuse a second sheet of one person, and one beside an open attempt or beyond those that are allowed."""
    if any(one.method == Method.PAPER and one.state != AttemptState.ABANDONED for one in earlier):
        raise Refused(_("The sheet of this person was keyed already."))
    if any(one.state == AttemptState.OPEN for one in earlier):
        raise Refused(_("This person has begun the quiz on a screen."))
    terms = Terms(attempts_allowed=printed.quiz.attempts_allowed)
    require_may_start(terms, [Earlier(one.submitted_at) for one in earlier], extra=extra,
                      is_training_open=printed.training.is_open, now=now)  # fmt: skip


def _add(printed: PrintedForm, participation: Participation, sheet: UUID, *, number: int, now: datetime) -> Attempt:
    release_id = next(
        release for quiz, _module, release in queries.quizzes_of(printed.training_id) if quiz.id == printed.quiz_id
    )
    attempt = Attempt(
        uid=sheet, quiz_id=printed.quiz_id, participation_id=participation.id, release_id=release_id, number=number,
        form=printed.form, method=Method.PAPER, seed=0, started_at=now,
    )  # fmt: skip
    db.session.add(attempt)
    db.session.flush()
    return attempt


def _answer(
    attempt: Attempt, items: Sequence[PrintedItem], responses: Mapping[int, Any], *, by: Principal, now: datetime
) -> None:
    """Add the items of an attempt with their answers, each answer as a step of whoever keyed it."""
    db.session.execute(insert(AttemptItem), [
        {"attempt_id": attempt.id, "position": one.position, "slot_id": one.slot_id, "version_id": one.version.id,
         "option_order": one.order, "points": one.points, "response": responses[one.position], "device": DEVICE,
         "sequence": int(responses[one.position] is not None), "steps": int(responses[one.position] is not None)}
        for one in items
    ])  # fmt: skip
    steps = [
        {"uid": uuid5(attempt.uid, str(item.position)), "principal_id": by.id, "item_id": item.id, "sequence": 1,
         "base_seq": 0, "response": item.response, "device": DEVICE, "at": now}
        for item in queries.items_of(attempt.id) if item.response is not None
    ]  # fmt: skip
    if steps:
        db.session.execute(insert(ResponseStep), steps)
