"""A job whose worker is killed each time it is begun does not begin for ever."""

from datetime import timedelta

from flask import Flask

from lms.core import clock, jobs
from lms.core.db import db, transaction
from tests import factories as make


def begun(tries: int) -> jobs.Job:
    """A job as its worker left it: running, its lease over, begun so many times."""
    training = make.make_training()
    with transaction():
        job = jobs.enqueue("certificates.issue_itself", by=None, training_id=training.id)
        job.state, job.tries, job.leased_until = jobs.State.RUNNING, tries, clock.now() - timedelta(seconds=1)
    return job


def test_a_job_whose_worker_is_killed_each_time_is_given_up_for_a_human(app: Flask) -> None:
    last, over = begun(jobs.MOST_BEGINNINGS - 1), begun(jobs.MOST_BEGINNINGS)
    ids = {last.id: jobs.State.DONE, over.id: jobs.State.FAILED}
    assert set(jobs.waiting_ids(now=clock.now())) == set(ids)
    for job_id, wanted in ids.items():
        assert jobs.run(job_id)
        assert db.session.get_one(jobs.Job, job_id, populate_existing=True).state == wanted
    assert jobs.waiting_ids(now=clock.now()) == []
