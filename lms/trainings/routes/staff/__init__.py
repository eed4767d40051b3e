"""Staff doors of trainings."""

from lms.trainings.routes.staff import agenda, gallery, kinds, lists, people, plans, state, uploads
from lms.trainings.routes.staff.door import bp

__all__ = ["agenda", "bp", "gallery", "kinds", "lists", "people", "plans", "state", "uploads"]
