"""Who acts: a person, a device, a job or an API client. Facts name their principal."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock
from lms.core.db import Model, choice, db, moment, pk, transaction, uid


class Kind(StrEnum):
    """What kind of actor a principal is."""

    PERSON = "person"
    DEVICE = "device"
    JOB = "job"
    CLIENT = "client"


class Role(StrEnum):
    """What a person may be, within a reach and between two dates. Trainer and organiser come from participation."""

    LIBRARY_MANAGER = "library_manager"
    FACILITATOR = "facilitator"
    OFFICE_OPERATOR = "office_operator"
    COORDINATOR = "coordinator"
    VERIFIER = "verifier"
    PROGRAMME_MANAGER = "programme_manager"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class PrincipalRow(Model):
    """One actor, as a row that facts can point at."""

    __tablename__ = "principal"
    id: Mapped[pk]
    uid: Mapped[uid]
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    label: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[moment]


@dataclass(frozen=True)
class Grant:
    """A role with its reach: a region's reach code, an office, libraries, or everywhere (all empty)."""

    role: Role
    reach_code: str | None = None
    office_id: int | None = None
    library_ids: tuple[int, ...] = ()
    programme_id: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Principal:
    """Who is signed in, frozen for one request: never a live row."""

    id: int
    uid: UUID
    kind: Kind
    name: str
    person_id: int | None = None
    office_id: int | None = None
    locale: str = "id"
    grants: tuple[Grant, ...] = ()
    sign_in_id: int | None = None
    roles: frozenset[Role] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "roles", frozenset(grant.role for grant in self.grants))

    def is_one_of(self, *roles: Role) -> bool:
        """Tell whether this principal has at least one of these roles."""
        return not self.roles.isdisjoint(roles)

    def grants_of(self, *roles: Role) -> tuple[Grant, ...]:
        """Return the grants of these roles."""
        return tuple(grant for grant in self.grants if grant.role in roles)

    # The four members that Flask-Login asks for.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return what the session cookie keeps."""
        return self.uid.hex


@transaction()
def command(label: str) -> Principal:
    """Return the principal of a command or job that acts for the installation itself, known by its label."""
    row = db.session.scalar(select(PrincipalRow).where(PrincipalRow.kind == Kind.JOB, PrincipalRow.label == label))
    if row is None:
        row = PrincipalRow(kind=Kind.JOB, label=label, created_at=clock.now())
        db.session.add(row)
        db.session.flush()
    return Principal(id=row.id, uid=row.uid, kind=Kind.JOB, name=label, grants=(Grant(role=Role.ADMINISTRATOR),))
