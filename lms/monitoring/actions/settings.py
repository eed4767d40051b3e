"""What a programme follows: kinds of activity, indicators and their targets."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.monitoring import permissions, queries
from lms.monitoring.models import ActivityKind, Indicator, Target
from lms.places import queries as places


@transaction()
def save_activity_kind(slug: str, key: str | None, *, label: dict[str, str], by: Principal) -> ActivityKind:
    """Add a kind of activity to a programme (key None) or rename one; reports of that kind follow its name."""
    if not permissions.may_set_indicators(by):
        raise Missing
    programme = places.get_programme(slug)
    mine = select(ActivityKind).where(ActivityKind.programme_id == programme.id)
    kind = db.session.scalar(mine.where(ActivityKind.key == key)) if key else None
    if key and kind is None:
        raise Missing
    if kind is None:
        last = db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
        kind = ActivityKind(programme_id=programme.id, key=f"kind-{last + 1}", position=last)
        db.session.add(kind)
    kind.label = label
    db.session.flush()
    trail.record("activity_kind.saved", by=by.id, subject="programme", subject_uid=programme.uid, key=kind.key)
    return kind


@transaction()
def save_indicator(slug: str, known: str | None, *, by: Principal, **facts: Any) -> Indicator:
    """Add an indicator to a programme, or change the one whose code is `known`; `measure` names what counts it."""
    if not permissions.may_set_indicators(by):
        raise Missing
    programme = places.get_programme(slug)
    same = db.session.scalar(
        select(Indicator.code).where(Indicator.programme_id == programme.id, Indicator.code == facts["code"])
    )
    if same is not None and same != known:
        message = _("Another indicator has this code.")
        raise Refused(message, fields={"code": message})
    found = queries.get_indicator(programme.id, known) if known else Indicator(programme_id=programme.id)
    for key, value in facts.items():
        setattr(found, key, value)
    db.session.add(found)
    db.session.flush()
    trail.record("indicator.saved", by=by.id, subject="programme", subject_uid=programme.uid, code=found.code)
    return found


@transaction()
def set_target(slug: str, code: str, *, value: int | None, starts: date, ends: date, by: Principal) -> None:
    """Say what an indicator should reach in a period in all regions; None takes that period's target away."""
    if not permissions.may_set_indicators(by):
        raise Missing
    if ends < starts:
        message = _("It ends before it begins.")
        raise Refused(message, fields={"ends": message})
    indicator = queries.get_indicator(places.get_programme(slug).id, code)
    found = queries.find_target(indicator.id, starts=starts, ends=ends)
    if found is None and value is not None:
        found = Target(indicator_id=indicator.id, starts=starts, ends=ends)
        db.session.add(found)
    if found is not None and value is None:
        db.session.delete(found)
    elif found is not None and value is not None:
        found.value = value
    trail.record("target.set", by=by.id, subject="indicator", subject_uid=indicator.uid, value=value,
                 starts=starts.isoformat(), ends=ends.isoformat())  # fmt: skip
