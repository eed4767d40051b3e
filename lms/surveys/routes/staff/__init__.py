"""Staff's doors to surveys."""

from lms.surveys.routes.staff import forms, mentors, surveys
from lms.surveys.routes.staff.door import bp

__all__ = ["bp", "forms", "mentors", "surveys"]
