"""A bundle is ordered; what a training costs is written down."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.core import jobs, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing
from lms.core.principals import Principal, PrincipalRow
from lms.reports import queries
from lms.reports.models import CostLine
from lms.trainings import queries as trainings
from lms.trainings.models import Training


@transaction()
def order_bundle(training_uid: UUID, *, by: Principal) -> jobs.Job:
    """Let the worker make the bundle of a training; asked again meanwhile, it is the same work."""
    training = get_run_training(by, training_uid)
    db.session.execute(select(PrincipalRow.id).where(PrincipalRow.id == by.id).with_for_update())
    under_way = queries.find_bundle_under_way(training, by=by.id)
    if under_way is not None:
        return under_way
    trail.record("bundle.ordered", by=by.id, subject="training", subject_uid=training.uid)
    return jobs.enqueue(queries.BUNDLE, by=by.id, training_id=training.id)


def get_run_training(by: Principal, training_uid: UUID) -> Training:
    """Return a training that a principal runs; out of reach looks like missing."""
    training = trainings.get_training_within(by, training_uid)
    if not trainings.may_run(by, training.id):
        raise Missing
    return training


@transaction()
def save_cost(training_uid: UUID, line_uid: UUID | None, *, by: Principal, now: datetime, **line: Any) -> CostLine:
    """Add a line to a training's budget (line_uid None), or change one."""
    training = get_run_training(by, training_uid)
    row = _line(training, line_uid) if line_uid else CostLine(training_id=training.id)
    for name, value in line.items():
        setattr(row, name, value)
    row.by, row.at = by.id, now
    db.session.add(row)
    db.session.flush()
    trail.record("cost.saved", by=by.id, subject="cost_line", subject_uid=row.uid, **line)
    return row


@transaction()
def remove_cost(training_uid: UUID, line_uid: UUID, *, by: Principal, now: datetime) -> None:
    """Take a line out of a training's budget."""
    row = _line(get_run_training(by, training_uid), line_uid)
    row.removed_at = now
    trail.record("cost.removed", by=by.id, subject="cost_line", subject_uid=row.uid)


def _line(training: Training, uid: UUID) -> CostLine:
    row = next((line for line in queries.costs(training.id) if line.uid == uid), None)
    if row is None:
        raise Missing
    return row
