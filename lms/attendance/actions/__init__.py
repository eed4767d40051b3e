"""Writes of attendance."""

from lms.attendance.actions.check_ins import check_in, close_check_in, open_check_in
from lms.attendance.actions.marks import (
    Marked,
    NewMark,
    join,
    mark_all_present,
    mark_many,
    mark_numbers,
    rebuild_states,
    set_policy,
    undo,
)

__all__ = [
    "Marked",
    "NewMark",
    "check_in",
    "close_check_in",
    "join",
    "mark_all_present",
    "mark_many",
    "mark_numbers",
    "open_check_in",
    "rebuild_states",
    "set_policy",
    "undo",
]
