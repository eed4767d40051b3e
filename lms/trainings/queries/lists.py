"""Lists of trainings and of their people, with their filters and orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, extract, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from lms.accounts.models import Person
from lms.core.db import db
from lms.core.names import folded, searched
from lms.core.principals import Principal
from lms.places.models import Office, Region
from lms.places.queries import in_region
from lms.trainings import permissions
from lms.trainings.models import Capacity, Participation, Training, TrainingState
from lms.trainings.queries.numbers import counted
from lms.trainings.queries.reach import trainings_within

SORTS: dict[str, Any] = {
    "newest": (Training.starts.desc(), Training.id.desc()),
    "oldest": (Training.starts, Training.id),
    "title": (Training.sort_name, Training.id),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of trainings is asked for; an empty value asks for all."""

    text: str = ""
    kind_id: int | None = None
    state: str = ""
    year: int | None = None
    region_code: str = ""
    sort: str = "newest"
    templates: bool = False


def training_rows(principal: Principal, wanted: Wanted) -> Select[Training]:
    """Return the select of the trainings that a list shows, with what it draws loaded."""
    statement = trainings_within(principal, templates=wanted.templates)
    return (
        statement.join(Region, Region.id == Training.region_id)
        .where(*_filters(wanted))
        .options(joinedload(Training.kind), joinedload(Training.office), joinedload(Training.region))
        .order_by(*SORTS.get(wanted.sort, SORTS["newest"]))
    )


def years_held(principal: Principal) -> list[int]:
    """Return the years in which trainings within reach begin, newest first."""
    year = extract("year", Training.starts)
    rows = db.session.scalars(
        select(year).where(permissions.sees(principal), Training.starts.is_not(None)).distinct().order_by(year.desc())
    )
    return [int(row) for row in rows]


def regions_held(principal: Principal) -> Sequence[Region]:
    """Return the regions where trainings within reach are held, by code."""
    held = select(Training.region_id).where(permissions.sees(principal), Training.is_template.is_(False))
    return db.session.scalars(
        select(Region).where(Region.id.in_(held)).options(joinedload(Region.parent)).order_by(Region.code)
    ).all()


def open_to_public(*, today: date | None = None, programme_id: int | None = None, text: str = "") -> Select[Training]:
    """Return the select of the trainings that a visitor sees: public, neither draft nor template; coming ones first."""
    statement = (
        select(Training)
        .where(
            Training.is_public,
            Training.is_template.is_(False),
            Training.state.in_([TrainingState.OPEN, TrainingState.CLOSED]),
        )
        .options(joinedload(Training.kind), joinedload(Training.office), joinedload(Training.programme))
        .order_by((Training.state == TrainingState.CLOSED), Training.starts.desc(), Training.id.desc())
    )
    if programme_id is not None:
        statement = statement.where(Training.programme_id == programme_id)
    for word in folded(text).split()[:8]:
        statement = statement.where(Training.sort_name.contains(word, autoescape=True))
    return statement if today is None else statement.where(or_(Training.ends.is_(None), Training.ends >= today))


def people_rows(
    training_id: int, *, text: str = "", capacity: str = "", step: str = "", region_code: str = "", sort: str = "",
) -> Select[Participation]:  # fmt: skip
    """Return the select of a training's people by delegation (province, regency, office) or by name.

    `step` is a number of the overview (invited, registered, arrived: exactly the rows that it counts), "expected"
    (registered, not arrived) or "withdrawn"; without one, whoever has not withdrawn.
    """
    by_place = (Region.code, Participation.office_shown, Participation.sort_name, Participation.id)
    by_name = (Participation.sort_name, Participation.id)
    return (
        select(Participation)
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Region, Region.id == Participation.region_id)
        .where(
            Participation.training_id == training_id,
            _taken(step),
            *([Participation.capacity == Capacity(capacity)] if capacity in set(Capacity) else []),
            *([in_region(region_code)] if region_code else []),
            *(_names(word) for word in searched(text)),
        )
        .options(joinedload(Participation.person), joinedload(Participation.office), _with_parents())
        .order_by(*(by_name if sort == "name" else by_place))
    )


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    words = folded(wanted.text).split()[:8]
    found: list[ColumnElement[bool]] = [
        or_(
            Training.sort_name.contains(word, autoescape=True),
            Region.sort_name.contains(word, autoescape=True),
            Training.office_id.in_(select(Office.id).where(Office.sort_name.contains(word, autoescape=True))),
        )
        for word in words
    ]
    if wanted.kind_id:
        found.append(Training.kind_id == wanted.kind_id)
    if wanted.state in set(TrainingState):
        found.append(Training.state == TrainingState(wanted.state))
    if wanted.year:
        found.append(and_(Training.starts >= date(wanted.year, 1, 1), Training.starts <= date(wanted.year, 12, 31)))
    if wanted.region_code:
        found.append(in_region(wanted.region_code))
    return found


def _taken(step: str) -> ColumnElement[bool]:
    if step in {"invited", "registered", "arrived"}:
        return counted(step)
    if step == "expected":
        return and_(counted("registered"), Participation.arrived_at.is_(None))
    if step == "withdrawn":
        return Participation.withdrawn_at.is_not(None)
    return Participation.withdrawn_at.is_(None)


def _names(word: str) -> ColumnElement[bool]:
    return or_(
        Participation.sort_name.contains(word, autoescape=True),
        Participation.office_id.in_(select(Office.id).where(Office.sort_name.contains(word, autoescape=True))),
        Region.sort_name.contains(word, autoescape=True),
        Person.phone.contains(word.lstrip("0") or word, autoescape=True),
        Participation.badge_code == word.upper(),
        Person.nip.contains(word, autoescape=True),
    )


def _with_parents() -> ExecutableOption:
    return (
        joinedload(Participation.region).joinedload(Region.parent).joinedload(Region.parent).joinedload(Region.parent)
    )
