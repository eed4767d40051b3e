"""The worker: takes job ids from the queue, sweeps what the queue lost, and runs the periodic work."""

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import structlog
from flask import Flask

from lms.core import clock, jobs, registry, sealed, trail
from lms.core.db import db

log = structlog.get_logger(__name__)
SWEEP_EVERY = 2.0
SEAL_EVERY = 60.0
NICE = 5  # how far the worker steps back for the pages of its machine


def queue(app: Flask) -> Any:
    """Return the queue of job ids: Redis where one is set, else a file of its own beside the database."""
    from huey import RedisHuey, SqliteHuey

    if "huey" not in app.extensions:
        chosen = app.config["SETTINGS"]
        made = (
            RedisHuey("pelita", url=chosen.redis_url, results=False)
            if chosen.redis_url
            else SqliteHuey("pelita", filename=str(Path(chosen.data) / "queue.sqlite"), results=False, fsync=False)
        )
        app.extensions["huey"] = made
    return app.extensions["huey"]


def wake(app: Flask, job_id: int) -> None:
    """Put a job's id into the queue."""
    queue(app).storage.enqueue(str(job_id).encode())


def serve(app: Flask) -> None:
    """Run until SIGTERM or SIGINT: one job at a time, the sweep every two seconds, the trail's seal each minute."""
    os.nice(NICE)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    swept = sealed_at = 0.0
    went: dict[str, float] = {}
    with app.app_context():
        sealed.begin()
    log.info("worker started")
    while not stop.is_set():
        taken = queue(app).storage.dequeue()
        if taken is not None:
            _run(app, int(taken))
        if time.monotonic() - swept > SWEEP_EVERY:
            swept = time.monotonic()
            _sweep(app)
        if time.monotonic() - sealed_at > SEAL_EVERY:
            sealed_at = time.monotonic()
            with app.app_context():
                trail.seal()
                sealed.stay()
        go_round(app, went)
        if taken is None:
            stop.wait(0.25)
    with app.app_context():
        sealed.end()
    log.info("worker ended")


def run_waiting(app: Flask) -> int:
    """Run every job that waits, now, in this process; the number of jobs run."""
    count = 0
    with app.app_context():
        while ids := list(db.session.scalars(db.select(jobs.Job.id).where(jobs.Job.state == jobs.State.WAITING))):
            for job_id in ids:
                count += jobs.run(job_id)
            db.session.expire_all()
    return count


def go_round(app: Flask, went: dict[str, float]) -> None:
    """Do each periodic work of the features whose time has come; `went` keeps when each was done last."""
    with app.app_context():
        for name, (every, act) in registry.entries("rounds").items():
            if time.monotonic() - went.get(name, float("-inf")) < every:
                continue
            went[name] = time.monotonic()
            try:
                act()
            except Exception:  # the worker goes on with its jobs, whatever a round meets
                log.exception("round failed", round=name)


def _sweep(app: Flask) -> None:
    with app.app_context():
        found = jobs.waiting_ids(now=clock.now())
    for job_id in found:
        _run(app, job_id)


def _run(app: Flask, job_id: int) -> None:
    with app.app_context():
        jobs.run(job_id)
