"""Mail goes out once, whatever the server, the worker or the night does."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms.accounts.models import Person
from lms.core import clock
from lms.core.db import db, transaction
from lms.notifications import actions, jobs, rules
from lms.notifications.models import MailChoice, Message, Notice, Posting, ReaderZone, Step
from lms.operations.cli import examine
from lms.trainings.models import Training
from tests import factories as make
from tests.notifications.mail_server import Box, serving
from tests.notifications.test_rules import FACTS

pytestmark = pytest.mark.database
ROOT = Path(__file__).parent.parent.parent
NOON = datetime(2019, 10, 28, 5, 0, tzinfo=UTC)
FROM = "pelita@example.id"
WORK = """
from lms import settings
from lms.app import create_app
from lms.notifications import jobs
app = create_app(settings.load())
with app.app_context():
    jobs.post_due()
"""


@pytest.fixture
def box(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """A mail server that the installation uses."""
    make.make_site()
    with serving() as found:
        chosen = replace(app.config["SETTINGS"], mail_url=found.url, mail_from=FROM)
        monkeypatch.setitem(app.config, "SETTINGS", chosen)
        yield found


def write(person: Person | None = None, *, key: str = "one", at: datetime = NOON, **facts: Any) -> Message:
    reader = person or make.make_person("Siti", email="siti@example.id")
    actions.tell(Notice.CERTIFICATE_ISSUED, [reader.id], key=key, facts={**FACTS, **facts}, now=at)
    db.session.expire_all()
    return db.session.scalars(db.select(Message).order_by(Message.id.desc())).first()  # type: ignore[return-value]


def steps() -> list[Step]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Posting.step).order_by(Posting.id)))


def later() -> None:
    """Let the time come at which whatever waits is tried again."""
    with transaction():
        db.session.execute(db.update(Message).where(Message.mail_at.is_not(None)).values(mail_at=NOON))


def test_a_mail_says_it_in_the_readers_language_and_leads_to_the_page(box: Box) -> None:
    write(make.make_person("Siti", email="siti@example.id", locale="en"), training="Bimtek\r\nBcc: x@example.id")
    assert [jobs.post_due(), jobs.post_due()] == [1, 0]
    (mail,) = box.taken
    assert (mail["To"], mail["From"], mail["Bcc"]) == ("siti@example.id", FROM, None)
    assert mail["Subject"] == "Your certificate is ready: Bimtek Bcc: x@example.id"
    text = mail.get_content()
    assert "Certificate 1/2/2019 of Bimtek" in text
    assert "http://127.0.0.1:8000/my/certificates" in text
    assert "http://127.0.0.1:8000/my/messages/choices" in text
    assert steps() == [Step.BEGUN, Step.SENT]


def test_what_the_server_refuses_for_now_is_tried_again_and_for_good_is_not(box: Box) -> None:
    write()
    assert [found.is_good for found in examine() if found.name == "mail"] == [True]
    box.refuses = {"RCPT": "451 later"}
    assert jobs.post_due() == 0
    box.refuses = {}
    assert jobs.post_due() == 0  # not before its time
    later()
    assert jobs.post_due() == 1
    write(make.make_person("Budi", email="budi@example.id"), key="two")
    box.refuses = {"RCPT": "550 nobody"}
    jobs.post_due()
    later()
    box.refuses = {}
    assert jobs.post_due() == 0
    assert steps() == [Step.BEGUN, Step.FAILED, Step.BEGUN, Step.SENT, Step.BEGUN, Step.FAILED]
    assert len(box.taken) == 1


def test_a_line_that_breaks_after_the_text_is_uncertain_and_nothing_is_sent_twice(box: Box) -> None:
    write()
    box.hangs_up = True
    assert jobs.post_due() == 0
    box.hangs_up = False
    later()
    assert jobs.post_due() == 0
    assert (steps(), len(box.taken)) == ([Step.BEGUN, Step.UNCERTAIN], 1)


def test_a_worker_killed_while_it_sends_leaves_no_second_mail(box: Box, app: Flask, tmp_path: Path) -> None:
    write()
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    values = {"LMS_DATA": str(tmp_path), "LMS_DATABASE_URL": url, "LMS_MAIL_URL": box.url, "LMS_MAIL_FROM": FROM}
    worker = subprocess.Popen([sys.executable, "-c", WORK], cwd=ROOT, env={**os.environ, **values})
    box.on_text = lambda: os.kill(worker.pid, signal.SIGKILL)
    assert worker.wait(60) == -signal.SIGKILL
    box.on_text = lambda: None
    assert jobs.post_due() == 0  # it may still be at it
    with transaction():
        db.session.execute(db.update(Posting).values(at=clock.now() - rules.LEASE - timedelta(seconds=1)))
    assert [jobs.post_due(), jobs.post_due()] == [0, 0]
    assert (steps(), box.subjects()) == ([Step.BEGUN, Step.UNCERTAIN], ["Sertifikat Anda sudah terbit: Bimtek"])


def test_a_server_that_is_away_risks_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    make.make_site()
    chosen = replace(app.config["SETTINGS"], mail_url="smtp://127.0.0.1:9", mail_from=FROM)
    monkeypatch.setitem(app.config, "SETTINGS", chosen)
    message = write()
    assert (jobs.post_due(), steps()) == (0, [])
    assert [found.is_good for found in examine() if found.name == "mail"] == [False]
    db.session.expire_all()
    assert message.mail_at is not None
    assert message.mail_at > clock.now()


def test_at_night_mail_waits_and_the_inbox_does_not(box: Box) -> None:
    person = make.make_person("Yohana", email="yohana@example.id")
    make.save(ReaderZone(person_id=person.id, zone="Asia/Jayapura"))
    message = write(person, at=datetime(2019, 10, 28, 12, 30, tzinfo=UTC))  # 19.30 WIB is 21.30 WIT
    assert message.at == datetime(2019, 10, 28, 12, 30, tzinfo=UTC)
    assert message.mail_at == datetime(2019, 10, 28, 21, 0, tzinfo=UTC)  # 6.00 WIT


def test_who_wants_no_mail_of_a_kind_gets_none_even_when_that_was_said_afterwards(box: Box) -> None:
    person = make.make_person("Siti", email="siti@example.id")
    make.save(MailChoice(person_id=person.id, kind=Notice.CERTIFICATE_ISSUED, wants_mail=False))
    assert write(person).mail_at is None
    late = make.make_person("Budi", email="budi@example.id")
    assert write(late, key="two").mail_at == NOON
    make.save(MailChoice(person_id=late.id, kind=Notice.CERTIFICATE_ISSUED, wants_mail=False))
    assert (jobs.post_due(), box.taken, steps()) == (0, [], [Step.DROPPED])


def test_without_a_server_everything_stands_in_the_inbox_and_nothing_is_sent_later(app: Flask) -> None:
    make.make_site()
    message = write()
    assert (message.mail_at, message.read_at) == (None, None)
    assert jobs.post_due() == 0


def test_a_training_keeps_the_zone_of_its_night(box: Box) -> None:
    training: Training = make.make_training(zone="Asia/Makassar")
    person = make.make_person("Andi", email="andi@example.id")
    actions.tell(Notice.CERTIFICATE_ISSUED, [person.id], key="x", facts=FACTS, training=training,
                 now=datetime(2019, 10, 28, 13, 30, tzinfo=UTC))  # fmt: skip
    message = db.session.scalars(db.select(Message)).one()
    assert message.mail_at == datetime(2019, 10, 28, 22, 0, tzinfo=UTC)  # 20.30 WIB, but 21.30 WITA
