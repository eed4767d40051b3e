"""What the search box finds: each source filtered by the same reach as its own list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from lms.accounts import queries as accounts
from lms.accounts.models import Person
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Module
from lms.core.db import db
from lms.core.names import folded
from lms.core.principals import Principal
from lms.places import queries as places
from lms.places.models import Office
from lms.trainings import queries as trainings
from lms.trainings.models import Training

MOST = 8


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called, what tells it from its like, and where it stands."""

    label: str
    detail: str
    endpoint: str
    uid: UUID


@dataclass(frozen=True)
class Group:
    """Hits of one kind."""

    label: str
    hits: list[Hit]


def find(principal: Principal, text: str) -> list[Group]:
    """Return what a text of at least two letters finds within a principal's reach, at most eight of a kind."""
    wanted = folded(text)
    if len(wanted) < 2:
        return []
    sources: tuple[tuple[str, Callable[[Principal, str], list[Hit]]], ...] = (
        (_("Trainings"), _trainings),
        (_("People"), _people),
        (_("Offices and libraries"), _offices),
        (_("Modules"), _modules),
    )
    groups = [Group(label, source(principal, wanted)) for label, source in sources]
    return [group for group in groups if group.hits]


def _trainings(principal: Principal, wanted: str) -> list[Hit]:
    rows = trainings.trainings_within(principal).where(Training.sort_name.contains(wanted, autoescape=True))
    found = db.session.scalars(rows.order_by(Training.starts.desc()).limit(MOST))
    return [Hit(t.title, _years(t), "trainings_staff.show", t.uid) for t in found]


def _people(principal: Principal, wanted: str) -> list[Hit]:
    rows = (
        accounts.people_within(principal)
        .where(Person.sort_name.contains(wanted, autoescape=True))
        .options(joinedload(Person.office))
        .order_by(Person.sort_name)
        .limit(MOST)
    )
    found = db.session.scalars(rows)
    return [Hit(p.shown_name, p.office.name if p.office else "", "accounts_staff.person", p.uid) for p in found]


def _offices(principal: Principal, wanted: str) -> list[Hit]:
    rows = (
        places.offices_within(principal)
        .where(Office.sort_name.contains(wanted, autoescape=True))
        .order_by(Office.sort_name)
        .limit(MOST)
    )
    return [Hit(o.name, o.region.name, "places_staff.office", o.uid) for o in db.session.scalars(rows)]


def _modules(principal: Principal, wanted: str) -> list[Hit]:
    rows = catalogue.modules_within(principal).where(Module.sort_name.contains(wanted, autoescape=True))
    found = db.session.scalars(rows.order_by(Module.sort_name).limit(MOST))
    return [Hit(m.title, "", "catalogue_staff.module", m.uid) for m in found]


def _years(training: Any) -> str:
    return str(training.starts.year) if training.starts else ""
