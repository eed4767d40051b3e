"""Writes of trainings."""

from lms.trainings.actions.agenda import (
    cancel_session,
    change_session,
    make_session,
    note_opening,
    restore_session,
)
from lms.trainings.actions.beginnings import begin_programme
from lms.trainings.actions.facts import rebuild_dates
from lms.trainings.actions.gallery import add_file, choose_showing, describe_file, mark_shown, remove_file
from lms.trainings.actions.kinds import save_kind
from lms.trainings.actions.merges import give_to_kept, move_participations
from lms.trainings.actions.minutes import change_item, remove_item, settle_item, write_item
from lms.trainings.actions.newcomers import Added, Newcomer, add_participation, add_participations
from lms.trainings.actions.plans import change_training, copy_training, make_training, pin_newest
from lms.trainings.actions.room import make_room
from lms.trainings.actions.state import cancel, close, lock_training, open_training, reopen
from lms.trainings.actions.steps import change_capacity, mark_arrived, record_step, take_step

__all__ = [
    "Added",
    "Newcomer",
    "add_file",
    "add_participation",
    "add_participations",
    "begin_programme",
    "cancel",
    "cancel_session",
    "change_capacity",
    "change_item",
    "change_session",
    "change_training",
    "choose_showing",
    "close",
    "copy_training",
    "describe_file",
    "give_to_kept",
    "lock_training",
    "make_room",
    "make_session",
    "make_training",
    "mark_arrived",
    "mark_shown",
    "move_participations",
    "note_opening",
    "open_training",
    "pin_newest",
    "rebuild_dates",
    "record_step",
    "remove_file",
    "remove_item",
    "reopen",
    "restore_session",
    "save_kind",
    "settle_item",
    "take_step",
    "write_item",
]
