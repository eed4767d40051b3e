"""Sessions on the agenda's board: where they lie, and moving them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from lms.attendance.models import AttendanceState, Mark, Method, Status
from lms.core import clock
from lms.trainings.models import Training, TrainingSession
from lms.trainings.rules import board as rules
from tests import factories as make

pytestmark = pytest.mark.database
NINE = datetime(2199, 10, 28, 1, 0, tzinfo=UTC)  # 9.00 WITA


def scene() -> tuple[Training, TrainingSession, TrainingSession]:
    make.make_site()
    training = make.make_training(starts=NINE.date(), ends=NINE.date() + timedelta(days=1), zone="Asia/Makassar")
    first, second = (
        make.make_session(training=training, title=title, room=room, starts_at=NINE + timedelta(hours=hours),
                          ends_at=NINE + timedelta(hours=hours, minutes=90))
        for title, room, hours in (("Pembukaan", "Aula", 0), ("Praktik", "Kelas", 2))
    )  # fmt: skip
    return training, first, second


def test_every_day_shows_every_room_and_each_session_where_its_time_is(app: Flask) -> None:
    training, first, second = scene()
    days = rules.lanes([first, second], training)
    assert [one.day.day for one in days] == [28, 29]
    assert [[lane.room for lane in one.lanes] for one in days] == [["Aula", "Kelas"], ["Aula", "Kelas"]]
    blocks = [(block.session.title, block.start, block.minutes) for lane in days[0].lanes for block in lane.blocks]
    assert blocks == [("Pembukaan", 9 * 60, 90), ("Praktik", 11 * 60, 90)]
    assert (days[0].first, days[0].last) == (7, 18)


def test_a_session_that_is_dropped_keeps_its_length_and_what_it_meets_is_told(client: Any) -> None:
    training, first, second = scene()
    client.sign_in(make.make_staff())
    page = client.get(f"/staff/trainings/{training.uid}/agenda/board").text
    assert f'data-place="/staff/sessions/{second.uid}/place"' in page
    sent = {"day": "2199-10-28", "minutes": "570", "room": "Aula"}
    answer = client.post(f"/staff/sessions/{second.uid}/place", data=sent, follow_redirects=True)
    assert "Aula" in answer.text
    assert "board-clash" in answer.text
    moved = make.reload(second)
    assert (moved.starts_at, moved.ends_at, moved.room) == (
        NINE + timedelta(minutes=30),
        NINE + timedelta(minutes=120),
        "Aula",
    )
    outside = client.post(f"/staff/sessions/{first.uid}/place", data={**sent, "day": "2199-11-28"})
    assert outside.status_code == 302
    assert make.reload(first).starts_at == NINE


@pytest.mark.parametrize("wrong", [{}, {"day": "x"}, {"day": "2199-10-28", "minutes": "1440"}, {"day": "0001-01-01"}])
def test_nonsense_moves_nothing(client: Any, wrong: dict[str, str]) -> None:
    _training, first, _second = scene()
    client.sign_in(make.make_staff())
    assert client.post(f"/staff/sessions/{first.uid}/place", data={"minutes": "600", **wrong}).status_code == 404
    client.sign_in(make.make_person())
    sent = {"day": "2199-10-28", "minutes": "600"}
    assert client.post(f"/staff/sessions/{first.uid}/place", data=sent).status_code in {403, 404}
    assert make.reload(first).starts_at == NINE


def test_a_session_that_was_marked_is_moved_where_it_is_said_what_that_does(client: Any) -> None:
    training, first, _second = scene()
    part = make.make_participation(training=training, person=make.make_person(), registered_at=clock.now())
    mark = make.save(Mark(uid=make.new_uid(), session_id=first.id, participation_id=part.id, status=Status.PRESENT,
                          method=Method.BADGE, at=clock.now(), principal_id=part.person.principal_id))  # fmt: skip
    make.save(AttendanceState(session_id=first.id, participation_id=part.id, status=Status.PRESENT, mark_id=mark.id))
    client.sign_in(make.make_staff())
    sent = {"day": "2199-10-28", "minutes": "600", "room": "Aula"}
    answer = client.post(f"/staff/sessions/{first.uid}/place", data=sent)
    assert answer.location == f"/staff/sessions/{first.uid}/facts"
    assert make.reload(first).starts_at == NINE


def test_the_board_asks_the_same_for_two_sessions_and_for_five(client: Any, count_queries: Any) -> None:
    training, _first, _second = scene()
    client.sign_in(make.make_staff())
    counts = []
    for more in range(2):
        for number in range(more * 3):
            begins = NINE + timedelta(hours=5 + number)
            make.make_session(training=training, starts_at=begins, ends_at=begins + timedelta(minutes=45))
        client.get(f"/staff/trainings/{training.uid}/agenda/board")
        with count_queries() as seen:
            client.get(f"/staff/trainings/{training.uid}/agenda/board")
        counts.append(len(seen))
    assert counts[0] == counts[1]
