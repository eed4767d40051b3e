"""Staff doors of trainings."""

from lms.trainings.routes.staff import (
    agenda,
    biodata,
    board,
    gallery,
    kinds,
    lists,
    minutes,
    people,
    plans,
    state,
    uploads,
)
from lms.trainings.routes.staff.door import bp

__all__ = [
    "agenda",
    "biodata",
    "board",
    "bp",
    "gallery",
    "kinds",
    "lists",
    "minutes",
    "people",
    "plans",
    "state",
    "uploads",
]
