"""Writes of operations."""

from uuid import UUID

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing
from lms.core.jobs import Job, State
from lms.core.principals import Principal
from lms.operations import permissions, queries, rules


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
