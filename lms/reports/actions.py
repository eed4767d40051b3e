"""A bundle is ordered."""

from uuid import UUID

from lms.core import jobs, trail
from lms.core.db import transaction
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.reports import queries
from lms.trainings import queries as trainings
from lms.trainings.models import Training


@transaction()
def order_bundle(training_uid: UUID, *, by: Principal) -> jobs.Job:
    """Let the worker make the bundle of a training."""
    training = get_run_training(by, training_uid)
    trail.record("bundle.ordered", by=by.id, subject="training", subject_uid=training.uid)
    return jobs.enqueue(queries.BUNDLE, by=by.id, training_id=training.id)


def get_run_training(by: Principal, training_uid: UUID) -> Training:
    """Return a training that a principal runs; out of reach looks like missing."""
    training = trainings.get_training_within(by, training_uid)
    if not trainings.may_run(by, training.id):
        raise Missing
    return training
