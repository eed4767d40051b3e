"""Pure decisions about attendance."""

from lms.attendance.rules.codes import accepts, code_at, require_claim_holds, require_time, status_for
from lms.attendance.rules.flags import Trace, flagged
from lms.attendance.rules.live import day_at, sessions_now
from lms.attendance.rules.marks import (
    Derived,
    Said,
    attended_jp,
    counts_by_status,
    derive,
    read_ranges,
    require_markable,
)

__all__ = [
    "Derived",
    "Said",
    "Trace",
    "accepts",
    "attended_jp",
    "code_at",
    "counts_by_status",
    "day_at",
    "derive",
    "flagged",
    "read_ranges",
    "require_claim_holds",
    "require_markable",
    "require_time",
    "sessions_now",
    "status_for",
]
