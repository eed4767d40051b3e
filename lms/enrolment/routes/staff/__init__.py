"""Staff doors of enrolment."""

from lms.enrolment.routes.staff import choosing, people, planning, sending
from lms.enrolment.routes.staff.door import bp

__all__ = ["bp", "choosing", "people", "planning", "sending"]
