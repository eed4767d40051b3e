"""Entering long lists of earlier numbers."""

from typing import Any

from lms.certificates import actions
from lms.core import clock, jobs
from lms.core.errors import Refused


def enter_list(job: jobs.Job) -> dict[str, Any]:
    """Enter a long list of earlier numbers that was confirmed."""

    def tell(done: int, total: int) -> None:
        jobs.tell_progress(job, done, total)

    try:
        return actions.enter_waiting(job.facts["list_id"], by_id=job.by or 0, now=clock.now(), tell=tell)
    except Refused:
        actions.take_list_back(job.facts["list_id"])
        raise
