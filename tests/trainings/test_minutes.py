"""Minutes with decisions that are followed up, and biodata forms."""

import io
from datetime import date
from typing import Any

import pypdfium2
import pytest
from flask import Flask

from lms.accounts.models import Person
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.trainings import actions, queries
from lms.trainings.models import Capacity, MinuteItem, Outcome, Training
from tests import factories as make

SAID = {"notes": "Jaringan lambat.", "decision": "Beli modem cadangan", "owner": "Pak Dadang", "due": date(2019, 11, 8)}


def scene() -> tuple[Training, Person]:
    make.make_site()
    training = make.make_training(opened_by="Drs. Bambang", in_stead_of="Kepala Pusat")
    organiser = make.make_person("Panitia")
    make.make_participation(training=training, person=organiser, capacity=Capacity.ORGANISER)
    return training, organiser


def write(training: Training, by: Person, topic: str = "Jaringan", **facts: Any) -> MinuteItem:
    chosen = {**SAID, **facts}
    return actions.write_item(training.uid, topic=topic, by=make.principal_of(by), now=clock.now(), **chosen)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_a_decision_waits_until_somebody_says_that_it_is_done(app: Flask) -> None:
    training, organiser = scene()
    by = make.principal_of(organiser)
    later = write(training, organiser, "Kemudian", due=date(2019, 12, 1))
    sooner = write(training, organiser)
    write(training, organiser, "Hanya dibahas", decision="", owner="", due=None)
    assert [one.id for one in db.session.scalars(queries.open_decisions(by))] == [sooner.id, later.id]
    for _ in range(2):
        done = actions.settle_item(sooner.uid, Outcome.DONE, by=by, now=clock.now())
    assert done.ended_at is not None
    assert [one.id for one in db.session.scalars(queries.open_decisions(by))] == [later.id]
    actions.settle_item(sooner.uid, Outcome.OPEN, by=by, now=clock.now())
    assert make.reload(sooner).ended_at is None


def test_an_owner_and_a_day_need_a_decision(app: Flask) -> None:
    training, organiser = scene()
    for wrong in ({"decision": ""}, {"decision": " \u200b", "owner": ""}, {"topic": "\u202e"}):
        with pytest.raises(Refused):
            write(training, organiser, **wrong)  # type: ignore[arg-type]
    bare = write(training, organiser, decision="", owner="", due=None)
    with pytest.raises(Refused):
        actions.settle_item(bare.uid, Outcome.DONE, by=make.principal_of(organiser), now=clock.now())


def test_only_who_holds_a_training_writes_and_nobody_reaches_another_one(app: Flask) -> None:
    training, organiser = scene()
    row = write(training, organiser)
    for person in (make.make_person("Peserta"), make.make_person("Orang lain")):
        if person.full_name == "Peserta":
            make.make_participation(training=training, person=person)
        who = make.principal_of(person)
        with pytest.raises(Missing):
            write(training, person)
        with pytest.raises(Missing):
            actions.settle_item(row.uid, Outcome.DONE, by=who, now=clock.now())
        assert db.session.scalars(queries.open_decisions(who)).all() == []


def test_minutes_are_written_corrected_printed_and_taken_away_on_screen(client: Any) -> None:
    training, organiser = scene()
    client.sign_in(organiser)
    address = f"/staff/trainings/{training.uid}/minutes"
    facts = {
        "topic": "<b>Jaringan</b>",
        "notes": "a\nb",
        "decision": "Beli modem",
        "owner": "Dadang",
        "due": "2019-11-08",
    }
    assert client.post(address, data={**facts, "decision": ""}).status_code == 422
    assert client.post(address, data=facts).status_code == 302
    page = client.get(address).text
    assert "&lt;b&gt;Jaringan&lt;/b&gt;" in page
    assert "Lewat tenggat" in page
    assert "1 keputusan menunggu." in page
    (row,) = queries.minutes_of(training.id)
    client.post(f"/staff/minutes/{row.uid}", data={**facts, "topic": "Jaringan hotel"})
    paper = text_of(client.get(f"{address}.pdf").data)
    assert all(word in paper for word in ("Jaringan hotel", "Beli modem", "Dadang", "8 November 2019", "Drs. Bambang"))
    assert "Jaringan hotel" in client.get("/staff/decisions").text
    client.post(f"/staff/minutes/{row.uid}/outcome", data={"outcome": "done"})
    assert "Tidak ada keputusan" in client.get("/staff/decisions").text
    assert client.post(f"/staff/minutes/{row.uid}/outcome", data={"outcome": "no"}).status_code == 404
    client.post(f"/staff/minutes/{row.uid}/removal")
    assert queries.minutes_of(training.id) == []


def test_a_biodata_form_is_filled_in_with_what_is_known_one_person_on_a_page(client: Any) -> None:
    training, organiser = scene()
    person = make.make_person("Siti Aminah", nip="196608011988032001", phone="+628111", email="siti@example.id")
    part = make.make_participation(training=training, person=person)
    client.sign_in(organiser)
    answer = client.get(f"/staff/trainings/{training.uid}/biodata.pdf")
    with pypdfium2.PdfDocument(io.BytesIO(answer.data)) as document:
        assert len(document) == 2
    words = text_of(client.get(f"/staff/participations/{part.uid}/biodata.pdf").data)
    assert all(word in words for word in ("Siti Aminah", "19660801 198803 2 001", "+628111", "NPWP", "BIODATA PESERTA"))
    client.sign_in(person)
    assert "Siti Aminah" in text_of(client.get(f"/my/trainings/{training.uid}/biodata.pdf").data)
    for path in (f"/staff/trainings/{training.uid}/biodata.pdf", f"/staff/participations/{part.uid}/biodata.pdf"):
        assert client.get(path).status_code in {403, 404}


def test_minutes_and_decisions_ask_the_same_for_one_and_for_three(client: Any, count_queries: Any) -> None:
    training, organiser = scene()
    client.sign_in(organiser)
    counts = []
    for topics in (("A",), ("B", "C")):
        for topic in topics:
            write(training, organiser, topic, session_uid=make.make_session(training=training).uid)
        for page in (f"/staff/trainings/{training.uid}/minutes", "/staff/decisions"):
            client.get(page)
            with count_queries() as seen:
                client.get(page)
            counts.append(len(seen))
    assert counts[:2] == counts[2:]
