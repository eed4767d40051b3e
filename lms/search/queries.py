"""What the search box finds: each source is the list of its feature, so what it finds the list shows too."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from lms.accounts import permissions as accounts_permissions
from lms.accounts import queries as accounts
from lms.accounts.models import Person
from lms.catalogue import queries as catalogue
from lms.certificates import queries as certificates
from lms.core.db import db
from lms.core.names import folded
from lms.core.principals import Principal
from lms.monitoring import permissions as monitoring
from lms.monitoring.queries import reports
from lms.places import permissions as places_permissions
from lms.places import queries as places
from lms.trainings import queries as trainings
from lms.trainings.models import Training

MOST = 8


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called, what tells it from its like, and where it stands."""

    label: str
    detail: str
    endpoint: str
    address: dict[str, Any]


@dataclass(frozen=True)
class Group:
    """Hits of one kind."""

    label: str
    hits: list[Hit]


def find(principal: Principal, text: str, *, today: date) -> list[Group]:
    """Return what a text of at least two letters finds within a principal's reach, at most eight of a kind."""
    if len(folded(text)) < 2:
        return []
    sources: tuple[tuple[str, Callable[[], list[Hit]]], ...] = (
        (_("My trainings"), lambda: _mine(principal, text)),
        (_("Trainings"), lambda: _trainings(principal, text)),
        (_("Open trainings"), lambda: _open(text, today)),
        (_("People"), lambda: _people(principal, text, today)),
        (_("Offices and libraries"), lambda: _offices(principal, text)),
        (_("Regions"), lambda: _regions(principal, text)),
        (_("Certificates"), lambda: _certificates(principal, text)),
        (_("Reports"), lambda: _reports(principal, text)),
        (_("Modules"), lambda: _modules(text)),
    )
    groups = [Group(label, source()) for label, source in sources]
    return [group for group in groups if group.hits]


def _mine(principal: Principal, text: str) -> list[Hit]:
    rows = trainings.participations_of_person(principal.person_id or 0)
    for word in folded(text).split():
        rows = rows.where(Training.sort_name.contains(word, autoescape=True))
    found = db.session.scalars(rows.limit(MOST))
    return [_hit(row.training.title, _year(row.training), "learning_learner.show", uid=row.uid) for row in found]


def _trainings(principal: Principal, text: str) -> list[Hit]:
    rows = db.session.scalars(trainings.training_rows(principal, trainings.Wanted(text=text)).limit(MOST))
    return [_hit(row.title, f"{row.office.name} {_year(row)}", "trainings_staff.show", uid=row.uid) for row in rows]


def _open(text: str, today: date) -> list[Hit]:
    rows = db.session.scalars(trainings.open_to_public(today=today, text=text).limit(MOST))
    return [_hit(row.title, _year(row), "enrolment_public.show", uid=row.uid) for row in rows]


def _people(principal: Principal, text: str, today: date) -> list[Hit]:
    if not accounts_permissions.may_see_people(principal):
        return []
    wanted = accounts.list_people(principal, accounts.Wanted(text=text), today=today)
    rows = db.session.scalars(wanted.options(joinedload(Person.office)).limit(MOST))
    named = [(row, row.office.name if row.office else "") for row in rows]
    return [_hit(row.shown_name, office, "accounts_staff.person", uid=row.uid) for row, office in named]


def _offices(principal: Principal, text: str) -> list[Hit]:
    if not places_permissions.may_see(principal):
        return []
    rows = db.session.scalars(places.list_offices(principal, places.Wanted(text=text)).limit(MOST))
    return [_hit(row.name, row.region.name, "places_staff.office", uid=row.uid) for row in rows]


def _regions(principal: Principal, text: str) -> list[Hit]:
    tree = places.main_tree() if places_permissions.may_see(principal) else None
    rows = places.search_regions(tree.id, text, limit=MOST) if tree else []
    return [
        _hit(f"{row.name} ({row.code})", row.parent.name if row.parent else "", "places_staff.region", uid=row.uid)
        for row in rows
    ]


def _certificates(principal: Principal, text: str) -> list[Hit]:
    rows = db.session.scalars(certificates.register_rows(principal, text=text).limit(MOST))
    return [_hit(row.number, row.data["name"], "certificates_staff.certificate", uid=row.uid) for row in rows]


def _reports(principal: Principal, text: str) -> list[Hit]:
    if not monitoring.sees_reports(principal, None):
        return []
    rows = db.session.scalars(reports.report_rows(principal, text=text).limit(MOST))
    return [_hit(row.title, row.library.name, "monitoring_staff.show_report", uid=row.uid) for row in rows]


def _modules(text: str) -> list[Hit]:
    rows = db.session.execute(catalogue.public_modules(text=text).limit(MOST))
    return [_hit(row[0].title, "", "catalogue_public.module", slug=row[0].slug) for row in rows]


def _hit(label: str, detail: str, endpoint: str, **address: Any) -> Hit:
    return Hit(label, detail, endpoint, address)


def _year(training: Any) -> str:
    return str(training.starts.year) if training.starts else ""
