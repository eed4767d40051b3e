"""Who of a training is eligible, confirmed, and has a certificate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from lms.accounts.models import Person
from lms.accounts.queries import actor_name
from lms.certificates.models import Certificate, Kind, NameConfirmation, NameNotice
from lms.core.db import db
from lms.core.names import folded
from lms.core.principals import PrincipalRow
from lms.places.models import Region
from lms.places.queries import path_of
from lms.progress.models import Decision
from lms.trainings.models import Participation, Training

MOST_DAYS = 60  # that people may be given to answer
STATUSES = ("ready", "unconfirmed", "not_eligible", "undecided", "has_certificate")


@dataclass(frozen=True)
class PersonRow:
    """A participation with its decision, its name as it will be printed, and its standing certificate."""

    participation: Participation
    decision: Decision | None
    confirmation: NameConfirmation | None
    certificate: Certificate | None

    @property
    def is_confirmed(self) -> bool:
        """Whether the name was confirmed, and the registered one has not changed since."""
        found = self.confirmation
        return found is not None and found.registered_name == self.participation.name_shown

    @property
    def name(self) -> str:
        """The name as it will be printed."""
        if self.confirmation is not None and self.is_confirmed:
            return self.confirmation.name
        return self.participation.name_shown

    @property
    def status(self) -> str:
        """What stands between this person and a certificate: one of STATUSES."""
        if self.certificate is not None:
            return "has_certificate"
        if self.decision is None:
            return "undecided"
        if not self.decision.is_eligible:
            return "not_eligible"
        return "ready" if self.is_confirmed else "unconfirmed"


@dataclass(frozen=True)
class Counts:
    """How many people of a training stand where."""

    ready: int = 0
    unconfirmed: int = 0
    not_eligible: int = 0
    undecided: int = 0
    has_certificate: int = 0

    @property
    def total(self) -> int:
        """Everyone."""
        return self.ready + self.unconfirmed + self.not_eligible + self.undecided + self.has_certificate


def rows_of(
    training_id: int, *, text: str = "", status: str = "", capacity: str = "", sort: str = "name"
) -> Select[Any]:
    """Return the select of a training's people as (participation, decision, confirmation, certificate)."""
    statement = _joined().where(Participation.training_id == training_id)
    if words := folded(text).split():
        office = func.lower(Participation.office_shown)
        for word in words:
            named = Participation.sort_name.contains(word, autoescape=True)
            statement = statement.where(or_(named, office.contains(word, autoescape=True)))
    if status in STATUSES:
        statement = statement.where(_status() == status)
    if capacity:
        statement = statement.where(Participation.capacity == capacity)
    column = {"office": Participation.office_shown, "number": Certificate.number}.get(
        sort.lstrip("-"), Participation.sort_name
    )
    return statement.order_by(column.desc() if sort.startswith("-") else column.asc(), Participation.id)


def as_rows(found: Iterable[Any]) -> list[PersonRow]:
    """Return loaded rows with their words."""
    return [PersonRow(*row) for row in found]


def rows_without_statement(training_id: int) -> list[PersonRow]:
    """Return who is eligible and has neither a certificate nor a statement of attendance yet."""
    statement = aliased(Certificate)
    has_one = select(statement.id).where(
        statement.participation_id == Participation.id, statement.kind == Kind.STATEMENT, statement.is_standing
    )
    waiting = rows_of(training_id).where(_status().in_(["ready", "unconfirmed"]), ~has_one.exists())
    return as_rows(db.session.execute(waiting))


def counts_of(training_id: int) -> Counts:
    """Return how many people of a training stand where."""
    status = _status().label("status")
    inner = _joined(status).where(Participation.training_id == training_id).subquery()
    rows = db.session.execute(select(inner.c.status, func.count()).group_by(inner.c.status))
    return Counts(**{row[0]: row[1] for row in rows})


def in_paper_order(rows: Sequence[PersonRow]) -> list[PersonRow]:
    """Return rows by province, regency and name, as a block of numbers is given; regions by code, none last."""
    ids = {row.participation.region_id for row in rows if row.participation.region_id}
    up = joinedload(Region.parent).joinedload(Region.parent).joinedload(Region.parent).joinedload(Region.parent)
    regions = {row.id: path_of(row) for row in db.session.scalars(select(Region).where(Region.id.in_(ids)).options(up))}
    return sorted(rows, key=lambda row: _paper_key(row, regions))


def longest_name(training_id: int) -> str:
    """Return the longest registered name of a training, for a preview."""
    length = func.length(Participation.name_shown)
    found = select(Participation.name_shown).where(Participation.training_id == training_id).order_by(length.desc())
    return db.session.scalar(found.limit(1)) or ""


