"""Staff doors of enrolment."""

from lms.enrolment.routes.staff import asking, choosing, desk, grouping, inviting, people, planning, sending
from lms.enrolment.routes.staff.door import bp

__all__ = ["asking", "bp", "choosing", "desk", "grouping", "inviting", "people", "planning", "sending"]
