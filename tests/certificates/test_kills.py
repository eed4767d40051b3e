"""A worker killed between number, render, sign and commit, each by itself: no number twice, none left out."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms import settings
from lms.app import create_app
from lms.certificates import queries, signing
from lms.certificates.models import Certificate, State
from lms.core import files, sealed
from lms.core.db import db, transaction
from lms.core.jobs import Job
from lms.core.jobs import State as JobState
from lms.worker import run_waiting
from tests.certificates import factories as certs
from tests.certificates.keys import PASSPHRASE, make_key_file

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent.parent
PEOPLE = 16
SECRET = signing.Secret(passphrase=PASSPHRASE)
# A process that makes a worker (a fork of itself) for each line "job|where it dies|in how many processes".
WORKERS = """
import os, signal, sys
import pikepdf, pyhanko.sign, weasyprint
from dataclasses import replace
from sqlalchemy import event
from lms import settings
from lms.app import create_app
from lms.certificates import actions, pdf
from lms.certificates.jobs import rendering
from lms.core import files, jobs, sealed
from lms.core.db import db
from tests.certificates.papers import data

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def before(owner, name, call):
    real, calls = getattr(owner, name), []
    def wrapped(*args, **kwargs):
        calls.append(1)
        if len(calls) == call:
            die()
        return real(*args, **kwargs)
    setattr(owner, name, wrapped)

def after(owner, name, call):
    real, calls = getattr(owner, name), []
    def wrapped(*args, **kwargs):
        made = real(*args, **kwargs)
        calls.append(1)
        if len(calls) == call:
            die()
        return made
    setattr(owner, name, wrapped)

def at_the_commit(call):
    seen = []
    @event.listens_for(db.engine, "before_cursor_execute")
    def look(conn, cursor, sql, *_):
        seen.extend([1] * sql.startswith("INSERT INTO stored_file"))
    @event.listens_for(db.engine, "commit")
    def end(conn):
        if len(seen) == call:
            die()

POINTS = {
    "after the numbers": lambda: before(pdf.Printer, "files", 1),
    "after a render": lambda: before(rendering.Signatures, "sign", 2),
    "after a signature": lambda: before(actions, "finish", 2),
    "before the commit": lambda: after(files, "store", 2),
    "at the commit": lambda: at_the_commit(2),
    "after the commit": lambda: after(actions, "finish", 2),
    "at any moment": lambda: None,
}
app = create_app(settings.load())
with app.app_context():  # once for all workers: what an engine reads and lays out the first time
    list(pdf.Printer(pdf.Paper(files=pdf.load("resmi-mendatar"))).files([(data(), None), (data(), None)]))
for line in iter(sys.stdin.readline, ""):
    job, where, processes = line.strip().split("|")
    worker = os.fork()
    if worker:
        print(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]), flush=True)
        continue
    with app.app_context():
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], worker_processes=int(processes))
        rendering.PART = 2
        sealed.begin()
        POINTS[where]()
        print(os.getpid(), flush=True)
        sys.stdin.readline()
        jobs.run(int(job))
    os._exit(0)
"""
# Where a worker dies, in how many processes it makes papers, and how many more are issued by then.
KILLS = [
    ("after the numbers", 1, 0), ("after a render", 1, 1), ("after a signature", 1, 1), ("before the commit", 1, 1),
    ("at the commit", 1, 1), ("after the commit", 1, 2), ("after the commit", 2, 2),
]  # fmt: skip


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


def test_kills_issue_no_number_twice_and_skip_none(own: tuple[Flask, dict[str, str]]) -> None:
    app, environment = own
    batch = issue()
    before = [(c.number, c.code) for c in numbered()]
    assert len({number for number, _code in before}) == PEOPLE
    kept: dict[str, str | None] = {}
    with workers(environment) as say:
        for where, processes, more in KILLS:
            assert run(say, batch, where, processes) == -signal.SIGKILL, where
            now = hashes()
            assert len(now) == len(kept) + more, where
            assert kept.items() <= now.items(), where
            kept = now
        # One of a crew dies: its worker lives, tells that the job failed, and the job is tried again.
        assert run(say, batch, "after a render", 2) == 0
        assert db.session.get_one(Job, batch.job_id).state == JobState.WAITING
        luck = random.Random(2019)
        for processes in (1, 2):
            assert run(say, batch, "at any moment", processes, after=luck.uniform(0.05, 0.9)) in {-signal.SIGKILL, 0}
        assert kept.items() <= hashes().items()
    finish(app, batch)
    after = numbered()
    assert [(c.number, c.code) for c in after] == before
    assert {c.state for c in after} == {State.ISSUED}
    assert kept.items() <= hashes().items()
    assert len({c.sha256 for c in after}) == PEOPLE
    assert all(signing.carries_signature(file_of(c)) for c in after)
    assert all(queries.examine(file_of(c)).findings == () for c in after[:3])
    assert db.session.scalar(db.select(db.func.count(Certificate.id))) == PEOPLE


def issue() -> Any:
    by, training = certs.keeper(), certs.make_training()
    for index in range(PEOPLE):
        certs.make_eligible(training, f"Peserta {index:02d}")
    return certs.issue(training, by, now=datetime.now(UTC))


@contextmanager
def workers(environment: dict[str, str]) -> Iterator[Any]:
    """Start the process that makes workers; what it is told is answered by its next line."""
    maker = subprocess.Popen([sys.executable, "-c", WORKERS], env=environment, text=True, stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE)  # fmt: skip
    assert maker.stdin is not None
    assert maker.stdout is not None

    def say(line: str = "") -> int:
        maker.stdin.write(line)  # type: ignore[union-attr]
        maker.stdin.flush()  # type: ignore[union-attr]
        return next(int(said) for said in maker.stdout if not said.startswith("{"))  # type: ignore[union-attr]

    yield say
    maker.stdin.close()
    assert maker.wait(timeout=60) == 0
    maker.stdout.close()


def run(say: Any, batch: Any, where: str, processes: int, *, after: float | None = None) -> int:
    """Let a worker take the batch up with the passphrase until it is killed; how it ended."""
    wait_for_a_worker(batch)
    pid = say(f"{batch.job_id}|{where}|{processes}\n")
    sealed.seal(signing.subject_of(batch.id), SECRET.packed(), now=datetime.now(UTC))
    if after is None:
        return int(say("go\n"))
    return int(say_and_kill(say, pid, after))


def say_and_kill(say: Any, pid: int, after: float) -> int:
    from threading import Timer

    def kill() -> None:
        if Path(f"/proc/{pid}").exists() or sys.platform != "linux":
            os.kill(pid, signal.SIGKILL)

    timer = Timer(after, kill)
    timer.start()
    ended = int(say("go\n"))
    timer.cancel()
    timer.join()
    return ended


def finish(app: Flask, batch: Any) -> None:
    """Let this process, which was given the passphrase anew, do the rest."""
    sealed.begin()
    sealed.seal(signing.subject_of(batch.id), SECRET.packed(), now=datetime.now(UTC))
    wait_for_a_worker(batch)
    run_waiting(app)
    sealed.end()


def wait_for_a_worker(batch: Any) -> None:
    """Let the job be as after its lease ran out."""
    with transaction():
        job = db.session.get_one(Job, batch.job_id)
        job.state, job.tries = JobState.WAITING, 0
    db.session.expire_all()


def numbered() -> list[Certificate]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.serial)))


def hashes() -> dict[str, str | None]:
    return {c.number: c.sha256 for c in numbered() if c.state == State.ISSUED}


def file_of(certificate: Certificate) -> bytes:
    return files.read(db.session.get(files.StoredFile, certificate.file_id))