def longest_name_of(office_id: int) -> str:
    """Return the longest registered name of an office's trainings, for a preview."""
    length = func.length(Participation.name_shown)
    found = select(Participation.name_shown).join(Training, Training.id == Participation.training_id)
    return db.session.scalar(found.where(Training.office_id == office_id).order_by(length.desc()).limit(1)) or ""


def notice_of(training_id: int) -> NameNotice | None:
    """Return the newest notice to look at one's name, or None."""
    newest = select(NameNotice).where(NameNotice.training_id == training_id).order_by(NameNotice.id.desc())
    return db.session.scalar(newest.limit(1))


def trainings_due(*, now: datetime) -> list[int]:
    """Return the trainings whose time to answer to a notice has passed lately."""
    since = now - timedelta(days=2 * MOST_DAYS)
    notices = db.session.scalars(select(NameNotice).where(NameNotice.at >= since).order_by(NameNotice.id))
    newest = {notice.training_id: notice for notice in notices}
    return [training_id for training_id, notice in newest.items() if notice.due <= now]


def own_row(person_id: int | None, participation_uid: UUID) -> PersonRow | None:
    """Return somebody's own participation with its name and certificate, or None when it is another's."""
    found = db.session.execute(
        _joined().where(Participation.uid == participation_uid, Participation.person_id == (person_id or 0))
    ).first()
    return PersonRow(*found) if found else None


def open_confirmations(person_id: int | None) -> list[PersonRow]:
    """Return the participations of a person whose name can be confirmed: no certificate yet, and not refused one."""
    found = db.session.execute(
        _joined()
        .join(Training, Training.id == Participation.training_id)
        .where(
            Participation.person_id == (person_id or 0),
            Participation.registered_at.is_not(None),
            _status().in_(["unconfirmed", "undecided"]),
            ~_is_confirmed(),
        )
        .options(joinedload(Participation.training))
        .order_by(Training.starts.desc(), Participation.id)
    )
    return as_rows(found)


def unconfirmed(training_id: int) -> Select[Participation]:
    """Return the select of a training's people who can confirm their name and have not."""
    return (
        _joined(Participation)
        .where(
            Participation.training_id == training_id,
            Participation.registered_at.is_not(None),
            _status().in_(["unconfirmed", "undecided"]),
            ~_is_confirmed(),
        )
        .order_by(Participation.sort_name, Participation.id)
    )


def on_the_way(person_id: int | None) -> list[PersonRow]:
    """Return a person's participations that were decided, without a certificate and with nothing left to answer."""
    found = db.session.execute(
        _joined()
        .join(Training, Training.id == Participation.training_id)
        .where(Participation.person_id == (person_id or 0), _status().in_(["ready", "not_eligible"]))
        .options(joinedload(Participation.training))
        .order_by(Training.starts.desc(), Participation.id)
    )
    return as_rows(found)


def granters(decisions: Iterable[Decision | None]) -> dict[int, str]:
    """Return by principal who granted exceptions among some decisions."""
    ids = {row.granted_by for row in decisions if row is not None and row.granted_by is not None}
    rows = db.session.execute(  # asked even for nobody: a list costs the same whoever is on it
        select(PrincipalRow.id, actor_name())
        .outerjoin(Person, Person.principal_id == PrincipalRow.id)
        .where(PrincipalRow.id.in_(ids))
    )
    return {row[0]: row[1] for row in rows}


def _joined(*columns: Any) -> Select[Any]:
    newest = (
        select(func.max(NameConfirmation.id))
        .where(NameConfirmation.participation_id == Participation.id)
        .correlate(Participation)
        .scalar_subquery()
    )
    return (
        select(*(columns or (Participation, Decision, NameConfirmation, Certificate)))
        .select_from(Participation)
        .outerjoin(Decision, and_(Decision.participation_id == Participation.id, Decision.is_current))
        .outerjoin(NameConfirmation, NameConfirmation.id == newest)
        .outerjoin(
            Certificate,
            and_(
                Certificate.participation_id == Participation.id,
                Certificate.kind == Kind.CERTIFICATE,
                Certificate.is_standing,
            ),
        )
        .where(or_(Participation.withdrawn_at.is_(None), Certificate.id.is_not(None)))
    )


def _is_confirmed() -> ColumnElement[bool]:
    return func.coalesce(NameConfirmation.registered_name, "") == Participation.name_shown


def _status() -> ColumnElement[str]:
    return case(
        (Certificate.id.is_not(None), "has_certificate"),
        (Decision.id.is_(None), "undecided"),
        (Decision.is_eligible.is_(False), "not_eligible"),
        (_is_confirmed(), "ready"),
        else_="unconfirmed",
    )


def _paper_key(row: PersonRow, regions: dict[int, list[Region]]) -> tuple[Any, ...]:
    path = regions.get(row.participation.region_id or 0, [])
    codes = [part.code for part in path[:2]]
    return (not path, *codes, *[""] * (2 - len(codes)), row.participation.sort_name, row.participation.id)
