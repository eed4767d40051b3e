"""Staff doors of trainings."""

from lms.trainings.routes.staff import agenda, lists, people, plans, state
from lms.trainings.routes.staff.door import bp

__all__ = ["agenda", "bp", "lists", "people", "plans", "state"]
