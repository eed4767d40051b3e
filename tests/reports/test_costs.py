"""What a training costs, per person and per lesson hour."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.attendance import actions as attendance
from lms.core import clock
from lms.core.principals import Role
from lms.reports import queries, rules
from lms.reports.models import CostLine
from lms.trainings.models import Training
from tests import factories as make

pytestmark = pytest.mark.database
HOTEL = {"budget_line": "Sewa hotel", "source": "APBN", "planned": "12.500.000.000", "realised": "9.000.000.000"}


@pytest.fixture
def training(app: Flask) -> Training:
    """Two people arrived, and both were in the one session of two JP."""
    found = make.make_training()
    session = make.make_session(training=found)
    for _index in range(2):
        make.make_participation(training=found)
    attendance.mark_all_present(session.uid, by=make.principal_of(make.make_staff()), now=clock.now())
    return found


def test_costs_are_told_per_person_and_per_attended_lesson_hour(client: FlaskClient, training: Training) -> None:
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    address = f"/staff/trainings/{training.uid}/costs"
    assert staff.get(address).status_code == 200
    assert staff.post(address, data=HOTEL).status_code == 302
    assert staff.post(address, data={**HOTEL, "budget_line": "Transpor", "realised": ""}).status_code == 302
    spent = queries.spent(training.id, queries.costs(training.id))
    assert (spent.planned, spent.realised) == (25_000_000_000, 9_000_000_000)
    assert (spent.per_person, spent.per_jp) == (4_500_000_000, 2_250_000_000)
    assert "4.500.000.000" in staff.get(address).text


def test_a_line_is_changed_and_taken_out(client: FlaskClient, training: Training) -> None:
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    address = f"/staff/trainings/{training.uid}/costs"
    staff.post(address, data=HOTEL)
    [line] = queries.costs(training.id)
    assert "Sewa hotel" in staff.get(f"{address}/{line.uid}").text
    assert staff.post(f"{address}/{line.uid}", data={**HOTEL, "source": "CSR"}).status_code == 302
    assert [row.source for row in queries.costs(training.id)] == ["CSR"]
    assert staff.post(f"{address}/{line.uid}/removal").status_code == 302
    assert queries.costs(training.id) == []
    assert staff.get(f"{address}/{line.uid}").status_code == 404


def test_nobody_there_means_no_cost_per_person(app: Flask) -> None:
    training = make.make_training()
    make.make_participation(training=training, arrived_at=None)
    spent = queries.spent(training.id, [])
    assert (spent.per_person, spent.per_jp) == (None, None)


@pytest.mark.parametrize("wrong", [{"planned": "-1"}, {"planned": ""}, {"source": " "}, {"realised": "banyak"}])
def test_amounts_that_cannot_be_are_refused(client: FlaskClient, training: Training, wrong: dict[str, str]) -> None:
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    assert staff.post(f"/staff/trainings/{training.uid}/costs", data={**HOTEL, **wrong}).status_code == 422
    assert queries.costs(training.id) == []


def test_costs_are_seen_only_by_who_runs_the_training(client: FlaskClient, training: Training) -> None:
    auditor = client.sign_in(make.make_staff(Role.AUDITOR))  # type: ignore[attr-defined]
    assert auditor.get(f"/staff/trainings/{training.uid}/costs").status_code == 404


def test_what_was_spent_adds_up_by_source_however_it_is_written() -> None:
    lines = [CostLine(source=source, realised=spent) for source, spent in
             (("APBD", 5), ("Dana desa", 4), ("Dana Desa", 3), ("CSR", None))]  # fmt: skip
    assert rules.by_source(lines) == [("Dana desa", 7), ("APBD", 5), ("CSR", 0)]
