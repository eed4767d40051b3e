"""Which programme, period and region a page of figures is asked for."""

from flask import request

from lms.core import clock
from lms.core.principals import Principal
from lms.monitoring.queries import Scope, first_and_last_day
from lms.places.models import Programme
from lms.web import paging


def scope_of(programme: Programme, principal: Principal | None = None) -> Scope:
    """Return the scope that the address names: from, until, region; the programme's whole time unless given."""
    today = clock.today(programme.zone)
    first, last = first_and_last_day(programme.id, today=today)
    starts, ends = paging.asked_day("from") or first, paging.asked_day("until") or last
    if ends < starts:
        starts, ends = ends, starts
    return Scope(
        programme_id=programme.id,
        starts=starts,
        ends=ends,
        below=request.args.get("region", "")[:80],
        principal=principal,
    )
