"""Evidence completes lessons; closing a training decides and posts lesson hours."""

import pytest

from lms.attendance.models import AttendanceState, Mark, Method, Status
from lms.catalogue.models import ReleaseLesson
from lms.catalogue.rules import Evidence
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.progress import actions, queries
from lms.progress.models import Completion, LedgerEntry
from lms.trainings.models import Participation, Training
from tests import factories as make

pytestmark = pytest.mark.database


def training_of_400() -> Training:
    """A training of one module of 4 JP and one session."""
    training = make.make_training(modules=[make.make_module()])
    make.make_session(training=training, jp=400)
    return training


def attend(participation: Participation, status: Status = Status.PRESENT) -> None:
    session = db.session.scalar(
        db.select(make.TrainingSession).where(make.TrainingSession.training_id == participation.training_id)
    )
    mark = make.save(
        Mark(
            uid=make.new_uid(), session_id=session.id, participation_id=participation.id, status=status,
            method=Method.MANUAL, at=clock.now(), principal_id=participation.person.principal_id,
        )
    )  # fmt: skip
    make.save(AttendanceState(session_id=session.id, participation_id=participation.id, status=status, mark_id=mark.id))


def lesson_ids(training: Training) -> list[int]:
    return list(db.session.scalars(db.select(ReleaseLesson.lesson_id).order_by(ReleaseLesson.position)))


def hours(participation: Participation) -> list[int]:
    rows = db.session.scalars(db.select(LedgerEntry).where(LedgerEntry.person_id == participation.person_id))
    return [row.jp for row in rows.all()]


def test_reading_a_page_completes_it_once(app: object) -> None:
    someone = make.make_participation(training=training_of_400())
    first, _second = lesson_ids(someone.training)
    assert actions.record_evidence(someone.id, first, Evidence.OPENED, now=clock.now())
    assert not actions.record_evidence(someone.id, first, Evidence.OPENED, now=clock.now())
    assert db.session.scalar(db.select(db.func.count(Completion.id))) == 1
    assert queries.progress_of([someone.id]) == {someone.id: queries.Progress(1, 2)}


def test_closing_posts_the_trainings_hours_to_those_who_were_there(app: object) -> None:
    training = training_of_400()
    there, absent = (make.make_participation(training=training) for _ in range(2))
    attend(there)
    attend(absent, Status.ABSENT)
    assert actions.decide(training.id, now=clock.now()) == 1
    assert (hours(there), hours(absent)) == ([400], [])
    decision = queries.current_decisions(training.id)[absent.id]
    assert decision.reasons == ["attendance"]
    assert decision.inputs["required"] == 400


def test_deciding_again_posts_nothing_twice(app: object) -> None:
    someone = make.make_participation(training=training_of_400())
    attend(someone)
    for _ in range(3):
        actions.decide(someone.training_id, now=clock.now())
    assert hours(someone) == [400]


def test_a_mark_corrected_after_closing_reverses_the_hours_when_decided_again(app: object) -> None:
    someone = make.make_participation(training=training_of_400())
    attend(someone)
    actions.decide(someone.training_id, now=clock.now())
    state = db.session.scalar(db.select(AttendanceState))
    state_id = state.id
    with transaction():
        db.session.get(AttendanceState, state_id).status = Status.ABSENT
    actions.decide(someone.training_id, now=clock.now())
    assert hours(someone) == [400, -400]


def test_someone_in_two_capacities_gets_the_hours_once(app: object) -> None:
    training = training_of_400()
    first = make.make_participation(training=training)
    make.make_participation(training=training, person=first.person, capacity=make.Capacity.ORGANISER)
    attend(first)
    actions.decide(training.id, now=clock.now())
    assert hours(first) == [400]


def test_an_exception_is_granted_with_a_reason_by_somebody_who_runs_the_training(app: object) -> None:
    someone = make.make_participation(training=training_of_400())
    by = make.principal_of(make.make_staff())
    with pytest.raises(Refused, match="alasan"):
        actions.grant(someone.uid, by=by, reason="", now=clock.now())
    actions.grant(someone.uid, by=by, reason="Sent home by the flood", now=clock.now())
    actions.decide(someone.training_id, now=clock.now())
    assert queries.current_decisions(someone.training_id)[someone.id].granted_by == by.id
    assert hours(someone) == [400]
    with pytest.raises(Missing):
        actions.grant(someone.uid, by=make.principal_of(make.make_person()), reason="x", now=clock.now())


def test_a_self_paced_module_gives_its_hours_when_its_lessons_are_done(app: object) -> None:
    training = make.make_training(modules=[make.make_module()], is_self_paced=True, starts=None, ends=None)
    someone = make.make_participation(training=training)
    for lesson_id in lesson_ids(training):
        assert hours(someone) == []
        actions.record_evidence(someone.id, lesson_id, Evidence.OPENED, now=clock.now())
    assert hours(someone) == [400]


def test_deciding_takes_as_many_queries_for_thirty_as_for_one(app: object, count_queries: object) -> None:
    def statements(size: int) -> int:
        training = training_of_400()
        for _ in range(size):
            attend(make.make_participation(training=training))
        training_id = training.id
        with count_queries() as seen:  # type: ignore[operator]
            actions.decide(training_id, now=clock.now())
        return len(seen)

    assert statements(1) == statements(30)
