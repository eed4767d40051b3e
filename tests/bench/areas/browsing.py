"""Pages while 900 certificates are made: how long people wait with and without the job, and what memory it takes."""

import multiprocessing
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.certificates import actions, queries
from lms.certificates.models import Certificate, IssueBatch, Kind, State
from lms.core import clock, ids, jobs
from lms.core.db import db, transaction
from lms.core.principals import Kind as ActorKind
from lms.core.principals import PrincipalRow
from lms.progress.models import Decision
from lms.trainings.models import Capacity, Participation, Training
from tests.bench import load, views
from tests.bench.areas.certificates import largest, let_all_be_ready
from tests.bench.ground import Ground, close, open_app, principal_of
from tests.bench.load import Address
from tests.bench.memory import Watch
from tests.bench.rows import Row
from tests.bench.servers import Servers

PEOPLE = 900
BROWSING = 6  # people who open a page, read for a second, and open the next
IDLE = 20.0  # seconds


def measure(ground: Ground) -> Iterator[Row]:
    """Browse a copy of the demonstration, first alone and then beside the job."""
    found = views.find(ground)
    data, servers = ground.copy("browsing"), Servers()
    _crowd_apart(data)
    app = open_app(data)
    worker = servers.start_worker(data)
    port = servers.start("wsgi:app", data)
    addresses = [Address(port, view.path, view.browser.cookie) for view in found]
    try:
        load.latencies(addresses, BROWSING, until=_after(5.0))  # every thread has drawn every page
        idle = load.latencies(addresses, BROWSING, until=_after(IDLE))
        began, batch = time.monotonic(), _issue(app)
        with Watch(worker.pid) as watch:
            busy = load.latencies(addresses, BROWSING, until=lambda: _has_ended(app, batch))
        seconds = time.monotonic() - began
        yield from _rows(idle, busy)
        yield Row(name="browsing.certificates", value=seconds, unit=f"s ({_count(app, batch):,})")
        yield Row(name="browsing.worker.peak", value=watch.parent, unit="MiB of memory")
        yield Row(name="browsing.members.peak", value=watch.members, unit=f"MiB, largest of {watch.count}")
    finally:
        servers.stop()
        close(app)


def _rows(idle: list[float], busy: list[float]) -> Iterator[Row]:
    for name, share in (("p50", 50), ("p95", 95)):
        calm, rushed = (statistics.quantiles(seen, n=100)[share - 1] * 1000 for seen in (idle, busy))
        yield Row(name=f"browsing.{name}.idle", value=calm, unit=f"ms ({len(idle):,} pages)")
        yield Row(name=f"browsing.{name}.busy", value=rushed, unit=f"ms ({len(busy):,} pages)")
        yield Row(name=f"browsing.{name}.ratio", value=rushed / calm, unit="times idle")


def _after(seconds: float) -> load.Until:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def _crowd_apart(data: Path) -> None:
    """Fill the largest training in a process of its own, so that this one holds no connection when servers start."""
    process = multiprocessing.get_context("spawn").Process(target=_crowd, args=(data,))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("the crowd could not be made")


def _crowd(data: Path) -> None:
    app = open_app(data)
    with app.app_context():
        training = largest()
        held = db.session.scalar(select(func.count()).where(Participation.training_id == training.id)) or 0
        with transaction():
            _add_ready(training.id, _people(PEOPLE - held))
            let_all_be_ready(training.id)
    with app.app_context(), app.test_request_context():
        _confirm(largest())
    close(app)


def _people(count: int) -> list[Person]:
    actors = [PrincipalRow(kind=ActorKind.PERSON, label="", created_at=clock.now()) for _ in range(count)]
    db.session.add_all(actors)
    db.session.flush()
    return [
        Person(principal_id=actor.id, full_name=f"Peserta {number:03d}", sort_name=f"peserta {number:03d}",
               created_at=clock.now())
        for number, actor in enumerate(actors)
    ]  # fmt: skip


def _add_ready(training_id: int, people: list[Person]) -> None:
    now = clock.now()
    db.session.add_all(people)
    db.session.flush()
    parts = [
        Participation(training_id=training_id, person_id=person.id, capacity=Capacity.PARTICIPANT, arrived_at=now,
                      name_shown=person.full_name, sort_name=person.sort_name, badge_code=ids.crockford(40),
                      invited_at=now, registered_at=now)
        for person in people
    ]  # fmt: skip
    db.session.add_all(parts)
    db.session.flush()
    db.session.add_all(
        [Decision(training_id=training_id, participation_id=part.id, is_eligible=True, rule_version=1, at=now)
         for part in parts]
    )  # fmt: skip


def _confirm(training: Training) -> None:
    rows = queries.as_rows(db.session.execute(queries.rows_of(training.id)))
    actions.confirm_listed(training.uid, {row.participation.uid: row.name for row in rows}, by=principal_of("manajer"),
                           now=clock.now())  # fmt: skip


def _issue(app: Flask) -> UUID:
    with app.app_context(), app.test_request_context():
        by, training, now = principal_of("manajer"), largest(), clock.now()
        series = next(one for one in queries.usable_series(by, training) if one.kind == Kind.CERTIFICATE)
        return actions.issue_all(
            training.uid, series_uid=series.uid, design_uid=queries.usable_designs(by, training)[0].uid,
            signer_uid=queries.usable_signers(by, training, today=now.date())[0].uid, by=by, now=now,
        ).uid  # fmt: skip


def _has_ended(app: Flask, batch: UUID) -> bool:
    with app.app_context():
        ended = select(jobs.Job.ended_at).join(IssueBatch, IssueBatch.job_id == jobs.Job.id)
        return db.session.scalar(ended.where(IssueBatch.uid == batch)) is not None


def _count(app: Flask, batch: UUID) -> int:
    with app.app_context():
        made = select(func.count(Certificate.id)).join(IssueBatch, IssueBatch.id == Certificate.batch_id)
        return db.session.scalar(made.where(IssueBatch.uid == batch, Certificate.state == State.ISSUED)) or 0
