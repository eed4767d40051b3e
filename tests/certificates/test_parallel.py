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
START = """
import os, sys, time
from uuid import UUID
from lms import settings
from lms.app import create_app
from lms.core.db import db
app = create_app(settings.load())
"""
ISSUE = (
    START
    + """
from threading import Barrier, Thread
from lms.accounts.models import Person
from lms.certificates import actions
from lms.core.errors import Refused
from tests import factories as make
from tests.certificates.factories import NOW
def share(trainings):  # a thread for each training
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
for trainings in sys.argv[5:]:  # a process for each share; no connection is open yet
    if os.fork() == 0:
        os._exit(share(trainings.split(",")))
print(*(os.waitstatus_to_exitcode(os.wait()[1]) for _ in sys.argv[5:]))
"""
)
DIE = """
import os, signal
from sqlalchemy import event
seen = {"turn": 0, "is_due": False}
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def watch(statement, *, turn):
    with app.app_context():
        engine = db.engine
    @event.listens_for(engine, "before_cursor_execute")
    def _look(conn, cursor, sql, *_):
        if sql.startswith(statement):
            seen["turn"] += 1
            seen["is_due"] = seen["turn"] == turn
    @event.listens_for(engine, "commit")
    def _end(conn):
        if seen["is_due"]:
            die()
"""
BEFORE_NUMBERS = 'watch("INSERT INTO certificate ", turn=1)'
BEFORE_THE_QUEUE = 'app.extensions["enqueue"] = die'


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
    """Let a process for each share of trainings issue, with a thread for each of them; how many were refused."""
    command = [sys.executable, "-c", ISSUE, *facts, *shares]
    done = subprocess.run(command, env=environment, text=True, capture_output=True)
    assert "Traceback" not in done.stderr, done.stderr
    return [int(word) for word in done.stdout.split()]


@pytest.mark.database
def test_fifty_issuers_in_five_processes_leave_no_gap_and_no_double(own: tuple[Flask, dict[str, str]]) -> None:
    _app, environment = own
    by = certs.keeper()
    first = certs.make_training()
    trainings = [first] + [certs.make_training(office=first.office, programme=first.programme) for _ in range(49)]
    for training in trainings:
        for index in range(2):
            certs.make_eligible(training, f"Peserta {index}")
    facts = (certs.make_series(first, by), certs.make_signer(first, by), certs.make_design(first, by))
    shared = [str(by.id), *(str(row.uid) for row in facts)]
    shares = [",".join(str(training.uid) for training in trainings[start::5]) for start in range(5)]
    assert race(environment, shared, *shares) == [0] * 5
    made = numbered()
    assert [c.serial for c in made] == list(range(1, 101))
    assert len({c.number for c in made}) == len({c.code for c in made}) == 100
    blocks: dict[int, list[int]] = {}
    for certificate in made:
        blocks.setdefault(certificate.training_id, []).append(certificate.serial)
    assert len(blocks) == 50
    assert all(block == [block[0], block[0] + 1] for block in blocks.values())


@pytest.mark.database
def test_issuers_of_one_training_number_everyone_once(own: tuple[Flask, dict[str, str]]) -> None:
    _app, environment = own
    by, training = certs.keeper(), certs.make_training()
    for index in range(5):
        certs.make_eligible(training, f"Peserta {index}")
    facts = (certs.make_series(training, by), certs.make_signer(training, by), certs.make_design(training, by))
    shared = [str(by.id), *(str(row.uid) for row in facts)]
    share = ",".join([str(training.uid)] * 4)
    assert sum(race(environment, shared, share, share)) == 7
    assert [c.serial for c in numbered()] == [1, 2, 3, 4, 5]
    assert db.session.scalar(db.select(db.func.count(IssueBatch.id))) == 1


def run_and_die(script: str, where: str, arguments: list[str], environment: dict[str, str]) -> None:
    """Run a process that kills itself at an exact point."""
    text = script.replace(START, START + DIE + where + "\n", 1)
    done = subprocess.run([sys.executable, "-c", text, *arguments], env=environment, capture_output=True, text=True)
    assert -signal.SIGKILL in {done.returncode, *map(int, done.stdout.split())}, done.stderr


@pytest.mark.parametrize(
    ("where", "left"), [(BEFORE_NUMBERS, 0), (BEFORE_THE_QUEUE, 6)], ids=["before the numbers", "before the queue"]
)
def test_an_issuer_killed_around_the_numbers_leaves_no_gap_and_loses_none(
    own: tuple[Flask, dict[str, str]], where: str, left: int
) -> None:
    app, environment = own
    by, training = certs.keeper(), certs.make_training()
    for index in range(6):
        certs.make_eligible(training, f"Peserta {index}")
    facts = (certs.make_series(training, by), certs.make_signer(training, by), certs.make_design(training, by))
    uids = [str(row.uid) for row in facts]
    run_and_die(ISSUE, where, [str(by.id), *uids, str(training.uid)], environment)
    assert [c.serial for c in numbered()] == list(range(1, left + 1))
    if not left:
        assert race(environment, [str(by.id), *uids], str(training.uid)) == [0]
    run_waiting(app)
    assert [(c.serial, c.state) for c in numbered()] == [(serial, State.ISSUED) for serial in range(1, 7)]
