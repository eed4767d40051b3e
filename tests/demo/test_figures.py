"""Every figure is counted from rows: one row fewer, one less."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from lms.core.db import db, transaction
from lms.demo import queries
from lms.demo.actions import load
from lms.demo.rules.chance import uid
from lms.monitoring.models import ActionPlan, ActivityReport, Meeting, MeetingGuest, PlanItem, PlanNote, ReportFact
from lms.places.models import Office, OfficeKind, OnlineSince, Region
from lms.trainings.models import (
    Capacity,
    Participation,
    ParticipationFact,
    Training,
    TrainingKind,
    TrainingModule,
    TrainingSession,
)
from tests.demo.conftest import NOW

pytestmark = pytest.mark.slow
EXPECTED = {
    "facilitators": 156, "villages": 300, "regencies": 60, "replicated_village_libraries": 300,
    "village_managers_trained": 900, "activities": 3088, "community_participants": 108474,
    "library_offices_online": 52, "stakeholder_meeting_participants": 2258, "stakeholder_meeting_regencies": 59,
    "stakeholder_meeting_provinces": 20, "event.invited": 240, "event.participants": 210, "event.days": 4,
    "event.subjects": 6,
}  # fmt: skip


def counted() -> dict[str, int]:
    return {key: one["counted"] for key, one in queries.figures().items()}


def changes(act: Callable[[], Any]) -> dict[str, int]:
    """What each figure gains or loses by an act."""
    before = counted()
    with transaction():
        act()
    after = counted()
    return {key: after[key] - before[key] for key in before if after[key] != before[key]}


def remove(model: Any, row_id: int | None) -> None:
    assert db.session.execute(delete(model).where(model.id == row_id)).rowcount == 1


def remove_participation(row_id: int | None) -> None:
    plans = select(ActionPlan.id).where(ActionPlan.participation_id == row_id)
    for part in (PlanNote, PlanItem):
        db.session.execute(delete(part).where(part.plan_id.in_(plans)))
    db.session.execute(delete(ActionPlan).where(ActionPlan.participation_id == row_id))
    db.session.execute(delete(ParticipationFact).where(ParticipationFact.participation_id == row_id))
    remove(Participation, row_id)


def test_every_figure_is_counted_as_the_public_record_says(kept: Flask) -> None:
    assert counted() == EXPECTED
    assert {key: one["expected"] for key, one in queries.figures().items()} == EXPECTED


def test_the_command_prints_expected_beside_counted(kept: Flask) -> None:
    printed = kept.test_cli_runner().invoke(args=["demo", "figures", "--json"])
    assert {key: one["counted"] for key, one in json.loads(printed.output).items()} == EXPECTED


def test_a_second_load_does_nothing(demo: Flask) -> None:
    before = db.session.scalar(select(func.count(Participation.id)))
    assert load(now=NOW, say=lambda _: None) is False
    assert db.session.scalar(select(func.count(Participation.id))) == before


def test_without_a_report_there_is_one_activity_less_and_its_people(demo: Flask) -> None:
    report = db.session.scalars(select(ActivityReport).order_by(ActivityReport.id)).first()
    assert report is not None
    key, people = report.id, report.participants

    def act() -> None:
        db.session.execute(update(PlanItem).where(PlanItem.report_id == key).values(report_id=None))
        db.session.execute(delete(ReportFact).where(ReportFact.report_id == key))
        remove(ActivityReport, key)

    assert changes(act) == {"activities": -1, "community_participants": -people}


def test_without_a_guest_one_came_less(demo: Flask) -> None:
    guest = db.session.scalar(select(func.min(MeetingGuest.id)))
    assert changes(lambda: remove(MeetingGuest, guest)) == {"stakeholder_meeting_participants": -1}


@pytest.mark.parametrize(("level", "key"), [(2, "stakeholder_meeting_regencies"), (1, "stakeholder_meeting_provinces")])
def test_without_a_meeting_one_region_less_met(demo: Flask, level: int, key: str) -> None:
    meeting = db.session.scalar(select(func.min(Meeting.id)).join(Region).where(Region.level == level))

    def act() -> None:
        db.session.execute(delete(MeetingGuest).where(MeetingGuest.meeting_id == meeting))
        remove(Meeting, meeting)

    assert changes(act)[key] == -1


def test_without_the_only_replication_that_somebody_gave_there_is_one_facilitator_less(demo: Flask) -> None:
    once = (
        select(func.min(Participation.id))
        .join(Training, Training.id == Participation.training_id)
        .join(TrainingKind, TrainingKind.id == Training.kind_id)
        .where(TrainingKind.is_replication, Participation.capacity != Capacity.PARTICIPANT)
        .group_by(Participation.person_id)
        .having(func.count() == 1)
    )
    assert changes(lambda: remove_participation(db.session.scalar(once.limit(1)))) == {"facilitators": -1}


def test_without_a_trained_manager_there_is_one_less(demo: Flask) -> None:
    manager = db.session.scalar(
        select(func.min(Participation.id))
        .join(Training, Training.id == Participation.training_id)
        .where(Training.library_id.is_not(None), Participation.capacity == Capacity.PARTICIPANT)
    )
    assert changes(lambda: remove_participation(manager)) == {"village_managers_trained": -1}


def test_without_its_statement_an_office_is_not_online(demo: Flask) -> None:
    statement = db.session.scalar(
        select(func.min(OnlineSince.id)).join(Office, Office.id == OnlineSince.office_id)
        .join(OfficeKind, OfficeKind.id == Office.kind_id).where(OnlineSince.is_online, ~OfficeKind.is_library)
    )  # fmt: skip
    assert changes(lambda: remove(OnlineSince, statement)) == {"library_offices_online": -1}


@pytest.mark.parametrize(
    ("arrived", "moves"), [(False, {"event.invited": -1}), (True, {"event.invited": -1, "event.participants": -1})]
)
def test_without_an_invitation_one_was_invited_less(demo: Flask, arrived: bool, moves: dict[str, int]) -> None:
    from lms.attendance.models import AttendanceState, Mark
    from lms.surveys.models import SurveyReceipt, SurveyResponse

    event = db.session.scalar(select(Training.id).where(Training.uid == queries.EVENT))
    is_there = Participation.arrived_at.is_not(None) if arrived else Participation.arrived_at.is_(None)
    invited = db.session.scalar(
        select(func.max(Participation.id))
        .where(Participation.training_id == event, Participation.capacity == Capacity.PARTICIPANT, is_there)
    )  # fmt: skip

    def act() -> None:
        db.session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in (AttendanceState, Mark, SurveyReceipt, SurveyResponse):
            db.session.execute(delete(table).where(table.participation_id == invited))
        _forget_learning(invited)
        remove_participation(invited)

    assert changes(act) == moves


def test_days_and_subjects_of_the_event_are_counted_from_sessions_and_modules(demo: Flask) -> None:
    event = db.session.scalar(select(Training.id).where(Training.uid == queries.EVENT))

    def cancel_last_day() -> None:
        for session in db.session.scalars(select(TrainingSession).where(TrainingSession.training_id == event)):
            if session.starts_at.day == 31:
                session.cancelled_at = NOW

    assert changes(cancel_last_day) == {"event.days": -1}
    module = db.session.scalar(select(func.min(TrainingModule.id)).where(TrainingModule.training_id == event))
    assert changes(lambda: remove(TrainingModule, module)) == {"event.subjects": -1}


def test_one_more_report_moves_the_figure_by_one(demo: Flask) -> None:
    report = db.session.scalars(select(ActivityReport).order_by(ActivityReport.id)).first()
    facts = {column.key: getattr(report, column.key) for column in ActivityReport.__table__.columns}
    more = facts | {"id": None, "uid": uid("one more"), "participants": 5, "women": 3, "men": 2, "under_15": 0,
                    "from_15": 5, "from_25": 0, "from_60": 0, "disabled": 0}  # fmt: skip
    assert changes(lambda: db.session.add(ActivityReport(**more))) == {"activities": 1, "community_participants": 5}


def _forget_learning(participation_id: int | None) -> None:
    """Take away everything that hangs on a participation."""
    from lms.core.db import Base

    def below(table: Any, ids: list[int]) -> None:
        if not ids:
            return
        for other in Base.metadata.tables.values():
            for key in other.foreign_keys:
                if (
                    key.column.table is table
                    and other is not table
                    and "id" in other.c
                    and key.parent.nullable is False
                ):
                    found = list(db.session.scalars(select(other.c.id).where(key.parent.in_(ids))))
                    below(other, found)
                    db.session.execute(delete(other).where(other.c.id.in_(found)))

    from lms.certificates.models import Certificate

    table = Participation.__table__
    db.session.execute(delete(Certificate).where(Certificate.participation_id == participation_id))
    below(table, [participation_id] if participation_id else [])
