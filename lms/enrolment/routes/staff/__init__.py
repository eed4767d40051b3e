"""Staff doors of enrolment."""

from lms.enrolment.routes.staff import choosing, desk, people, planning, sending
from lms.enrolment.routes.staff.door import bp

__all__ = ["bp", "choosing", "desk", "people", "planning", "sending"]
