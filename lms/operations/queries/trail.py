"""Reads of the audit trail and its chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from lms.accounts.models import Person
from lms.accounts.queries import actor_name
from lms.accounts.rules import actors_named
from lms.core import clock
from lms.core.db import db
from lms.core.names import folded
from lms.core.principals import Kind, PrincipalRow
from lms.core.trail import TrailEntry, TrailSeal
from lms.operations import rules


def trail_rows(
    *, text: str = "", act: str = "", since: date | None = None, until: date | None = None, zone: str
) -> Select[Any]:
    """Return the select of (TrailEntry, who) of acts by whom, what, and on which days of a zone, the newest first."""
    found = (
        select(TrailEntry, actor_name().label("who"))
        .outerjoin(PrincipalRow, PrincipalRow.id == TrailEntry.principal_id)
        .outerjoin(Person, Person.principal_id == TrailEntry.principal_id)
        .order_by(TrailEntry.id.desc())
    )
    if act:
        found = found.where(or_(TrailEntry.act == act, TrailEntry.act.startswith(f"{act}.", autoescape=True)))
    if since:
        found = found.where(TrailEntry.at >= clock.at(since, 0, 0, zone))
    if until:
        found = found.where(TrailEntry.at < clock.at(until + timedelta(days=1), 0, 0, zone))
    for word in folded(text).split()[:6]:
        found = found.where(_means(word))
    return found


def acts() -> Sequence[str]:
    """Return the kinds of acts that the trail has."""
    return db.session.scalars(select(TrailEntry.act).distinct().order_by(TrailEntry.act)).all()


@dataclass(frozen=True)
class ChainFacts:
    """How long the trail and its chain are, and when the last seal was set."""

    entries: int
    seals: int
    sealed: int
    last_at: datetime | None


def chain_facts() -> ChainFacts:
    """Return how much of the trail is sealed."""
    entries = db.session.scalar(select(func.count(TrailEntry.id))) or 0
    seals, last_at, until = db.session.execute(
        select(func.count(TrailSeal.id), func.max(TrailSeal.at), func.max(TrailSeal.until_id))
    ).one()
    sealed = db.session.scalar(select(func.count(TrailEntry.id)).where(TrailEntry.id <= (until or 0))) or 0
    return ChainFacts(entries, seals, sealed, last_at)


def _means(word: str) -> Any:
    return or_(
        Person.sort_name.contains(word, autoescape=True),
        func.lower(PrincipalRow.label).contains(word, autoescape=True),
        and_(PrincipalRow.kind == Kind.JOB, PrincipalRow.label.in_(actors_named(word))),
        TrailEntry.act.contains(word, autoescape=True),
        TrailEntry.act.in_(rules.acts_named(word)),
        TrailEntry.subject.contains(word, autoescape=True),
        TrailEntry.subject.in_(rules.subjects_named(word)),
    )
