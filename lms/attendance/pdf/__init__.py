"""Papers of attendance as PDF: sign-in sheets of a session or a day, and badges."""

from lms.attendance.pdf.badges import BADGES
from lms.attendance.pdf.sheets import DAY_SHEET, SHEET

__all__ = ["BADGES", "DAY_SHEET", "SHEET"]
