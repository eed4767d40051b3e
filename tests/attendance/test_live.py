"""The live page of a running event."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.attendance import actions, queries, rules
from lms.attendance.models import Phase
from lms.core import clock
from lms.core.principals import Role
from lms.trainings.models import Training, TrainingSession
from tests import factories as make

pytestmark = pytest.mark.database
MORNING = datetime(2019, 10, 28, 2, 0, tzinfo=UTC)


@pytest.fixture
def training(app: Flask) -> Training:
    """Two delegations: three people of Tulang Bawang, of whom two have arrived, and one of Maluku Utara itself."""
    found = make.make_training()
    lampung = make.make_region("18", name="Lampung")
    regency = make.make_region("18.05", parent=lampung, name="Tulang Bawang")
    village = make.make_region("18.05.01", parent=regency, name="Banjar Agung")
    for region, arrived in ((regency, True), (village, True), (village, False)):
        who = make.make_participation(training=found, region_id=region.id)
        if not arrived:
            _not_arrived(who)
    make.make_participation(training=found, region_id=make.make_region("82", name="Maluku Utara").id)
    return found


@pytest.fixture
def session(training: Training) -> TrainingSession:
    return make.make_session(training=training, title="Marketing", starts_at=MORNING)


def _not_arrived(who: Any) -> None:
    from lms.core.db import transaction

    with transaction():
        make.db.session.get(type(who), who.id).arrived_at = None


def test_delegations_are_told_by_province_and_regency(training: Training, session: TrainingSession) -> None:
    actions.mark_all_present(session.uid, by=make.principal_of(make.make_staff()), now=clock.now())
    rows = [tuple(row) for row in queries.delegations(training.id, [session.id])]
    assert rows == [("Lampung", "Tulang Bawang", 3, 2, 3), ("Maluku Utara", None, 1, 1, 1)]


def test_who_left_is_not_expected_and_the_end_mark_is_no_arrival(training: Training, session: TrainingSession) -> None:
    make.make_participation(training=training, withdrawn_at=clock.now())
    by = make.principal_of(make.make_staff())
    actions.mark_all_present(session.uid, by=by, now=clock.now(), phase=Phase.END)
    assert sum(row.expected for row in queries.delegations(training.id, [session.id])) == 4
    assert sum(row.here for row in queries.delegations(training.id, [session.id])) == 0


def test_a_person_in_two_parallel_sessions_is_here_once(training: Training, session: TrainingSession) -> None:
    other = make.make_session(training=training, starts_at=MORNING)
    by = make.principal_of(make.make_staff())
    for one in (session, other):
        actions.mark_all_present(one.uid, by=by, now=clock.now())
    assert sum(row.here for row in queries.delegations(training.id, [session.id, other.id])) == 4


@pytest.mark.parametrize(
    ("now", "expected"),
    [(MORNING - timedelta(hours=1), "first"), (MORNING, "first"), (MORNING + timedelta(hours=2), "second"),
     (MORNING + timedelta(days=2), "second")],
)  # fmt: skip
def test_the_running_session_counts_else_the_next_else_the_last(app: Flask, now: datetime, expected: str) -> None:
    training = make.make_training()
    first = make.make_session(training=training, title="first", starts_at=MORNING)
    second = make.make_session(training=training, title="second", starts_at=MORNING + timedelta(hours=3))
    make.make_session(training=training, starts_at=MORNING, cancelled_at=MORNING)
    assert [one.title for one in rules.sessions_now([first, second], now)] == [expected]


def test_the_day_shown_is_today_else_the_next_else_the_last() -> None:
    days = [date(2019, 10, 28), date(2019, 10, 30)]
    assert [rules.day_at(days, date(2019, 10, day)) for day in (27, 28, 29, 31)] == [
        days[0], days[0], days[1], days[1],
    ]  # fmt: skip
    assert rules.day_at([], days[0]) is None


def test_the_page_asks_for_the_next_by_itself_and_says_when_its_line_is_lost(
    client: FlaskClient, training: Training, session: TrainingSession
) -> None:
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    page = staff.get(f"/staff/trainings/{training.uid}/live").text
    assert 'hx-trigger="every 5s"' in page
    assert "data-line-lost" in page
    assert "Tulang Bawang" in page
    assert "Marketing" in page


def test_the_live_page_out_of_reach_does_not_exist(client: FlaskClient, training: Training) -> None:
    elsewhere = client.sign_in(  # type: ignore[attr-defined]
        make.make_staff(Role.COORDINATOR, region=make.make_region("73"))
    )
    assert elsewhere.get(f"/staff/trainings/{training.uid}/live").status_code == 404


def test_more_people_sessions_and_marks_ask_no_more_queries(
    client: FlaskClient, training: Training, session: TrainingSession, count_queries: Any
) -> None:
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    address, by = f"/staff/trainings/{training.uid}/live", make.principal_of(make.make_staff())
    staff.get(address)
    with count_queries() as few:
        staff.get(address)
    for index in range(3):
        make.make_participation(training=training, region_id=make.make_region(f"3{index + 2}").id)
        more = make.make_session(training=training, starts_at=MORNING + timedelta(hours=index))
        actions.mark_all_present(more.uid, by=by, now=clock.now())
    with count_queries() as many:
        assert staff.get(address).status_code == 200
    assert len(many) == len(few)
