"""Reads of trainings."""

from lms.trainings.queries.agenda import Clash, clashes_of
from lms.trainings.queries.lists import Wanted, open_to_public, people_rows, regions_held, training_rows, years_held
from lms.trainings.queries.numbers import FourNumbers, counted, four_numbers, seats_held
from lms.trainings.queries.people import (
    facts_of,
    find_participation,
    get_participation_within,
    organisers_of,
    own_participations,
    participations_of,
    participations_of_person,
)
from lms.trainings.queries.plans import (
    get_pinned,
    history_of,
    kinds,
    modules_of,
    newest_releases,
    offered_modules,
    offered_offices,
    offered_regions,
    sources_within,
)
from lms.trainings.queries.reach import (
    get_public_training,
    get_training_within,
    helps_somewhere,
    may_run,
    trainings_run_by,
    trainings_within,
)
from lms.trainings.queries.sessions import get_session_within, may_mark, possible_trainers, sessions_of, trainers_of

__all__ = [
    "Clash",
    "FourNumbers",
    "Wanted",
    "clashes_of",
    "counted",
    "facts_of",
    "find_participation",
    "four_numbers",
    "get_participation_within",
    "get_pinned",
    "get_public_training",
    "get_session_within",
    "get_training_within",
    "helps_somewhere",
    "history_of",
    "kinds",
    "may_mark",
    "may_run",
    "modules_of",
    "newest_releases",
    "offered_modules",
    "offered_offices",
    "offered_regions",
    "open_to_public",
    "organisers_of",
    "own_participations",
    "participations_of",
    "participations_of_person",
    "people_rows",
    "possible_trainers",
    "regions_held",
    "seats_held",
    "sessions_of",
    "sources_within",
    "trainers_of",
    "training_rows",
    "trainings_run_by",
    "trainings_within",
    "years_held",
]
