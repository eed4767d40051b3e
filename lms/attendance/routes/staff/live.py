"""The live page of a running event: who has arrived, and who is where, for a projector."""

from datetime import date
from itertools import groupby
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.attendance import queries, rules
from lms.attendance.forms import STATUS_NAMES
from lms.attendance.routes.staff.door import bp
from lms.core import clock
from lms.core.clock import local
from lms.trainings import queries as trainings
from lms.trainings.models import Capacity
from lms.web import guard


@bp.get("/trainings/<uuid:uid>/live")
@guard.signed_in
def show_live(uid: UUID) -> ResponseReturnValue:
    """Show arrivals by delegation and the counts of a day's sessions; the page asks for the next by itself."""
    training = trainings.get_training_within(guard.principal(), uid)
    now = clock.now()
    counted = queries.sessions_with_counts(training.id, of=[Capacity.PARTICIPANT])
    days = sorted({local(session.starts_at, training.zone).date() for session, _counts in counted})
    day = _chosen(days) or rules.day_at(days, local(now, training.zone).date())
    of_day = [pair for pair in counted if local(pair[0].starts_at, training.zone).date() == day]
    at = rules.sessions_now([session for session, _counts in of_day], now)
    rows = queries.delegations(training.id, [session.id for session in at])
    return render_template(
        "attendance/staff/live.html", training=training, now=now, days=days, day=day, sessions=of_day, at=at,
        delegations=[(province, list(group)) for province, group in groupby(rows, key=lambda row: row.province)],
        expected=sum(row.expected for row in rows), arrived=sum(row.arrived for row in rows),
        here=sum(row.here for row in rows), statuses=STATUS_NAMES, chosen=_chosen(days),
    )  # fmt: skip


def _chosen(days: list[date]) -> date | None:
    wanted = request.args.get("day", "")
    return next((day for day in days if day.isoformat() == wanted), None)
