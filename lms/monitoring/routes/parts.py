"""What monitoring adds to the pages of features below."""

from typing import Any

from lms.core.principals import Principal
from lms.monitoring import queries
from lms.monitoring.queries import reports
from lms.places.models import Programme
from lms.web.forms import NamedForm


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
