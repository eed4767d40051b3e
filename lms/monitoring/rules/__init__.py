"""Pure decisions of monitoring."""

from lms.monitoring.rules.reports import Tallies, allowed_next, flags, require_counted

__all__ = ["Tallies", "allowed_next", "flags", "require_counted"]
