"""Staff's doors to people, their roles and their codes."""

from lms.accounts.routes.staff import acts, lists, person, slips, teams, work
from lms.accounts.routes.staff.door import bp

__all__ = ["acts", "bp", "lists", "person", "slips", "teams", "work"]
