"""Reads of trainings."""

from lms.trainings.queries.numbers import FourNumbers, counted, four_numbers
from lms.trainings.queries.people import (
    find_participation,
    get_participation_within,
    participations_of,
    participations_of_person,
)
from lms.trainings.queries.reach import (
    get_training_within,
    may_run,
    trainings_run_by,
    trainings_within,
)
from lms.trainings.queries.sessions import get_session_within, may_mark, sessions_of, trainers_of

__all__ = [
    "FourNumbers",
    "counted",
    "find_participation",
    "four_numbers",
    "get_participation_within",
    "get_session_within",
    "get_training_within",
    "may_mark",
    "may_run",
    "participations_of",
    "participations_of_person",
    "sessions_of",
    "trainers_of",
    "trainings_run_by",
    "trainings_within",
]
