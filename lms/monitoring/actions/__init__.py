"""Writes of monitoring."""

from lms.monitoring.actions.beginnings import begin_programme
from lms.monitoring.actions.meetings import record_meeting
from lms.monitoring.actions.reports import ReportFacts, file_report, move_report
from lms.monitoring.actions.settings import save_activity_kind, save_indicator, set_target

__all__ = [
    "ReportFacts",
    "begin_programme",
    "file_report",
    "move_report",
    "record_meeting",
    "save_activity_kind",
    "save_indicator",
    "set_target",
]
