"""Staff doors of enrolment."""

from lms.enrolment.routes.staff import choosing, desk, inviting, people, planning, sending
from lms.enrolment.routes.staff.door import bp

__all__ = ["bp", "choosing", "desk", "inviting", "people", "planning", "sending"]
