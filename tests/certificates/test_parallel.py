"""Many issuers at once, and some killed around the numbers: no gap, no double, no number lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms import settings
from lms.app import create_app
from lms.certificates.models import Certificate, IssueBatch, State
from lms.core.db import db
from lms.worker import run_waiting
from tests.certificates import factories as certs

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent.parent
# A process for each share of trainings, "where it dies|training,training", with a thread for each training.
ISSUE = """
import os, signal, sys
from threading import Barrier, Thread
from uuid import UUID
from sqlalchemy import event
from lms import settings
from lms.accounts.models import Person
from lms.app import create_app
from lms.certificates import actions
from lms.core.db import db
from lms.core.errors import Refused
from tests import factories as make
from tests.certificates.factories import NOW
app = create_app(settings.load())
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def before_the_numbers():
    seen = []
    with app.app_context():
        engine = db.engine
    @event.listens_for(engine, "before_cursor_execute")
    def look(conn, cursor, sql, *_):
        seen.extend([1] * sql.startswith("INSERT INTO certificate "))
    @event.listens_for(engine, "commit")
    def end(conn):
        if seen:
            die()
def before_the_queue():
    app.extensions["enqueue"] = die
POINTS = {"": lambda: None, "before the numbers": before_the_numbers, "before the queue": before_the_queue}
def share(trainings):
    with app.app_context():
        by = make.principal_of(db.session.get(Person, int(sys.argv[1])))
    gate, refused = Barrier(len(trainings)), []
    def issue(training):
        with app.app_context():
            gate.wait()
            try:
                actions.issue_all(UUID(training), series_uid=UUID(sys.argv[2]), signer_uid=UUID(sys.argv[3]),
                                  design_uid=UUID(sys.argv[4]), by=by, now=NOW)
            except Refused as refusal:
                refused.append(refusal)
    threads = [Thread(target=issue, args=[one]) for one in trainings]
    for one in threads: one.start()
    for one in threads: one.join()
    return len(refused)
def ended():
    return os.waitstatus_to_exitcode(os.wait()[1])
said = []
for where, trainings in (one.split("|") for one in sys.argv[5:]):  # no connection is open yet
    if os.fork() == 0:
        POINTS[where]()
        os._exit(share(trainings.split(",")))
    if where:  # whoever dies does so before the next one begins
        said.append(ended())
print(*said, *(ended() for _ in sys.argv[5 + len(said):]))
"""


@pytest.fixture
def own(tmp_path: Path, database_url: str) -> Iterator[tuple[Flask, dict[str, str]]]:
    """An application on a database file of its own, with the environment that other processes need for it."""
    url = f"sqlite:///{tmp_path / 'own.sqlite'}" if database_url.startswith("sqlite") else database_url
    chosen = {"LMS_DATA": str(tmp_path), "LMS_DATABASE_URL": url, "LMS_SECRET_KEY": "test"}
    made = create_app(settings.load(chosen), TESTING=True)
    with made.app_context():
        db.create_all()
        yield made, {**os.environ, **chosen, "PYTHONPATH": str(ROOT)}
        db.session.remove()
        if not url.startswith("sqlite"):
            from tests.conftest import _empty

            _empty(db.engine)
        db.engine.dispose()


def numbered() -> list[Any]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.serial)))


def race(environment: dict[str, str], facts: list[str], *shares: str) -> list[int]:
    """Let a process for each share issue; how many were refused in each, or what killed it."""
    command = [sys.executable, "-c", ISSUE, *facts, *shares]
    done = subprocess.run(command, env=environment, text=True, capture_output=True)
    assert "Traceback" not in done.stderr, done.stderr
    return [int(word) for word in done.stdout.split()]


def facts_of(training: Any, by: Any) -> list[str]:
    """Who issues, from which series, signed by whom, in which design."""
    made = (certs.make_series(training, by), certs.make_signer(training, by), certs.make_design(training, by))
    return [str(by.id), *(str(row.uid) for row in made)]


@pytest.mark.database
def test_fifty_issuers_in_five_processes_and_eight_of_one_training_leave_no_gap_and_no_double(
    own: tuple[Flask, dict[str, str]],
) -> None:
    _app, environment = own
    by = certs.keeper()
    first = certs.make_training()
    *trainings, shared = [first, *(certs.make_training(office=first.office, programme=first.programme)
                                   for _ in range(50))]  # fmt: skip
    for training in trainings:
        for index in range(2):
            certs.make_eligible(training, f"Peserta {index}")
    for index in range(5):
        certs.make_eligible(shared, f"Peserta {index}")
    shares = ["|" + ",".join(str(training.uid) for training in trainings[start::5]) for start in range(5)]
    both = "|" + ",".join([str(shared.uid)] * 4)
    assert sum(race(environment, facts_of(first, by), *shares, both, both)) == 7  # one of the eight numbers everyone
    made = numbered()
    assert [c.serial for c in made] == list(range(1, 106))
    assert len({c.number for c in made}) == len({c.code for c in made}) == 105
    blocks: dict[int, list[int]] = {}
    for certificate in made:
        blocks.setdefault(certificate.training_id, []).append(certificate.serial)
    assert {training_id: len(block) for training_id, block in blocks.items()} == {
        **{training.id: 2 for training in trainings}, shared.id: 5,
    }  # fmt: skip
    assert all(block == list(range(block[0], block[0] + len(block))) for block in blocks.values())
    assert db.session.scalar(db.select(db.func.count(IssueBatch.id))) == 51


def test_issuers_killed_around_the_numbers_leave_no_gap_and_lose_none(own: tuple[Flask, dict[str, str]]) -> None:
    app, environment = own
    by, training = certs.keeper(), certs.make_training()
    for index in range(6):
        certs.make_eligible(training, f"Peserta {index}")
    deaths = [f"before the numbers|{training.uid}", f"before the queue|{training.uid}"]
    assert race(environment, facts_of(training, by), *deaths) == [-signal.SIGKILL] * 2
    assert [(c.serial, c.state) for c in numbered()] == [(serial, State.NUMBERED) for serial in range(1, 7)]
    run_waiting(app)
    assert [(c.serial, c.state) for c in numbered()] == [(serial, State.ISSUED) for serial in range(1, 7)]
