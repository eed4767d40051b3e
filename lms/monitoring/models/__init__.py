"""Tables of monitoring."""

from lms.monitoring.models.activities import ActivityKind, ActivityReport, ReportFact, ReportState
from lms.monitoring.models.indicators import Indicator, Target
from lms.monitoring.models.meetings import Meeting, MeetingGuest

__all__ = [
    "ActivityKind",
    "ActivityReport",
    "Indicator",
    "Meeting",
    "MeetingGuest",
    "ReportFact",
    "ReportState",
    "Target",
]
