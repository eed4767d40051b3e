"""What trainings add to the pages of features below."""

from typing import Any

from lms.accounts.models import Person
from lms.core.db import db
from lms.core.principals import Principal
from lms.trainings import permissions, queries
from lms.trainings.rules.labels import capacities

SHOWN = 20


def person_card(principal: Principal, person: Person) -> dict[str, Any]:
    """Return the trainings of a person that a principal may see, the newest first."""
    found = queries.participations_of_person(person.id).where(permissions.sees(principal)).limit(SHOWN)
    return {"rows": db.session.scalars(found).all(), "capacities": capacities()}
