"""Writes of trainings."""

from lms.trainings.actions.people import Added, Newcomer, add_participation, add_participations, record_step
from lms.trainings.actions.state import cancel, close, open_training, reopen

__all__ = [
    "Added",
    "Newcomer",
    "add_participation",
    "add_participations",
    "cancel",
    "close",
    "open_training",
    "record_step",
    "reopen",
]
