"""Writes of operations."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update

from lms.accounts.models import Person
from lms.catalogue.models import Module
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing
from lms.core.jobs import Job, State
from lms.core.names import folded
from lms.core.principals import Principal
from lms.operations import permissions, queries, rules
from lms.places.models import Office, Region
from lms.trainings.models import Training

SORTED: Final[tuple[tuple[Any, Any], ...]] = (
    (Person, Person.full_name), (Office, Office.name), (Region, Region.name), (Training, Training.title),
    (Module, Module.title),
)  # fmt: skip


@transaction()
def retry(job_uid: UUID, *, by: Principal) -> Job:
    """Let failed work be tried again from its start; the worker's next sweep takes it."""
    if not permissions.may_run(by):
        raise Missing
    job = queries.get_job_within(by, job_uid)
    if job.state in (State.WAITING, State.RUNNING):
        return job
    rules.require_failed(job.state)
    job.state, job.tries, job.problem, job.ended_at = State.WAITING, 0, "", None
    trail.record("job.retried", by=by.id, subject="job", subject_uid=job.uid, name=job.name)
    db.session.flush()
    return job


@transaction()
def fold_names() -> int:
    """Fold the names by which lists are sorted and searched again; how many were different."""
    return sum(_fold(model, source) for model, source in SORTED)


def _fold(model: Any, source: Any) -> int:
    most = model.sort_name.type.length
    rows = db.session.execute(select(model.id, source.label("name"), model.sort_name))
    wrong = [{"id": row.id, "sort_name": fresh} for row in rows if (fresh := folded(row.name)[:most]) != row.sort_name]
    if wrong:
        db.session.execute(update(model), wrong)
    return len(wrong)
