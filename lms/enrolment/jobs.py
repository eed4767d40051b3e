"""Jobs of enrolment."""

from typing import Any

from lms.core import clock, jobs
from lms.core.errors import Refused
from lms.enrolment import actions


def run_import(job: jobs.Job) -> dict[str, Any]:
    """Do a large import that was confirmed."""

    def tell(done: int, total: int) -> None:
        jobs.tell_progress(job, done, total)

    try:
        return actions.run_import(job.facts["draft_id"], by_id=job.by or 0, now=clock.now(), tell=tell)
    except Refused:
        actions.take_back(job.facts["draft_id"])
        raise
