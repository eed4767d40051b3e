"""Self check-in: from the wall to the mark."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.accounts.rules import hashed
from lms.attendance import actions, queries, rules
from lms.attendance.actions import NewMark
from lms.attendance.actions.check_ins import Origin
from lms.attendance.models import AttendancePolicy, CheckIn, CheckInTrace, Mark, Method, Phase, Status
from lms.attendance.routes.staff.check_ins import secret_of
from lms.core import clock, registry
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.trainings.models import Participation, Training, TrainingSession
from tests import factories as make

pytestmark = pytest.mark.database
HERE = Origin("device", "network")


@pytest.fixture
def session(app: Flask) -> TrainingSession:
    """A session that has just begun."""
    return make.make_session(training=make.make_training(), starts_at=clock.now() - timedelta(minutes=5))


@pytest.fixture
def opened(session: TrainingSession) -> CheckIn:
    return actions.open_check_in(session.uid, by=make.principal_of(make.make_staff()), now=clock.now())


@pytest.fixture
def someone(session: TrainingSession) -> Participation:
    return make.make_participation(training=session.training)


def check_in(opened: CheckIn, someone: Participation, *, claimed_at: datetime | None = None) -> None:
    now = clock.now()
    by = make.principal_of(someone.person)
    actions.check_in(opened.code, claimed_at=claimed_at or now, by=by, origin=HERE, now=now)


def status_of(session: TrainingSession, someone: Participation, phase: Phase = Phase.START) -> Status | None:
    found = queries.find_state(session.id, someone.id, phase)
    return found.status if found else None


def test_a_person_is_marked_once_however_often_it_is_sent(
    session: TrainingSession, opened: CheckIn, someone: Participation
) -> None:
    check_in(opened, someone)
    check_in(opened, someone)
    assert status_of(session, someone) == Status.PRESENT
    assert [mark.method for mark in db.session.scalars(db.select(Mark))] == [Method.SELF]
    assert db.session.scalar(db.select(db.func.count(CheckInTrace.id))) == 1


def test_who_scans_late_is_late(app: Flask) -> None:
    session = make.make_session(training=make.make_training(), starts_at=clock.now() - timedelta(minutes=40))
    opened = actions.open_check_in(session.uid, by=make.principal_of(make.make_staff()), now=clock.now())
    someone = make.make_participation(training=session.training)
    check_in(opened, someone)
    assert status_of(session, someone) == Status.LATE


def test_a_stranger_is_told_to_ask_the_organisers(opened: CheckIn) -> None:
    stranger = make.make_participation()
    with pytest.raises(Refused):
        check_in(opened, stranger)


def test_an_old_claim_is_refused(opened: CheckIn, someone: Participation) -> None:
    with pytest.raises(Refused):
        check_in(opened, someone, claimed_at=clock.now() - timedelta(minutes=11))


def test_a_closed_check_in_does_not_exist(session: TrainingSession, opened: CheckIn, someone: Participation) -> None:
    actions.close_check_in(session.uid, by=make.principal_of(make.make_staff()), now=clock.now())
    with pytest.raises(Missing):
        check_in(opened, someone)


def test_a_trainer_outranks_a_self_check_in(session: TrainingSession, opened: CheckIn, someone: Participation) -> None:
    by = make.principal_of(make.make_staff())
    actions.mark_many(
        session.uid, [NewMark(uid=uuid4(), status=Status.ABSENT, participation_uid=someone.uid)], by=by, now=clock.now()
    )
    check_in(opened, someone)
    assert status_of(session, someone) == Status.ABSENT


@pytest.mark.parametrize(("came", "stayed", "earned"), [(True, True, 200), (True, False, 100), (False, True, 100)])
def test_with_a_mark_at_the_end_a_half_attended_session_earns_a_half(
    session: TrainingSession, someone: Participation, came: bool, stayed: bool, earned: int
) -> None:
    by: Principal = make.principal_of(make.make_staff())
    make.save(AttendancePolicy(training_id=session.training_id, wants_end_mark=True, one_mark_percent=50))
    for phase, is_there in ((Phase.START, came), (Phase.END, stayed)):
        if is_there:
            mark = NewMark(uid=uuid4(), status=Status.PRESENT, participation_uid=someone.uid, phase=phase)
            actions.mark_many(session.uid, [mark], by=by, now=clock.now())
    assert queries.attended_jp(session.training_id)[someone.id].attended == earned


def test_marks_at_the_end_leave_the_roll_of_the_start_alone(session: TrainingSession, someone: Participation) -> None:
    by = make.principal_of(make.make_staff())
    actions.mark_all_present(session.uid, by=by, now=clock.now(), phase=Phase.END)
    assert status_of(session, someone) is None
    assert status_of(session, someone, Phase.END) == Status.PRESENT
    assert queries.counts([session.id])[session.id] == {}


def test_from_the_wall_to_the_mark(
    client: FlaskClient, app: Flask, session: TrainingSession, someone: Participation
) -> None:
    staff = app.test_client().sign_in(make.make_staff())  # type: ignore[attr-defined]
    wall = staff.post(f"/staff/sessions/{session.uid}/check-in", follow_redirects=True).text
    opened = db.session.scalars(db.select(CheckIn)).one()
    assert f"/h/{opened.code}" in wall
    digits = rules.code_at(secret_of(opened), clock.now())
    for person in (someone, make.make_participation(training=session.training)):  # one after the other on one phone
        scanned = client.get(f"/h/{opened.code}/{digits}")
        assert scanned.location == f"/h/{opened.code}/presence"
        asked = client.get(scanned.location).location
        assert "/sign-in" in asked
        with transaction():
            secret = {"username": f"siti{person.id}", "password_hash": hashed("kata sandi panjang")}
            db.session.execute(db.update(Person).where(Person.id == person.person_id).values(secret))
        form = {"name": secret["username"], "password": "kata sandi panjang", "next": scanned.location}
        assert client.post("/sign-in", data=form).location == scanned.location
        assert person.name_shown in client.get(scanned.location).text
        assert status_of(session, person) is None
        assert "Hadir" in client.post(scanned.location, follow_redirects=True).text
        assert status_of(session, person) == Status.PRESENT
        if person is not someone:
            client.post("/sign-in", data=form)  # over a sign-in that stands: what its person scanned is not handed on
            assert "Hadir" not in client.post(scanned.location, follow_redirects=True).text
        client.post("/sign-out")
    page = staff.get(f"/staff/sessions/{session.uid}/check-in").text
    assert page.count("Satu perangkat untuk beberapa orang") == 2


def test_how_far_somebody_is_may_be_said_and_is_kept_only_of_who_is_far(
    client: FlaskClient, app: Flask, session: TrainingSession, opened: CheckIn, someone: Participation
) -> None:
    for number, sent in enumerate(({"position": "-6.30, 106.83"}, {"position": "-6.18, 106.83"}, {})):
        person = make.make_participation(training=session.training) if number else someone
        phone = client.sign_in(person.person)  # type: ignore[attr-defined]
        address = phone.get(f"/h/{opened.code}/{rules.code_at(secret_of(opened), clock.now())}").location
        if not number:  # where the venue lies is not known: nobody is asked
            assert 'name="position"' not in phone.get(address).text
            with transaction():
                db.session.execute(db.update(Training).values(venue_position="-6.17540, 106.82720"))
        assert 'name="position"' in phone.get(address).text
        phone.post(address, data=sent)
        assert status_of(session, person) == Status.PRESENT
    assert [trace.away_km for trace in db.session.scalars(db.select(CheckInTrace))] == [14, None, None]
    rounds, now = registry.entries("rounds")["traces"][1], clock.now()
    page = app.test_client().sign_in(make.make_staff()).get(f"/staff/sessions/{session.uid}/check-in").text  # type: ignore[attr-defined]
    assert page.count("km dari tempat acara") == page.count("14 km dari tempat acara") == 1
    with transaction():
        db.session.execute(db.update(Mark).where(Mark.participation_id == someone.id).values(at=now - rules.KEPT))
    assert [rounds(), rounds()] == [1, 0]
    assert [trace.away_km for trace in db.session.scalars(db.select(CheckInTrace))] == [None, None]
    assert status_of(session, someone) == Status.PRESENT


def test_where_the_line_is_gone_wall_and_phone_lead_to_what_counts_the_same(
    client: FlaskClient, app: Flask, session: TrainingSession, opened: CheckIn
) -> None:
    by = make.principal_of(make.make_staff())
    people = [make.make_participation(training=session.training) for _ in range(4)]
    check_in(opened, people[0])
    badge = NewMark(uid=uuid4(), status=Status.PRESENT, method=Method.BADGE, raw_code=people[1].badge_code)
    by_hand = NewMark(uid=uuid4(), status=Status.PRESENT, participation_uid=people[2].uid)
    actions.mark_many(session.uid, [badge, by_hand], by=by, now=clock.now())
    rows = [row.id for row in queries.roll(session)]
    on_paper = rows.index(people[3].id) + 1
    actions.mark_numbers(session.uid, str(on_paper), status=Status.PRESENT, by=by, now=clock.now())
    staff = app.test_client().sign_in(make.make_staff())  # type: ignore[attr-defined]
    wall = staff.get(f"/staff/sessions/{session.uid}/wall").text
    lost = wall.partition("data-line-lost")[2]
    for way in (f"/event/{session.training.uid}", f"/staff/sessions/{session.uid}/roll", "/roll#paper"):
        assert way in lost, way
    assert "<strong>4</strong> / 4" in wall
    assert "data-line-lost" in client.get(f"/h/{opened.code}").text


def test_a_photographed_code_is_refused_in_words(client: FlaskClient, opened: CheckIn) -> None:
    digits = rules.code_at(secret_of(opened), clock.now())
    with time_machine.travel(clock.now() + timedelta(seconds=90), tick=True):
        answer = client.get(f"/h/{opened.code}/{digits}")
    assert answer.status_code == 422
    assert "bukan kode menit ini" in answer.text


def test_too_early_is_an_answer_and_no_lock(client: FlaskClient) -> None:
    session = make.make_session(training=make.make_training(), starts_at=clock.now() + timedelta(hours=2))
    opened = actions.open_check_in(session.uid, by=make.principal_of(make.make_staff()), now=clock.now())
    digits = rules.code_at(secret_of(opened), clock.now())
    assert "Terlalu awal" in client.post(f"/h/{opened.code}", data={"digits": digits}).text
    with time_machine.travel(session.starts_at, tick=True):
        digits = rules.code_at(secret_of(opened), clock.now())
        assert client.post(f"/h/{opened.code}", data={"digits": digits}).status_code == 302


def test_who_has_no_claim_is_asked_for_the_code(client: FlaskClient, opened: CheckIn, someone: Participation) -> None:
    phone = client.sign_in(someone.person)  # type: ignore[attr-defined]
    assert phone.post(f"/h/{opened.code}/presence").location == f"/h/{opened.code}"
    assert db.session.scalar(db.select(db.func.count(Mark.id))) == 0


def test_nobody_opens_a_check_in_out_of_reach(client: FlaskClient, session: TrainingSession) -> None:
    stranger = client.sign_in(make.make_person())  # type: ignore[attr-defined]
    assert stranger.post(f"/staff/sessions/{session.uid}/check-in").status_code == 404
    assert stranger.get(f"/staff/sessions/{session.uid}/wall").status_code == 404


@pytest.mark.slow
def test_a_hundred_phones_behind_one_address_all_check_in(app: Flask, session: TrainingSession) -> None:
    opened = actions.open_check_in(session.uid, by=make.principal_of(make.make_staff()), now=clock.now())
    phones = [
        app.test_client().sign_in(make.make_participation(training=session.training).person)  # type: ignore[attr-defined]
        for _ in range(100)
    ]
    minute = clock.now()  # the clock stands: all come within one minute, however slow this machine is
    digits = rules.code_at(secret_of(opened), minute)

    def come(phone: FlaskClient) -> int:
        assert phone.get(f"/h/{opened.code}/{digits}").status_code == 302
        return phone.post(f"/h/{opened.code}/presence").status_code

    with time_machine.travel(minute, tick=False), ThreadPoolExecutor(8) as hall:
        assert set(hall.map(come, phones)) == {302}
    assert queries.count_here(session.id, Phase.START) == 100
