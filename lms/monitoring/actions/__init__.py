"""Writes of monitoring."""

from lms.monitoring.actions.beginnings import begin_programme
from lms.monitoring.actions.meetings import record_meeting
from lms.monitoring.actions.plans import (
    Note,
    Promise,
    add_item,
    change_item,
    comment,
    join_plans,
    note_progress,
    remove_item,
)
from lms.monitoring.actions.reports import ReportFacts, file_report, move_report
from lms.monitoring.actions.settings import save_activity_kind, save_indicator, set_target

__all__ = [
    "Note",
    "Promise",
    "ReportFacts",
    "add_item",
    "begin_programme",
    "change_item",
    "comment",
    "file_report",
    "join_plans",
    "move_report",
    "note_progress",
    "record_meeting",
    "remove_item",
    "save_activity_kind",
    "save_indicator",
    "set_target",
]
