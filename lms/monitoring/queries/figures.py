"""Figures: measures summed, by region and by month, with the rows that each opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import aliased

from lms.core.db import db
from lms.core.errors import Missing
from lms.monitoring.models import Indicator, Target
from lms.monitoring.queries.measures import MEASURES, Measure
from lms.monitoring.queries.scope import Ancestry, Scope
from lms.places.models import Programme, Region


@dataclass(frozen=True)
class Figure:
    """An indicator with what was counted."""

    indicator: Indicator
    measure: Measure
    value: int


def indicators(programme_id: int, *, public_only: bool = False) -> Sequence[Indicator]:
    """Return the indicators of a programme in their order."""
    statement = select(Indicator).where(Indicator.programme_id == programme_id)
    if public_only:
        statement = statement.where(Indicator.is_public)
    return db.session.scalars(statement.order_by(Indicator.position, Indicator.id)).all()


def first_and_last_day(programme_id: int, *, today: date) -> tuple[date, date]:
    """Return the period that a programme's newest targets name, else this calendar year up to its last day."""
    found = db.session.execute(
        select(Target.starts, Target.ends)
        .join(Indicator, Indicator.id == Target.indicator_id)
        .where(Indicator.programme_id == programme_id)
        .order_by(Target.ends.desc(), Target.starts)
        .limit(1)
    ).first()
    return (found.starts, found.ends) if found else (date(today.year, 1, 1), date(today.year, 12, 31))


def whole_scope(programme: Programme, *, today: date) -> Scope:
    """Return the scope of everything that a programme's public figures are about."""
    starts, ends = first_and_last_day(programme.id, today=today)
    return Scope(programme_id=programme.id, starts=starts, ends=ends)


def targets(programme_id: int, scope: Scope) -> dict[int, int]:
    """Return the target of each indicator for exactly the scope's period; none where the scope is only a part."""
    if not scope.is_whole:
        return {}
    rows = db.session.execute(
        select(Target.indicator_id, Target.value)
        .join(Indicator, Indicator.id == Target.indicator_id)
        .where(Indicator.programme_id == programme_id, Target.region_id.is_(None))
        .where(Target.starts == scope.starts, Target.ends == scope.ends)
    )
    return {row[0]: row[1] for row in rows}


def targets_of(indicator_id: int) -> Sequence[Target]:
    """Return the targets of an indicator for all regions, the newest period first."""
    found = select(Target).where(Target.indicator_id == indicator_id, Target.region_id.is_(None))
    return db.session.scalars(found.order_by(Target.ends.desc(), Target.id)).all()


def find_target(indicator_id: int, *, starts: date, ends: date) -> Target | None:
    """Return the target of exactly this period in all regions, or None."""
    of_period = (Target.starts == starts, Target.ends == ends, Target.region_id.is_(None))
    return db.session.scalar(select(Target).where(Target.indicator_id == indicator_id, *of_period))


def get_indicator(programme_id: int, code: str) -> Indicator:
    """Return an indicator by its code."""
    found = db.session.scalar(select(Indicator).where(Indicator.programme_id == programme_id, Indicator.code == code))
    if found is None:
        raise Missing
    return found


def figures(scope: Scope, *, public_only: bool = False) -> list[Figure]:
    """Return every figure of a programme for a scope, all counted in one statement."""
    rows = [row for row in indicators(scope.programme_id, public_only=public_only) if row.measure in MEASURES]
    values = count_all(scope, [row.measure for row in rows])
    return [Figure(row, MEASURES[row.measure], values[row.measure]) for row in rows]


def count_all(scope: Scope, keys: Sequence[str]) -> Mapping[str, int]:
    """Return the value of measures for a scope, in one statement."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    row = db.session.execute(select(*(_total(MEASURES[key], scope).label(key) for key in wanted))).one()
    return {key: int(value or 0) for key, value in zip(wanted, row, strict=True)}


def rows(measure: Measure, scope: Scope, *, text: str = "") -> Any:
    """Return the select of the rows that a figure opens: key, label, on_day, value, region and parent names."""
    counted = measure.statement(scope).subquery()
    parent = aliased(Region)
    statement = (
        select(
            counted.c.key,
            counted.c.label,
            counted.c.on_day,
            counted.c.value,
            Region.name.label("region"),
            Region.code.label("code"),
            parent.name.label("parent"),
        )
        .outerjoin(Region, Region.id == counted.c.region_id)
        .outerjoin(parent, parent.id == Region.parent_id)
        .order_by(Region.code, counted.c.on_day, counted.c.key)
    )
    return statement.where(counted.c.label.icontains(text, autoescape=True)) if text else statement


def by_region(measure: Measure, scope: Scope, level: int) -> Sequence[Any]:
    """Return (id, uid, code, name, reach_code, value) of a measure by region of a level; rows without one come last."""
    counted, at = measure.statement(scope).subquery(), aliased(Region)
    base = aliased(Region)
    ancestry = Ancestry(base)
    statement = ancestry.joined(select(func.sum(counted.c.value)).outerjoin(base, base.id == counted.c.region_id))
    return list(
        db.session.execute(
            statement.outerjoin(at, at.id == ancestry.at(level))
            .with_only_columns(at.id, at.uid, at.code, at.name, at.reach_code, func.sum(counted.c.value).label("value"))
            .group_by(at.id, at.uid, at.code, at.name, at.reach_code)
            .order_by(at.code.nulls_last())
        )
    )


def by_month(measure: Measure, scope: Scope) -> list[tuple[date, int]]:
    """Return a measure's increments by calendar month: (first day of the month, value), every month of the scope."""
    counted = measure.statement(scope).subquery()
    year, month = extract("year", counted.c.on_day), extract("month", counted.c.on_day)
    found = {
        (int(row[0]), int(row[1])): int(row[2])
        for row in db.session.execute(
            select(year, month, func.sum(counted.c.value)).where(counted.c.on_day.is_not(None)).group_by(year, month)
        )
    }
    return [(day, found.get((day.year, day.month), 0)) for day in _months(scope.starts, scope.ends)]


def _total(measure: Measure, scope: Scope) -> Any:
    counted = measure.statement(scope).subquery()
    return select(func.coalesce(func.sum(counted.c.value), 0)).scalar_subquery()


def _months(first: date, last: date) -> list[date]:
    found, day = [], first.replace(day=1)
    while day <= last:
        found.append(day)
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return found
