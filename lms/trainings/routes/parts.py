"""What trainings add to the pages of features below."""

from typing import Any

from lms.accounts.models import Person
from lms.core.db import db
from lms.core.principals import Principal
from lms.places.models import Programme
from lms.trainings import permissions, queries
from lms.trainings.forms import KindForm
from lms.trainings.rules.labels import capacities

SHOWN = 20


def person_card(principal: Principal, person: Person) -> dict[str, Any]:
    """Return the trainings of a person that a principal may see, the newest first."""
    found = queries.participations_of_person(person.id).where(permissions.sees(principal)).limit(SHOWN)
    return {"rows": db.session.scalars(found).all(), "capacities": capacities()}


def programme_card(_principal: Principal, programme: Programme) -> dict[str, Any]:
    """Return a programme's kinds of training, each with a form that renames it, and a form for a new one."""
    rows = []
    for kind in queries.kinds(programme.id):
        form = KindForm(formdata=None, prefix="", is_replication=kind.is_replication)
        form.show("name", kind.label)
        rows.append((kind, form))
    return {"rows": rows, "new": KindForm(formdata=None)}
