"""Staff doors of trainings."""

from lms.trainings.routes.staff import agenda, kinds, lists, people, plans, state
from lms.trainings.routes.staff.door import bp

__all__ = ["agenda", "bp", "kinds", "lists", "people", "plans", "state"]
