"""What monitoring adds to the pages of features below."""

from datetime import date, timedelta
from typing import Any

from lms.core.principals import Principal
from lms.monitoring import queries
from lms.monitoring.queries import plans, reports
from lms.places import queries as places
from lms.places.models import Programme
from lms.trainings.models import Training
from lms.web.forms import NamedForm

RECENT = timedelta(days=60)


def plans_card(principal: Principal, training: Training | None) -> dict[str, Any]:
    """Return my plans that want something: an overdue item, or none yet; of one training where one is given."""
    if principal.person_id is None:
        return {"plans": []}
    rows = plans.plannable(principal.person_id, today=places.today())
    if training is not None:
        return {"plans": [row for row in rows if row.Participation.training_id == training.id]}
    recent = places.today() - RECENT
    fresh = [row for row in rows if row.overdue or (not row.items and _ended_since(row.Participation.training, recent))]
    return {"plans": fresh[:3]}


def _ended_since(training: Training, since: date) -> bool:
    return training.ends is not None and training.ends >= since


def activity_kinds(_principal: Principal, programme: Programme) -> dict[str, Any]:
    """Return a programme's kinds of activity, each with a form that renames it, and a form for a new one."""
    rows = []
    for kind in reports.activity_kinds(programme.id):
        form = NamedForm(formdata=None)
        form.show("name", kind.label)
        rows.append((kind, form))
    return {"rows": rows, "new": NamedForm(formdata=None)}


def indicators(_principal: Principal, programme: Programme) -> dict[str, Any]:
    """Return the indicators of a programme."""
    return {"rows": queries.indicators(programme.id)}
