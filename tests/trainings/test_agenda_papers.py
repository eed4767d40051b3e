"""The agenda: warnings of clashes and of lesson hours, on paper, for calendars."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from pikepdf import Pdf

from lms.trainings import queries
from lms.trainings.models import Capacity, SessionTrainer
from lms.trainings.rules.agenda import Doubt, doubt_of, total_doubt
from tests import factories as make
from tests.conftest import FreshClient

NINE = datetime(2019, 10, 28, 1, 0, tzinfo=UTC)  # 09.00 in Makassar


@pytest.mark.parametrize(
    ("minutes", "jp", "doubt"),
    [(90, 200, None), (94, 200, None), (90, 300, Doubt(90, 300, 200)), (60, 0, None), (120, 200, Doubt(120, 200, 267))],
)
def test_lesson_hours_that_say_something_else_than_minutes_are_doubted(
    minutes: int, jp: int, doubt: Doubt | None
) -> None:
    assert doubt_of(minutes, jp, jp_minutes=45) == doubt


def test_breaks_without_lesson_hours_do_not_count_in_the_total() -> None:
    assert total_doubt([(90, 200), (60, 0)], jp_minutes=45) is None
    assert total_doubt([(90, 200), (90, 100)], jp_minutes=45) == Doubt(180, 300, 400)


def test_two_sessions_at_once_need_rooms_of_their_own(app: Flask) -> None:
    training = make.make_training()
    first = make.make_session(training=training, starts_at=NINE, room="Aula")
    second = make.make_session(training=training, starts_at=NINE + timedelta(minutes=30))
    assert {(c.session_id, c.what) for c in queries.clashes_of(training.id)} == {
        (first.id, "time"),
        (second.id, "time"),
    }
    third = make.make_session(training=make.make_training(), starts_at=NINE)
    assert third.id not in {c.session_id for c in queries.clashes_of(training.id)}


def agenda_of(app: Flask) -> tuple[Any, FreshClient]:
    make.make_site()
    training = make.make_training(zone="Asia/Makassar", is_public=True, title="Bimtek; Strategi, Ma'ruf")
    trainer = make.make_participation(training=training, person=make.make_person("Ratna Sari"),
                                      capacity=Capacity.TRAINER)  # fmt: skip
    first = make.make_session(
        training=training, starts_at=NINE, title="Pembukaan, doa\nBEGIN:VEVENT", room="Aula", jp=300
    )
    make.make_session(training=training, starts_at=NINE + timedelta(days=1), title="Kelas B", cancelled_at=NINE)
    make.save(SessionTrainer(session_id=first.id, participation_id=trainer.id))
    client = app.test_client()
    assert isinstance(client, FreshClient)
    return training, client


def test_calendars_read_the_agenda_in_the_zone_of_the_training(app: Flask) -> None:
    training, client = agenda_of(app)
    told = client.get(f"/trainings/{training.uid}").text
    answer = client.get(f"/trainings/{training.uid}/agenda.ics")
    assert f"/trainings/{training.uid}/agenda.ics</code>" in told  # the address to subscribe to, whole
    assert answer.headers["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.data)
    events = calendar.walk("VEVENT")
    assert [event["SUMMARY"].replace("\n", " ") for event in events] == ["Pembukaan, doa BEGIN:VEVENT", "Kelas B"]
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CANCELLED"]
    assert (events[0].start.isoformat(), str(events[0]["DTSTART"].params["TZID"])) == (
        "2019-10-28T09:00:00+08:00", "Asia/Makassar",
    )  # fmt: skip
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Makassar"]
    again = Calendar.from_ical(client.get(f"/trainings/{training.uid}/agenda.ics").data)
    assert [event["UID"] for event in again.walk("VEVENT")] == [event["UID"] for event in events]


def test_the_agenda_is_printed_with_trainers_for_staff_and_without_names_for_all(app: Flask) -> None:
    training, client = agenda_of(app)
    public = _text(client.get(f"/trainings/{training.uid}/agenda.pdf").data)
    assert ("Aula" in public, "Ratna Sari" in public, "Kelas B" in public) == (True, False, False)
    client.sign_in(make.make_staff())
    assert "Ratna Sari" in _text(client.get(f"/staff/trainings/{training.uid}/agenda.pdf").data)
    page = client.get(f"/staff/trainings/{training.uid}/agenda").text
    assert "agenda.ics" in page
    assert client.get(f"/staff/trainings/{training.uid}/agenda.ics").status_code == 200


def test_a_training_that_is_not_public_gives_no_agenda_to_visitors(app: Flask) -> None:
    training = make.make_training(is_public=False)
    make.make_session(training=training)
    for name in ("agenda.ics", "agenda.pdf"):
        assert app.test_client().get(f"/trainings/{training.uid}/{name}").status_code == 404


def _text(data: bytes) -> str:
    import io

    import pypdfium2

    assert len(Pdf.open(io.BytesIO(data)).pages) == 1
    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in document)
