"""A worker killed between number, render, sign and commit, each by itself: no number twice, none left out."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms import settings
from lms.app import create_app
from lms.certificates import signing
from lms.certificates.models import Certificate, State
from lms.core import files, sealed
from lms.core.db import db, transaction
from lms.core.jobs import Job
from lms.core.jobs import State as JobState
from lms.worker import run_waiting
from tests.certificates import factories as certs
from tests.certificates.keys import PASSPHRASE, make_key_file

pytestmark = [pytest.mark.database, pytest.mark.slow]
ROOT = Path(__file__).parent.parent.parent
PEOPLE = 6
SECRET = signing.Secret(passphrase=PASSPHRASE)
WORK = """
import os, signal, sys
from lms import settings
from lms.app import create_app
from lms.certificates import actions, jobs as certificate_jobs, pdf
from lms.core import files, jobs, sealed

def killed_before(owner, name, call):
    real, calls = getattr(owner, name), []
    def wrapped(*args, **kwargs):
        calls.append(1)
        if len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    setattr(owner, name, wrapped)

def killed_after(owner, name, call):
    real, calls = getattr(owner, name), []
    def wrapped(*args, **kwargs):
        made = real(*args, **kwargs)
        calls.append(1)
        if len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return made
    setattr(owner, name, wrapped)

POINTS = {
    "after the numbers": lambda: killed_before(pdf.Printer, "files", 1),
    "after a render": lambda: killed_before(certificate_jobs.Signatures, "sign", 3),
    "after a signature": lambda: killed_before(actions, "finish", 3),
    "before the commit": lambda: killed_after(files, "store", 3),
    "after the commit": lambda: killed_after(actions, "finish", 3),
}
app = create_app(settings.load())
with app.app_context():
    sealed.begin()
    print("ready", flush=True)
    sys.stdin.readline()
    POINTS[sys.argv[2]]()
    jobs.run(int(sys.argv[1]))
"""
ISSUED_BY_THEN = {"after the numbers": 0, "after a render": 2, "after a signature": 2, "before the commit": 2,
                  "after the commit": 3}  # fmt: skip


@pytest.fixture
def own(tmp_path: Path, database_url: str) -> Iterator[tuple[Flask, dict[str, str]]]:
    """An application that signs, on a database of its own, with the environment that a worker needs for it."""
    url = f"sqlite:///{tmp_path / 'own.sqlite'}" if database_url.startswith("sqlite") else database_url
    key_file = make_key_file(tmp_path / "key.p12")
    chosen = {"LMS_DATA": str(tmp_path), "LMS_DATABASE_URL": url, "LMS_SECRET_KEY": "test", "LMS_SIGNING": "local",
              "LMS_SIGNING_FILE": str(key_file)}  # fmt: skip
    made = create_app(settings.load(chosen), TESTING=True)
    with made.app_context():
        db.create_all()
        yield made, {**os.environ, **chosen, "PYTHONPATH": str(ROOT)}
        db.session.remove()
        if not url.startswith("sqlite"):
            from tests.conftest import _empty

            _empty(db.engine)
        db.engine.dispose()


@pytest.mark.parametrize("point", list(ISSUED_BY_THEN))
def test_a_kill_issues_no_number_twice_and_skips_none(own: tuple[Flask, dict[str, str]], point: str) -> None:
    app, environment = own
    batch = issue()
    before = [(c.number, c.code) for c in numbered()]
    assert len({number for number, _code in before}) == PEOPLE
    kill(batch, point, environment)
    assert [c.state for c in numbered()].count(State.ISSUED) == ISSUED_BY_THEN[point]
    kept = {c.number: c.sha256 for c in numbered() if c.state == State.ISSUED}
    finish(app, batch)
    after = numbered()
    assert [(c.number, c.code) for c in after] == before
    assert {c.state for c in after} == {State.ISSUED}
    assert {c.number: c.sha256 for c in after if c.number in kept} == kept
    assert len({c.sha256 for c in after}) == PEOPLE
    assert all(signing.carries_signature(file_of(c)) for c in after)
    assert db.session.scalar(db.select(db.func.count(Certificate.id))) == PEOPLE


def issue() -> Any:
    by, training = certs.keeper(), certs.make_training()
    for index in range(PEOPLE):
        certs.make_eligible(training, f"Peserta {index}")
    return certs.issue(training, by, now=datetime.now(UTC))


def kill(batch: Any, point: str, environment: dict[str, str]) -> None:
    """Let a worker of its own begin the batch with the passphrase, until it kills itself."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, str(batch.job_id), point], env=environment, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    sealed.seal(signing.subject_of(batch.id), SECRET.packed(), now=datetime.now(UTC))
    _out, said = worker.communicate("go\n", timeout=120)
    assert worker.returncode == -signal.SIGKILL, said


def finish(app: Flask, batch: Any) -> None:
    """Let this process, which was given the passphrase anew, do the rest."""
    sealed.begin()
    sealed.seal(signing.subject_of(batch.id), SECRET.packed(), now=datetime.now(UTC))
    with transaction():
        job = db.session.get_one(Job, batch.job_id)
        job.state, job.tries = JobState.WAITING, 0  # as a lease that has run out
    run_waiting(app)
    sealed.end()


def numbered() -> list[Certificate]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.serial)))


def file_of(certificate: Certificate) -> bytes:
    return files.read(db.session.get(files.StoredFile, certificate.file_id))
