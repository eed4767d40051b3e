"""What surveys add to the pages of features below."""

from typing import Any

from lms.core import clock
from lms.core.principals import Principal
from lms.places.models import Programme
from lms.surveys import queries
from lms.surveys.forms import AIMS, NewForm
from lms.trainings.models import Training


def learner_card(principal: Principal, training: Training | None) -> dict[str, Any]:
    """Return the evaluations that wait for the signed-in person; of one training where one is given."""
    waiting = queries.waiting_for(principal.person_id, now=clock.now()) if principal.person_id else ()
    return {"waiting": [row for row in waiting if training is None or row.training_id == training.id]}


def programme_card(_principal: Principal, programme: Programme) -> dict[str, Any]:
    """Return a programme's forms, and a form for a new one."""
    return {"rows": queries.forms_of(programme.id), "aims": AIMS, "new": NewForm(formdata=None)}
