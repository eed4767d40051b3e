"""Slow work outside a request: a row in the same transaction as the change, then its id in the queue.

The queue may lose a task when it is killed; the row does not. A worker claims a row with a lease and renews it by
telling progress; a sweep takes expired leases and rows that never reached the queue. A handler may run twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import structlog
from flask import current_app
from sqlalchemy import ForeignKey, String, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock
from lms.core.db import Json, Model, after_commit, choice, db, moment, pk, transaction, uid
from lms.core.errors import Refused
from lms.core.events import Event, publish
from lms.core.wordings import KeptWords

LEASE = timedelta(seconds=90)
MOST_TRIES = 4
MOST_BEGINNINGS = 12  # a worker that is killed, by a restart or by the work itself, tells nothing
log = structlog.get_logger(__name__)


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """A piece of work, with its progress (n of m) and its outcome in words."""

    id: Mapped[pk]
    uid: Mapped[uid]
    name: Mapped[str] = mapped_column(String(80))
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[State] = mapped_column(choice(State), default=State.WAITING, index=True)
    by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(KeptWords(500), default="")
    result: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[moment | None]
    created_at: Mapped[moment]
    ended_at: Mapped[moment | None]


@dataclass(frozen=True, kw_only=True)
class JobFailed(Event):
    """A job has failed for good: it refused, broke in every try, or killed its worker each time."""

    job_id: int


Handler = Callable[[Job], dict[str, Any] | None]


def connect(app: Any, handlers: Mapping[str, Handler], enqueue_id: Callable[[int], None]) -> None:
    """Give an application its job handlers by name, and the queue that wakes a worker."""
    app.extensions["jobs"] = dict(handlers)
    app.extensions["enqueue"] = enqueue_id


def enqueue(name: str, *, by: int | None, uid: UUID | None = None, **facts: Any) -> Job:
    """Add a job to the current transaction; a worker starts it after the commit. Facts are ids, never secrets."""
    if name not in current_app.extensions["jobs"]:
        raise KeyError(name)
    job = Job(uid=uid or uuid4(), name=name, facts=facts, by=by, created_at=clock.now())
    db.session.add(job)
    _wake(job)
    return job


def restart(job: Job) -> None:
    """Let a job that has ended begin anew, in the current transaction."""
    job.state, job.tries, job.problem, job.result = State.WAITING, 0, "", {}
    job.done, job.total, job.created_at, job.ended_at = 0, 0, clock.now(), None
    _wake(job)


def _wake(job: Job) -> None:
    db.session.flush()
    job_id, wake = job.id, current_app.extensions["enqueue"]
    after_commit(lambda: wake(job_id))


def run(job_id: int) -> bool:
    """Claim a job and run its handler; False when somebody else holds it or it has ended."""
    job = _claim(job_id, now=clock.now())
    if job is None:
        return False
    if job.tries > MOST_BEGINNINGS:  # its worker was killed each time, perhaps by what it does
        log.error("job given up", job=job.name, job_uid=str(job.uid))
        _end(job, State.FAILED, problem="internal")
        return True
    try:
        result = current_app.extensions["jobs"][job.name](job)
    except Refused as refusal:
        _end(job, State.FAILED, problem=str(refusal.message))
    except Exception:  # a job must end in its row, whatever its handler meets
        log.exception("job failed", job=job.name, job_uid=str(job.uid))
        _end(job, State.FAILED if job.tries >= MOST_TRIES else State.WAITING, problem="internal")
    else:
        _end(job, State.DONE, result=result or {})
    return True


@transaction()
def tell_progress(job: Job, done: int, total: int) -> None:
    """Write how far a job has come, and renew its lease."""
    db.session.execute(
        update(Job).where(Job.id == job.id, Job.lease == job.lease)
        .values(done=done, total=total, leased_until=clock.now() + LEASE)
    )  # fmt: skip


def waiting_ids(*, now: datetime, most: int = 50) -> list[int]:
    """Return the ids of jobs that nobody works at: never enqueued, or with an expired lease."""
    expired = (Job.state == State.RUNNING) & (Job.leased_until < now)
    late = (Job.state == State.WAITING) & (Job.created_at < now - timedelta(seconds=2))
    return list(db.session.scalars(select(Job.id).where(or_(expired, late)).order_by(Job.id).limit(most)))


@transaction()
def _claim(job_id: int, *, now: datetime) -> Job | None:
    free = (Job.state == State.WAITING) | ((Job.state == State.RUNNING) & (Job.leased_until < now))
    lease = uuid4().hex
    taken = db.session.execute(
        update(Job).where(Job.id == job_id, free)
        .values(state=State.RUNNING, lease=lease, leased_until=now + LEASE, tries=Job.tries + 1)
    )  # fmt: skip
    if not taken.rowcount:  # type: ignore[attr-defined]
        return None
    return db.session.scalar(select(Job).where(Job.id == job_id).execution_options(populate_existing=True))


@transaction()
def _end(job: Job, state: State, *, problem: str = "", result: dict[str, Any] | None = None) -> None:
    values: dict[str, Any] = {"state": state, "problem": problem, "lease": None, "leased_until": None}
    if state != State.WAITING:
        values |= {"ended_at": clock.now(), "result": result or {}}
    ended = db.session.execute(update(Job).where(Job.id == job.id, Job.lease == job.lease).values(**values))
    if state == State.FAILED and ended.rowcount:  # type: ignore[attr-defined]
        publish(JobFailed(job_id=job.id))
