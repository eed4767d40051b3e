"""An organiser reminds a group: who is in it, what is sent, and not twice within a day."""

from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from flask import Flask

from lms.attendance.models import AttendanceState, Mark, Method, Status
from lms.certificates.models import How, NameConfirmation
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.notifications import actions, queries
from lms.notifications.models import Group, Message, Reminder
from lms.surveys.models import Aim, Survey, SurveyReceipt
from lms.trainings.models import Capacity, Training
from tests import factories as make

pytestmark = pytest.mark.database


def names_in(training: Training, group: Group) -> list[str]:
    return [one.name_shown for one in db.session.execute(queries.people_in(training.id, group, now=clock.now()))]


def scene() -> Training:
    """Somebody only invited, somebody who did all, somebody who did nothing, a trainer."""
    make.make_site()
    now = clock.now()
    training = make.make_training()
    facts: dict[str, dict[str, Any]] = {
        "Diundang": {"invited_at": now, "registered_at": None, "arrived_at": None},
        "Lengkap": {"registered_at": now, "arrived_at": now},
        "Lupa": {"registered_at": now, "arrived_at": now},
    }
    parts = {
        name: make.make_participation(training=training, person=make.make_person(name, phone=f"+62811000{n}"), **one)
        for n, (name, one) in enumerate(facts.items())
    }
    make.make_participation(training=training, person=make.make_person("Guru"), capacity=Capacity.TRAINER)
    begun = now - timedelta(hours=1)
    session = make.make_session(training=training, starts_at=begun, ends_at=now)
    done = parts["Lengkap"]
    mark = make.save(Mark(uid=make.new_uid(), session_id=session.id, participation_id=done.id, status=Status.PRESENT,
                          method=Method.BADGE, at=now, principal_id=done.person.principal_id))  # fmt: skip
    make.save(AttendanceState(session_id=session.id, participation_id=done.id, status=Status.PRESENT, mark_id=mark.id))
    asks = make.make_version()
    survey = make.save(Survey(training_id=training.id, aim=Aim.TRAINING, title="Evaluasi", version_id=asks.id,
                              is_anonymous=False, opens_at=begun, created_at=begun))  # fmt: skip
    make.save(SurveyReceipt(survey_id=survey.id, participation_id=done.id))
    make.save(NameConfirmation(participation_id=done.id, name="Lengkap", registered_name="Lengkap", how=How.LIST,
                               at=now))  # fmt: skip
    return training


def test_each_group_holds_those_who_have_not_done_it(app: Flask) -> None:
    training = scene()
    assert names_in(training, Group.NOT_REGISTERED) == ["Diundang"]
    assert names_in(training, Group.ABSENT) == ["Lupa"]
    assert "Lengkap" not in names_in(training, Group.NAME_UNCONFIRMED)
    assert "Lupa" in names_in(training, Group.NAME_UNCONFIRMED)
    assert "Lupa" in names_in(training, Group.NO_EVALUATION)
    assert "Lengkap" not in names_in(training, Group.NO_EVALUATION)
    assert names_in(training, Group.EVERYONE) == ["Diundang", "Guru", "Lengkap", "Lupa"]
    assert queries.counts_in(training.id, now=clock.now())[Group.EVERYONE] == 4


def test_of_an_anonymous_evaluation_nobody_learns_who_has_answered(app: Flask) -> None:
    training = scene()
    with transaction():
        db.session.execute(db.update(Survey).values(is_anonymous=True))
    assert names_in(training, Group.NO_EVALUATION) == ["Lengkap", "Lupa"]


