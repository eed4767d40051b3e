"""Whose a seat is, as predicates."""

from sqlalchemy import ColumnElement, bindparam

from lms.core.principals import Principal
from lms.trainings.models import Participation

OWN_SEAT = (Participation.person_id == bindparam("person_id")) & Participation.withdrawn_at.is_(None)


def who(principal: Principal) -> dict[str, int]:
    """Return the fact that OWN_SEAT asks for."""
    return {"person_id": principal.person_id or 0}


def is_own(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate that a participation is a principal's own."""
    return (Participation.person_id == (principal.person_id or 0)) & Participation.withdrawn_at.is_(None)
