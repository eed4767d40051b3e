"""Writes of attendance."""

from lms.attendance.actions.check_ins import check_in, close_check_in, forget_traces, open_check_in
from lms.attendance.actions.devices import close_devices, cut_off, join_device, note_seen, open_devices, pin_of
from lms.attendance.actions.facts import read_mark, take_mark, training_of
from lms.attendance.actions.marks import (
    Marked,
    NewMark,
    join,
    mark_all_present,
    mark_many,
    mark_numbers,
    mark_numbers_of_day,
    rebuild_states,
    set_policy,
    undo,
)
from lms.attendance.actions.settlements import decide_conflict, decide_rooms, settle_code
from lms.attendance.actions.sheets import Filed, file_photo, keep_photos, remove_photo

__all__ = [
    "Filed",
    "Marked",
    "NewMark",
    "check_in",
    "close_check_in",
    "close_devices",
    "cut_off",
    "decide_conflict",
    "decide_rooms",
    "file_photo",
    "forget_traces",
    "join",
    "join_device",
    "keep_photos",
    "mark_all_present",
    "mark_many",
    "mark_numbers",
    "mark_numbers_of_day",
    "note_seen",
    "open_check_in",
    "open_devices",
    "pin_of",
    "read_mark",
    "rebuild_states",
    "remove_photo",
    "set_policy",
    "settle_code",
    "take_mark",
    "training_of",
    "undo",
]
