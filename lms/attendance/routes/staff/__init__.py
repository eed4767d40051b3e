"""Staff's doors to attendance."""

from lms.attendance.routes.staff import badges, check_ins, devices, live, rolls, sheets, waiting
from lms.attendance.routes.staff.door import bp

__all__ = ["badges", "bp", "check_ins", "devices", "live", "rolls", "sheets", "waiting"]
