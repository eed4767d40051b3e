"""Reads of the work in the background."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, text

from lms.accounts.models import Person
from lms.accounts.queries import actor_name
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.jobs import Job, State
from lms.core.principals import Principal, PrincipalRow
from lms.operations import permissions


def is_database_there() -> bool:
    """Tell whether the database answers; raises what the database raises."""
    return db.session.execute(text("SELECT 1")).scalar() == 1


def job_rows(*, state: str = "", name: str = "") -> Select[Any]:
    """Return the select of (Job, who) of all work in the background, the newest first."""
    found = (
        select(Job, actor_name().label("who"))
        .outerjoin(PrincipalRow, PrincipalRow.id == Job.by)
        .outerjoin(Person, Person.principal_id == Job.by)
        .order_by(Job.id.desc())
    )
    if state in set(State):
        found = found.where(Job.state == State(state))
    return found.where(Job.name == name) if name else found


def job_names() -> Sequence[str]:
    """Return the kinds of work that there were."""
    return db.session.scalars(select(Job.name).distinct().order_by(Job.name)).all()


def counts_by_state() -> dict[State, int]:
    """Return how much work stands where."""
    counted = {row[0]: row[1] for row in db.session.execute(select(Job.state, func.count()).group_by(Job.state))}
    return {state: counted.get(state, 0) for state in State}


def get_job_within(principal: Principal, uid: UUID) -> Job:
    """Return a job that a principal started, or any for those who run the service; else Missing."""
    found = select(Job).where(Job.uid == uid)
    if not permissions.may_run(principal):
        found = found.where(Job.by == principal.id)
    job = db.session.scalar(found)
    if job is None:
        raise Missing
    return job
