"""What operations decide and say, with plain values."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _

from lms.core.errors import Refused
from lms.core.jobs import Job, State

ROOT = Path(__file__).parents[3]
JOB_NAMES: dict[str, Any] = {
    "certificates.enter_list": _("Entering numbers of before"),
    "certificates.issue_itself": _("Issuing for a completed module"),
    "certificates.render": _("Making certificates"),
    "enrolment.import": _("Bringing people in"),
    "papers.draw": _("Drawing a paper"),
    "reports.bundle": _("Making a bundle"),
}
STATE_NAMES: dict[State, Any] = {
    State.WAITING: _("Waiting"),
    State.RUNNING: _("At work"),
    State.DONE: _("Done"),
    State.FAILED: _("Failed"),
}
STATE_KINDS = {State.WAITING: "quiet", State.RUNNING: "info", State.DONE: "good", State.FAILED: "bad"}
INTERNAL = "internal"  # what core.jobs writes where a handler met an error of ours


@dataclass(frozen=True)
class Finding:
    """What a check of the doctor found."""

    name: str
    is_good: bool
    words: str


@cache
def version() -> str:
    """Return the version of this service, as pyproject.toml says it."""
    facts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: str = facts["project"]["version"]
    return found


def job_name(name: str) -> str:
    """Return what a kind of work is called on screens; its own name where nobody gave it words."""
    return str(JOB_NAMES.get(name, name))


def problem_in_words(job: Job) -> str:
    """Return what went wrong with a job, in the reader's words; empty where nothing did."""
    if job.problem != INTERNAL:
        return job.problem
    if job.state == State.FAILED:
        return str(_("Something went wrong on our side. The log of the worker says more."))
    return str(_("A try went wrong; it is made again."))


def has_ended(job: Job) -> bool:
    """Tell whether a job does nothing more by itself."""
    return job.state in (State.DONE, State.FAILED)


def require_failed(state: State) -> None:
    """Refuse to start work again that has not failed."""
    if state != State.FAILED:
        raise Refused(_("Only work that has failed can be started again."))