def test_a_group_is_reminded_once_a_day_unless_it_is_said_clearly(app: Flask) -> None:
    training, now = scene(), clock.now()
    by = make.principal_of(make.make_staff())
    actions.remind(training.uid, Group.ABSENT, "Kami menunggu Anda.", by=by, now=now)
    with pytest.raises(Refused) as refused:
        actions.remind(training.uid, Group.ABSENT, "Kami menunggu Anda.", by=by, now=now + timedelta(hours=23))
    assert "again" in refused.value.fields
    actions.remind(training.uid, Group.ABSENT, "Sekali lagi.", by=by, now=now + timedelta(hours=23), again=True)
    actions.remind(training.uid, Group.ABSENT, "Besok.", by=by, now=now + timedelta(hours=48))
    assert db.session.scalars(db.select(Reminder.count)).all() == [1, 1, 1]
    assert db.session.scalar(db.select(db.func.count(Message.id))) == 3
    stranger = make.principal_of(make.make_person("Orang lain"))
    with pytest.raises(Missing):
        actions.remind(training.uid, Group.EVERYONE, "Halo", by=stranger, now=now)


def test_an_empty_group_and_an_empty_text_are_refused(app: Flask) -> None:
    make.make_site()
    training, by = make.make_training(), make.principal_of(make.make_staff())
    for words in ("Halo", " \u202e ", "x" * 1001):
        with pytest.raises(Refused):
            actions.remind(training.uid, Group.NOT_REGISTERED, words, by=by, now=clock.now())


def test_the_text_is_seen_first_then_sent_and_whatsapp_carries_name_and_personal_link(client: Any) -> None:
    training = scene()
    client.sign_in(make.make_staff())
    start = f"/staff/trainings/{training.uid}/reminders"
    assert "1 orang" in client.get(start).text
    page = client.get(f"{start}/not_registered")
    assert "Kami belum menerima jawaban Anda" in page.text
    looked = client.post(f"{start}/not_registered", data={"words": "Mohon <b>dijawab</b>."})
    assert "1 orang menerima ini" in looked.text
    assert "&lt;b&gt;" in looked.text
    for hour, is_night in ((3, False), (16, True)):  # of Greenwich: 10.00 and 23.00 WIB
        with time_machine.travel((clock.now() + timedelta(days=1)).replace(hour=hour), tick=False):
            looked = client.post(f"{start}/not_registered", data={"words": "Mohon dijawab."})
        assert ("surel menunggu sampai pukul 06.00" in looked.text) is is_night
    assert db.session.scalars(db.select(Reminder)).all() == []
    sent = client.post(f"{start}/not_registered", data={"words": "Mohon <b>dijawab</b>.", "sure": "1"})
    shown = client.get(sent.location).text
    link = next(part for part in shown.split('"') if part.startswith("https://wa.me/628110000?text="))
    words = unquote(link)
    assert "Yth. Diundang, Mohon <b>dijawab</b>. http://127.0.0.1:8000/trainings/invitations/" in words
    again = client.post(f"{start}/not_registered", data={"words": "Lagi", "sure": "1"})
    assert again.status_code == 422
    assert client.get(f"{start}/nobody").status_code == 404
    message = db.session.scalars(db.select(Message)).one()
    client.sign_in(message.person)
    opened = client.post(f"/my/messages/{message.uid}/reading", data={"go": "1"}, follow_redirects=True)
    assert opened.status_code == 200
    assert training.title in opened.text


def test_reminders_ask_the_same_for_one_person_and_for_three(client: Any, count_queries: Any) -> None:
    make.make_site()
    training, staff = make.make_training(), make.make_staff()
    by, counts = make.principal_of(staff), []
    client.sign_in(staff)
    for people in (1, 2):
        for _ in range(people):
            make.make_participation(training=training, person=make.make_person())
        with count_queries() as seen:
            made = actions.remind(training.uid, Group.EVERYONE, "Halo", by=by, now=clock.now(), again=True)
        counts.append(len(seen))
        client.get(f"/staff/reminders/{made.uid}")
        with count_queries() as seen:
            client.get(f"/staff/reminders/{made.uid}")
        counts.append(len(seen))
    assert counts[:2] == counts[2:]
