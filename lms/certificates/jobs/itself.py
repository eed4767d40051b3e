"""Issuing what nobody has to ask for: certificates of self-paced trainings."""

from typing import Any

from lms.certificates import actions
from lms.core import clock, jobs
from lms.core.principals import command


def issue_itself(job: jobs.Job) -> dict[str, Any]:
    """Number who has completed a self-paced training; a second run finds nobody."""
    batch = actions.issue_by_itself(job.facts["training_id"], by=command("self-study"), now=clock.now())
    return {"numbered": batch.count if batch else 0}
