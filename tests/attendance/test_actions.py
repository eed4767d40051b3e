"""Marks are appended, statuses derived."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.attendance import actions, queries, rules
from lms.attendance.actions import NewMark
from lms.attendance.models import AttendanceState, Mark, Method, Status
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Conflict, Missing, Refused
from lms.core.principals import Principal, Role
from lms.trainings.models import Capacity, TrainingSession, TrainingState
from tests import factories as make

pytestmark = pytest.mark.database
MORNING = datetime(2019, 10, 28, 1, 0, tzinfo=UTC)


@pytest.fixture
def session(app: object) -> TrainingSession:
    return make.make_session(training=make.make_training())


@pytest.fixture
def manager(app: object) -> Principal:
    return make.principal_of(make.make_staff())


def mark(participation: object, status: str = "H", **facts: object) -> NewMark:
    return NewMark(**{"uid": uuid4(), "status": Status(status), "participation_uid": participation.uid, **facts})  # type: ignore[arg-type, attr-defined]


def send(session: TrainingSession, *marks: NewMark, by: Principal) -> actions.Marked:
    return actions.mark_many(session.uid, marks, by=by, now=clock.now())


def status_of(participation: object) -> AttendanceState | None:
    return db.session.scalar(
        db.select(AttendanceState).where(AttendanceState.participation_id == participation.id)  # type: ignore[attr-defined]
    )


def test_a_mark_gives_a_status(session: TrainingSession, manager: Principal) -> None:
    someone = make.make_participation(training=session.training)
    send(session, mark(someone, "T"), by=manager)
    assert status_of(someone).status == Status.LATE  # type: ignore[union-attr]


def test_a_queue_sent_twice_changes_nothing(session: TrainingSession, manager: Principal) -> None:
    queue = [mark(make.make_participation(training=session.training)) for _ in range(3)]
    send(session, *queue, by=manager)
    again = send(session, *reversed(queue), by=manager)
    assert (again.added, again.repeated) == (0, 3)
    assert db.session.scalar(db.select(db.func.count(Mark.id))) == 3


def test_the_same_uid_with_another_status_is_a_conflict(session: TrainingSession, manager: Principal) -> None:
    someone = make.make_participation(training=session.training)
    first = mark(someone)
    send(session, first, by=manager)
    with pytest.raises(Conflict):
        send(session, mark(someone, "A", uid=first.uid), by=manager)


def test_the_same_uid_for_another_person_or_code_is_a_conflict(session: TrainingSession, manager: Principal) -> None:
    someone, other = (make.make_participation(training=session.training) for _ in range(2))
    first = mark(someone)
    send(session, first, by=manager)
    badge = NewMark(uid=first.uid, status=Status.PRESENT, method=Method.BADGE, raw_code=someone.badge_code)
    for changed in (mark(other, uid=first.uid), badge):
        with pytest.raises(Conflict):
            send(session, changed, by=manager)


@pytest.mark.parametrize("late_percent", [0, 33, 50, 100])
def test_the_sum_of_lesson_hours_is_that_of_the_rule(app: object, manager: Principal, late_percent: int) -> None:
    training = make.make_training()
    someone = make.make_participation(training=training)
    sizes, letters = [150, 133, 200, 75, 101], "THTIT"
    for index, (jp, letter) in enumerate(zip(sizes, letters, strict=True)):
        session = make.make_session(training=training, jp=jp, starts_at=MORNING + timedelta(hours=2 * index))
        send(session, mark(someone, letter), by=manager)
    actions.set_policy(training.uid, late_percent=late_percent, waives_excused=False, by=manager)
    expected = sum(
        rules.attended_jp(jp, Status(letter), late_percent=late_percent)
        for jp, letter in zip(sizes, letters, strict=True)
    )
    assert queries.attended_jp(training.id)[someone.id].attended == expected


def test_two_people_who_contradict_each_other_leave_a_conflict_for_a_human(
    session: TrainingSession, manager: Principal
) -> None:
    other = make.principal_of(make.make_staff())
    someone = make.make_participation(training=session.training)
    first, second = mark(someone, "H"), mark(someone, "A")
    send(session, first, by=manager)
    send(session, second, by=other)
    assert [state.participation_id for state in queries.conflicts(session.training_id)] == [someone.id]
    send(session, mark(someone, "A", after=(first.uid.hex, second.uid.hex)), by=manager)
    assert queries.conflicts(session.training_id) == []


def test_an_unknown_badge_is_kept_and_stops_nobody(session: TrainingSession, manager: Principal) -> None:
    someone = make.make_participation(training=session.training)
    badges = [
        NewMark(uid=uuid4(), status=Status.PRESENT, method=Method.BADGE, raw_code=code)
        for code in ("NOBODY1", someone.badge_code.lower())
    ]
    answer = send(session, *badges, by=manager)
    assert answer.unknown == ["NOBODY1"]
    assert status_of(someone).status == Status.PRESENT  # type: ignore[union-attr]
    assert [m.raw_code for m in queries.unknown_codes(session.training_id)] == ["NOBODY1"]


def test_all_present_leaves_those_alone_who_have_a_status(session: TrainingSession, manager: Principal) -> None:
    people = [make.make_participation(training=session.training) for _ in range(3)]
    send(session, mark(people[0], "S"), by=manager)
    answer = actions.mark_all_present(session.uid, by=manager, now=clock.now())
    assert answer.added == 2
    assert status_of(people[0]).status == Status.SICK  # type: ignore[union-attr]


def test_undoing_all_present_leaves_nobody_marked_but_those_before(
    session: TrainingSession, manager: Principal
) -> None:
    people = [make.make_participation(training=session.training) for _ in range(3)]
    send(session, mark(people[0], "S"), by=manager)
    answer = actions.mark_all_present(session.uid, by=manager, now=clock.now())
    assert actions.undo(answer.batch, by=manager, now=clock.now()) == 2
    assert list(queries.unmarked(session)) == [people[1].id, people[2].id]
    assert actions.undo(answer.batch, by=manager, now=clock.now()) == 0


def test_all_present_after_an_undo_contradicts_nothing(session: TrainingSession, manager: Principal) -> None:
    someone = make.make_participation(training=session.training)
    for _again in range(2):
        answer = actions.mark_all_present(session.uid, by=manager, now=clock.now())
        assert actions.undo(answer.batch, by=manager, now=clock.now()) == 1
    actions.mark_all_present(session.uid, by=manager, now=clock.now())
    state = status_of(someone)
    assert (state.status, state.in_conflict) == (Status.PRESENT, False)  # type: ignore[union-attr]


def test_whoever_withdrew_or_never_registered_is_not_expected(session: TrainingSession, manager: Principal) -> None:
    here = make.make_participation(training=session.training)
    make.make_participation(training=session.training, withdrawn_at=clock.now())
    make.make_participation(training=session.training, registered_at=None, arrived_at=None)
    assert [row.uid for row in queries.roll(session)] == [str(here.uid)]


def test_a_closed_training_takes_no_marks(app: object, manager: Principal) -> None:
    session = make.make_session(training=make.make_training(state=TrainingState.CLOSED))
    with pytest.raises(Refused, match="tidak sedang dibuka"):
        send(session, by=manager)


def test_a_trainer_marks_the_own_session_and_no_other(session: TrainingSession) -> None:
    from lms.trainings.models import SessionTrainer

    trainer: Person = make.make_person("Pengajar")
    teaching = make.make_participation(training=session.training, person=trainer, capacity=Capacity.TRAINER)
    make.save(SessionTrainer(session_id=session.id, participation_id=teaching.id))
    other = make.make_session(training=session.training)
    someone = make.make_participation(training=session.training)
    by = make.principal_of(trainer)
    assert send(session, mark(someone), by=by).added == 1
    with pytest.raises(Missing):
        send(other, mark(someone), by=by)


def test_the_denominator_is_every_session_that_counts(session: TrainingSession, manager: Principal) -> None:
    training = session.training
    make.make_session(training=training, jp=300)
    make.make_session(training=training, jp=400, cancelled_at=clock.now())
    make.make_session(training=training, jp=400, counts=False)
    someone, absent = (make.make_participation(training=training) for _ in range(2))
    send(session, mark(someone), by=manager)
    assert queries.attended_jp(training.id) == {
        someone.id: queries.JpShare(200, 500),
        absent.id: queries.JpShare(0, 500),
    }


def test_half_a_share_for_lateness_and_waived_sickness(session: TrainingSession, manager: Principal) -> None:
    training = session.training
    second = make.make_session(training=training, jp=300)
    someone = make.make_participation(training=training)
    send(session, mark(someone, "T"), by=manager)
    send(second, mark(someone, "S"), by=manager)
    actions.set_policy(training.uid, late_percent=50, waives_excused=True, by=manager)
    assert queries.attended_jp(training.id)[someone.id] == queries.JpShare(100, 200)


def test_rebuilding_from_the_marks_gives_the_same_statuses(session: TrainingSession, manager: Principal) -> None:
    people = [make.make_participation(training=session.training) for _ in range(4)]
    first = mark(people[0], "H")
    send(session, first, *(mark(person, "A") for person in people[1:]), by=manager)
    send(session, mark(people[0], "I", after=(first.uid.hex,)), by=manager)
    before = _states()
    with_transaction_delete()
    assert actions.rebuild_states() == 4
    assert _states() == before


def test_a_roll_of_210_is_saved_in_a_constant_number_of_statements(
    session: TrainingSession, manager: Principal, count_queries: object
) -> None:
    def statements(size: int) -> int:
        marks = [mark(make.make_participation(training=session.training)) for _ in range(size)]
        uid = session.uid
        with count_queries() as seen:  # type: ignore[operator]
            actions.mark_many(uid, marks, by=manager, now=clock.now())
        return len(seen)

    assert statements(1) == statements(30)


def _states() -> list[tuple[int, str, bool]]:
    rows = db.session.scalars(db.select(AttendanceState).order_by(AttendanceState.participation_id))
    return [(row.participation_id, row.status.value, row.in_conflict) for row in rows]


def with_transaction_delete() -> None:
    from lms.core.db import transaction

    with transaction():
        db.session.execute(db.delete(AttendanceState))


@pytest.mark.database
def test_one_badge_in_two_rooms_at_once_is_for_a_human(session: TrainingSession, manager: Principal) -> None:
    """Whatever the order; it earns nothing until somebody says where the person was, and then one room's hours."""
    training = session.training
    rooms = {"jp": 200, "starts_at": session.starts_at + timedelta(minutes=10)}
    parallel = make.make_session(training=training, **rooms)
    make.make_session(training=training, jp=200, starts_at=session.ends_at)  # begins when the first one ends
    someone, other, seen = (make.make_participation(training=training) for _ in range(3))
    for room in (parallel, session):
        badges = [
            NewMark(uid=uuid4(), status=Status.PRESENT, method=Method.BADGE, raw_code=one.badge_code)
            for one in (someone, other)
        ]
        send(room, *badges, mark(seen), by=manager)  # whom a trainer marks by hand was seen in both
    found = queries.in_two_rooms(training.id)
    assert [one.participation.id for one in found] == [someone.id, other.id]
    assert [one.session.id for one in found[0].readings] == [session.id, parallel.id]
    assert [queries.attended_jp(training.id)[one.id].attended for one in (someone, other, seen)] == [0, 0, 400]
    here, there = (one.mark.uid for one in found[0].readings)
    both = tuple(one.mark.uid for one in found[1].readings)
    for _twice in range(2):
        actions.decide_rooms(training.uid, (here, there), right=[there], reason="", by=manager, now=clock.now())
    actions.decide_rooms(training.uid, both, right=both, reason="Pindah", by=manager, now=clock.now())  # type: ignore[arg-type]
    assert queries.in_two_rooms(training.id) == []
    assert [queries.attended_jp(training.id)[one.id].attended for one in (someone, other)] == [200, 400]
    assert db.session.scalar(db.select(db.func.count(Mark.id))) == 6 + 4
    with pytest.raises(Missing):
        actions.decide_rooms(uuid4(), (here, there), right=[here], reason="", by=manager, now=clock.now())


