"""What the demonstration holds beside its figures, and that two loads hold the same."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lms.accounts.models import AssignedLibrary, Person, RoleGrant
from lms.attendance.models import AttendanceState, Mark
from lms.attendance.rules import Said, derive
from lms.certificates.models import Certificate, Kind
from lms.core.db import Base, db
from lms.demo import queries
from lms.demo.rules.sign_ins import PASSWORD, SIGN_INS
from lms.monitoring.models import ActivityReport
from lms.places.models import Office, Region
from lms.progress.models import Decision
from lms.quizzes import queries as quizzes
from lms.trainings import actions as trainings
from lms.trainings.models import Capacity, Participation, Training, TrainingSession, TrainingState
from tests.conftest import FreshClient
from tests.demo.conftest import close, fill, open_app

pytestmark = pytest.mark.slow
SAME = (
    "person", "office", "training", "training_session", "participation", "participation_fact", "role_grant",
    "assigned_library", "activity_report", "report_fact", "meeting", "meeting_guest", "online_since", "indicator",
    "mark", "attendance_state", "attempt", "attempt_item", "evidence", "completion", "name_confirmation",
)  # fmt: skip


def digests(folder: Path) -> dict[str, str]:
    app = open_app(folder)
    with app.app_context():
        found = {name: _digest(Base.metadata.tables[name]) for name in SAME}
    close(app)
    return found


def _digest(table: Any) -> str:
    columns = [column for column in table.c if column.name != "password_hash"]
    rows = [list(row) for row in db.session.execute(select(*columns).order_by(table.c.id))]
    return sha256(json.dumps(rows, default=str).encode()).hexdigest()


def event() -> Training:
    found = db.session.scalar(select(Training).where(Training.uid == queries.EVENT))
    assert found is not None
    return found


def arrived(code: str) -> int:
    return db.session.scalar(
        select(func.count(Participation.id)).join(Region, Region.id == Participation.region_id)
        .where(Participation.training_id == event().id, Participation.arrived_at.is_not(None),
               Participation.capacity == Capacity.PARTICIPANT, Region.code.startswith(code))
    ) or 0  # fmt: skip


def test_two_loads_hold_the_same_rows(regions: Path, loaded: Path, tmp_path: Path) -> None:
    assert digests(fill(regions, tmp_path / "two")) == digests(loaded)


def test_the_delegations_of_tulang_bawang_and_north_maluku_came(kept: Flask) -> None:
    assert (arrived("18.05"), arrived("82")) == (3, 9)


def test_a_facilitator_serves_five_villages_in_two_districts(kept: Flask) -> None:
    person = db.session.scalar(select(Person.id).where(Person.username == "fasilitator"))
    districts = db.session.scalars(
        select(Region.parent_id).join(Office, Office.region_id == Region.id)
        .join(AssignedLibrary, AssignedLibrary.office_id == Office.id)
        .join(RoleGrant, RoleGrant.id == AssignedLibrary.grant_id).where(RoleGrant.person_id == person)
    ).all()  # fmt: skip
    assert (len(districts), len(set(districts))) == (5, 2)


def test_libraries_lie_in_three_zones_and_in_villages_of_their_own(kept: Flask) -> None:
    zones = set(db.session.scalars(select(Training.zone).where(Training.library_id.is_not(None))))
    assert zones == {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}
    village = aliased(Region)
    levels = db.session.scalars(
        select(village.level).join(Office, Office.region_id == village.id)
        .join(Training, Training.library_id == Office.id)
    ).all()  # fmt: skip
    assert set(levels) == {4}


def test_the_state_of_everybody_is_what_the_marks_give(kept: Flask) -> None:
    marks: dict[tuple[int, int | None], list[Mark]] = {}
    for mark in db.session.scalars(select(Mark)):
        marks.setdefault((mark.session_id, mark.participation_id), []).append(mark)
    states = db.session.scalars(select(AttendanceState)).all()
    assert len(states) == len(marks)
    for state in states:
        said = [
            Said(m.uid.hex, m.status, m.method, frozenset(m.after))
            for m in marks[state.session_id, state.participation_id]
        ]
        derived = derive(said)
        assert derived is not None
        assert (derived.status, derived.in_conflict) == (state.status, False)


def test_dates_of_participations_are_those_of_their_facts(demo: Flask) -> None:
    assert trainings.rebuild_dates() == 0


def test_sessions_lie_inside_their_trainings_and_hold_32_lesson_hours(kept: Flask) -> None:
    counting = select(func.sum(TrainingSession.jp)).where(TrainingSession.training_id == event().id)
    assert db.session.scalar(counting.where(TrainingSession.counts)) == 3200
    assert event().state == TrainingState.CLOSED
    assert event().actual_start is not None
    assert event().actual_start.strftime("%H:%M") == "01:54"  # 08.54 WIB


def test_195_earned_it_and_the_first_twelve_have_numbers(kept: Flask) -> None:
    earned = db.session.scalar(
        select(func.count(Decision.id)).join(Participation, Participation.id == Decision.participation_id)
        .where(Decision.training_id == event().id, Decision.is_eligible, Participation.capacity == Capacity.PARTICIPANT)
    )  # fmt: skip
    given = select(Certificate.serial).where(Certificate.kind == Kind.CERTIFICATE).order_by(Certificate.serial)
    numbers = db.session.scalars(given).all()
    assert (earned, list(numbers)) == (195, list(range(1, 13)))
    assert db.session.scalar(
        select(func.count(Certificate.id)).join(Person, Person.id == Certificate.person_id)
        .where(Person.username == "peserta", Certificate.kind == Kind.CERTIFICATE)
    ) == 1  # fmt: skip


def test_the_tests_show_a_gain(kept: Flask) -> None:
    training = event().id
    gains = quizzes.gains(training, quizzes.module_scores(training)).total
    assert gains.matched > 180
    assert 0.1 < (gains.mean_gain or 0) < 0.4


def test_no_activity_is_reported_before_its_library_was_trained_or_after_october(kept: Flask) -> None:
    early = db.session.scalar(
        select(func.count(ActivityReport.id)).join(Training, Training.library_id == ActivityReport.library_id)
        .where(ActivityReport.on_day <= Training.starts)
    )  # fmt: skip
    last = db.session.scalar(select(func.max(ActivityReport.on_day)))
    assert (early, str(last) <= "2019-10-31") == (0, True)


def test_only_the_ten_sign_ins_have_a_password(kept: Flask) -> None:
    people = db.session.scalars(select(Person).where(Person.password_hash.is_not(None))).all()
    assert {person.username for person in people} == {one.username for one in SIGN_INS}
    assert all(person.is_demo for person in people)
    assert db.session.scalar(select(func.count(Person.id)).where(Person.is_demo)) == 10


def test_the_sign_ins_are_printed_with_what_to_try(kept: Flask) -> None:
    printed = kept.test_cli_runner().invoke(args=["demo", "sign-ins"]).output
    assert all(one.username in printed and one.tries in printed for one in SIGN_INS)
    assert PASSWORD in printed


@pytest.mark.parametrize("username", [one.username for one in SIGN_INS])
def test_every_role_finds_its_first_page(demo: Flask, username: str) -> None:
    demo.test_client_class = FreshClient
    person = db.session.scalar(select(Person).where(Person.username == username))
    answer = demo.test_client().sign_in(person).get("/home")
    assert answer.status_code == 200
