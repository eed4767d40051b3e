"""One's own messages on screen, and what organisers see of them."""

from typing import Any

import pytest

from lms.accounts.models import Person
from lms.core import clock
from lms.core.db import db
from lms.notifications import actions
from lms.notifications.models import Message, Notice
from lms.trainings.models import Capacity, Training
from tests import factories as make
from tests.notifications.test_rules import FACTS

pytestmark = pytest.mark.database


def write(person: Person, count: int = 1, *, training: Training | None = None, **facts: Any) -> Message:
    for number in range(count):
        actions.tell(Notice.CERTIFICATE_ISSUED, [person.id], key=f"{count}/{number}", facts={**FACTS, **facts},
                     training=training, now=clock.now())  # fmt: skip
    db.session.expire_all()
    return db.session.scalars(db.select(Message).order_by(Message.id.desc())).first()  # type: ignore[return-value]


def test_the_bell_counts_what_is_unread_and_opening_a_message_leads_to_what_it_is_about(client: Any) -> None:
    make.make_site()
    person = make.make_person()
    message = write(person)
    client.sign_in(person)
    page = client.get("/my/messages/").text
    assert '<span class="count">1' in page
    assert "Sertifikat Anda sudah terbit: Bimtek" in page
    gone = client.post(f"/my/messages/{message.uid}/reading", data={"go": "1"})
    assert gone.location == "/my/certificates"
    assert 'class="count"' not in client.get("/my/account/").text
    client.post(f"/my/messages/{message.uid}/waiting")
    assert '<span class="count">1' in client.get("/my/messages/?show=unread").text
    client.post("/my/messages/readings")
    assert "Semua sudah Anda baca" in client.get("/my/messages/?show=unread").text


def test_a_message_of_somebody_else_is_not_there(client: Any) -> None:
    make.make_site()
    message = write(make.make_person("Siti"))
    client.sign_in(make.make_person("Orang lain"))
    assert "Bimtek" not in client.get("/my/messages/").text
    assert client.post(f"/my/messages/{message.uid}/reading").status_code == 404
    assert client.post(f"/my/messages/{message.uid}/waiting").status_code == 404


def test_what_comes_by_mail_is_chosen_by_kind(client: Any) -> None:
    make.make_site()
    person = make.make_person()
    client.sign_in(person)
    assert client.get("/my/messages/choices").text.count(" checked") == len(Notice)
    sent = {"kinds": ["certificate_issued", "session_moved"], "zone": "Asia/Jayapura"}
    assert client.post("/my/messages/choices", data=sent).status_code == 302
    page = client.get("/my/messages/choices").text
    assert page.count(" checked") == 2
    assert '<option selected value="Asia/Jayapura">' in page
    assert client.post("/my/messages/choices", data={"kinds": ["nonsense"]}).status_code == 422


def test_a_hostile_title_is_text_everywhere(client: Any) -> None:
    make.make_site()
    training = make.make_training()
    person = make.make_person("<i>Siti</i>")
    write(person, training=training, number="<script>alert(1)</script>")
    client.sign_in(person)
    assert "<script>alert" not in client.get("/my/messages/").text
    client.sign_in(make.make_staff())
    page = client.get(f"/staff/trainings/{training.uid}/messages").text
    assert "&lt;i&gt;Siti&lt;/i&gt;" in page
    assert "<i>Siti" not in page


def test_who_runs_a_training_sees_what_was_sent_and_nobody_else_does(client: Any) -> None:
    make.make_site()
    training = make.make_training()
    reader = make.make_person("Siti Aminah")
    write(reader, training=training)
    people = [make.make_person(name) for name in ("Panitia", "Pengajar")]
    for person, capacity in zip(people, (Capacity.ORGANISER, Capacity.TRAINER), strict=True):
        make.make_participation(training=training, person=person, capacity=capacity)
    address = f"/staff/trainings/{training.uid}/messages"
    client.sign_in(people[0])
    page = client.get(address).text
    assert "Siti Aminah" in page
    assert "Tanpa surel" in page
    assert "Siti Aminah" not in client.get(f"{address}?q=Budi").text
    for other in (people[1], reader):
        client.sign_in(other)
        assert client.get(address).status_code == 404


def test_inbox_and_log_ask_the_same_with_one_message_and_with_three(client: Any, count_queries: Any) -> None:
    make.make_site()
    training, person = make.make_training(), make.make_person()
    staff = make.make_staff()
    counts = []
    for more in (1, 2):
        write(person, more, training=training)
        for who, address in ((person, "/my/messages/"), (staff, f"/staff/trainings/{training.uid}/messages")):
            client.sign_in(who)
            client.get(address)
            with count_queries() as seen:
                assert client.get(address).status_code == 200
            counts.append(len(seen))
    assert counts[:2] == counts[2:]