def test_two_rooms_are_settled_on_screen_by_who_may_mark_both(client: FlaskClient) -> None:
    first = make.make_session(training=make.make_training(), title="Kelas A", room="Ruang Melati")
    second = make.make_session(training=first.training, title="Kelas B", room="Ruang Mawar")
    someone = make.make_participation(training=first.training, name_shown="Siti")
    for room in (first, second):
        badge = NewMark(uid=uuid4(), status=Status.PRESENT, method=Method.BADGE, raw_code=someone.badge_code)
        send(room, badge, by=make.principal_of(make.make_staff()))
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    address = f"/staff/trainings/{first.training.uid}"
    assert "1 orang di dua ruang sekaligus" in staff.get(f"{address}/attendance").text
    page = staff.get(f"{address}/conflicts").text
    assert ("Ruang Melati" in page, "Ruang Mawar" in page, "Siti" in page) == (True, True, True)
    right = re.findall(r'name="right" value="([0-9a-f-]{36})"', page)[1]
    both = re.findall(r'name="readings" value="([^"]+)"', page)[0]
    sent = {"readings": both, "right": right}
    for wrong in ({"readings": "x", "right": right}, {"readings": both, "right": str(uuid4())}):
        assert staff.post(f"{address}/conflicts/rooms", data=wrong).status_code == 404
    auditor = client.application.test_client().sign_in(make.make_staff(Role.AUDITOR))  # type: ignore[attr-defined]
    assert 'name="right"' not in auditor.get(f"{address}/conflicts").text
    assert auditor.post(f"{address}/conflicts/rooms", data=sent).status_code == 404
    assert staff.post(f"{address}/conflicts/rooms", data=sent).status_code == 302
    assert "Semua tanda sejalan" in staff.get(f"{address}/conflicts").text
