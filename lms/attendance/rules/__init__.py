"""Pure decisions about attendance."""

from lms.attendance.rules.badges import name_size
from lms.attendance.rules.codes import accepts, code_at, require_claim_holds, require_time, status_for
from lms.attendance.rules.devices import OPEN_FOR, badge_hash, forgets_at, pin_of, require_open
from lms.attendance.rules.flags import KEPT, Trace, away_km, flagged
from lms.attendance.rules.live import day_at, sessions_now
from lms.attendance.rules.marks import (
    Derived,
    Said,
    attended_jp,
    counts_by_status,
    derive,
    read_exceptions,
    read_ranges,
    require_markable,
)
from lms.attendance.rules.sheets import CAPACITIES, Page, page_of

__all__ = [
    "CAPACITIES",
    "KEPT",
    "OPEN_FOR",
    "Derived",
    "Page",
    "Said",
    "Trace",
    "accepts",
    "attended_jp",
    "away_km",
    "badge_hash",
    "code_at",
    "counts_by_status",
    "day_at",
    "derive",
    "flagged",
    "forgets_at",
    "name_size",
    "page_of",
    "pin_of",
    "read_exceptions",
    "read_ranges",
    "require_claim_holds",
    "require_markable",
    "require_open",
    "require_time",
    "sessions_now",
    "status_for",
]
