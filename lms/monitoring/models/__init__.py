"""Tables of monitoring."""

from lms.monitoring.models.activities import COUNTING, ActivityKind, ActivityReport, ReportFact, ReportState
from lms.monitoring.models.indicators import Indicator, Target
from lms.monitoring.models.meetings import Meeting, MeetingGuest
from lms.monitoring.models.plans import ActionPlan, ItemState, PlanItem, PlanNote

__all__ = [
    "COUNTING",
    "ActionPlan",
    "ActivityKind",
    "ActivityReport",
    "Indicator",
    "ItemState",
    "Meeting",
    "MeetingGuest",
    "PlanItem",
    "PlanNote",
    "ReportFact",
    "ReportState",
    "Target",
]
