"""The one table of how features touch: event → reactions, jobs, slots, doors, commands. Read it to see the house."""

from typing import Any

from flask import Blueprint, current_app

from lms import worker
from lms.core.events import Reactions
from lms.core.jobs import Handler
from lms.web.slots import Slots

REACTIONS: Reactions = {}
JOBS: dict[str, Handler] = {}
SLOTS: Slots = {}


def wake(job_id: int) -> None:
    """Tell the worker about a job."""
    worker.wake(current_app._get_current_object(), job_id)  # type: ignore[attr-defined]


def doors() -> list[Blueprint]:
    """Return every feature's doors."""
    return []


def commands() -> list[Any]:
    """Return every feature's command groups."""
    return []
