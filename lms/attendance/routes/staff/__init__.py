"""Staff's doors to attendance."""

from lms.attendance.routes.staff import check_ins, live, rolls
from lms.attendance.routes.staff.door import bp

__all__ = ["bp", "check_ins", "live", "rolls"]
