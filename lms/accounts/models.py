"""Tables of accounts."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Model, choice, moment, pk, uid, words
from lms.core.principals import PrincipalRow, Role
from lms.places.models import Office, Region


class Sex(StrEnum):
    """As offices count people."""

    FEMALE = "P"
    MALE = "L"


class Person(Model):
    """One human; facts hang on the person, or on the person's participation."""

    id: Mapped[pk]
    uid: Mapped[uid]
    principal_id: Mapped[int] = mapped_column(ForeignKey("principal.id"), unique=True)
    full_name: Mapped[str] = mapped_column(String(120))
    degree_before: Mapped[str] = mapped_column(String(40), default="")
    degree_after: Mapped[str] = mapped_column(String(60), default="")
    sort_name: Mapped[str] = mapped_column(String(120), index=True)
    sex: Mapped[Sex | None] = mapped_column(choice(Sex))
    birth_year: Mapped[int | None]
    nip: Mapped[str | None] = mapped_column(String(18), unique=True)
    rank: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    username: Mapped[str | None] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_demo: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(5), default="id")
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    position: Mapped[str] = mapped_column(String(120), default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[moment]
    office: Mapped[Office | None] = relationship()
    principal: Mapped[PrincipalRow] = relationship()

    @property
    def shown_name(self) -> str:
        """Name with degrees, as papers print it."""
        before = f"{self.degree_before} " if self.degree_before else ""
        return f"{before}{self.full_name}{', ' + self.degree_after if self.degree_after else ''}"


class Appointment(Model):
    """At which office a person works, as what, from when: a change of office adds a row."""

    __table_args__ = (CheckConstraint("until IS NULL OR until >= since", name="period"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    position: Mapped[str] = mapped_column(String(120), default="")
    is_in_charge: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date]
    until: Mapped[date | None]
    office: Mapped[Office] = relationship()
    person: Mapped[Person] = relationship()


class RoleGrant(Model):
    """A role given to a person within a reach, between two dates; revoked, never deleted."""

    __table_args__ = (CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="period"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    granted_at: Mapped[moment]
    revoked_at: Mapped[moment | None]
    person: Mapped[Person] = relationship()
    region: Mapped[Region | None] = relationship()
    office: Mapped[Office | None] = relationship()


class AssignedLibrary(Model):
    """A library that a facilitator serves, from when to when."""

    __table_args__ = (UniqueConstraint("grant_id", "office_id", "since"),)
    id: Mapped[pk]
    grant_id: Mapped[int] = mapped_column(ForeignKey("role_grant.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]


class ClaimKind(StrEnum):
    """How a claim reaches its person."""

    SLIP = "slip"
    LINK = "link"
    SPOKEN = "spoken"
    RESET = "reset"


class Claim(Model):
    """A single-use right to open an account or to set a new password; only its digest is kept."""

    id: Mapped[pk]
    uid: Mapped[uid]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[ClaimKind] = mapped_column(choice(ClaimKind))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    made_at: Mapped[moment]
    expires_at: Mapped[moment]
    used_at: Mapped[moment | None]
    revoked_at: Mapped[moment | None]
    person: Mapped[Person] = relationship()


class SignIn(Model):
    """One device on which a person is signed in, for at most 90 days; its secret is in the device's cookie."""

    id: Mapped[pk]
    uid: Mapped[uid]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[moment]
    seen_at: Mapped[moment]
    expires_at: Mapped[moment]
    revoked_at: Mapped[moment | None]


class CodeApp(Model):
    """The app that gives a person's codes (TOTP, RFC 6238): the second step of a sign-in once it was confirmed.

    `secret` is sealed under the installation's key; `last_step` is the last time step whose code was used.
    """

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[moment]
    confirmed_at: Mapped[moment | None]


class RecoveryCode(Model):
    """A code on paper for whoever has lost the phone: it stands in for the app once; only its keyed hash is kept."""

    __table_args__ = (UniqueConstraint("app_id", "digest"),)
    id: Mapped[pk]
    app_id: Mapped[int] = mapped_column(ForeignKey("code_app.id"))
    digest: Mapped[str] = mapped_column(String(32))
    used_at: Mapped[moment | None]


class PendingSignIn(Model):
    """A sign-in whose first step was right and whose second is awaited; its token is in the device's cookie alone."""

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[moment]
    used_at: Mapped[moment | None]


class Passkey(Model):
    """A key of one's own device that opens the account alone: having it and unlocking it are both steps.

    `handle` is what the device knows its owner by; `sign_count` grows where the device counts, so a copy is found out.
    """

    id: Mapped[pk]
    uid: Mapped[uid]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    handle: Mapped[UUID]
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[moment]
    used_at: Mapped[moment | None]


class PasskeyAim(StrEnum):
    """What a challenge to a passkey is for."""

    ADD = "add"
    SIGN_IN = "sign_in"


class PasskeyChallenge(Model):
    """What a passkey is asked to sign, once and soon; which one is meant stands in the device's cookie."""

    id: Mapped[pk]
    uid: Mapped[uid]
    aim: Mapped[PasskeyAim] = mapped_column(choice(PasskeyAim))
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[moment] = mapped_column(index=True)


class FailedSignIn(Model):
    """A wrong password or code, counted per account (a hotel is one address)."""

    __table_args__ = (Index("ix_failed_sign_in_account_at", "account", "at"),)
    id: Mapped[pk]
    account: Mapped[str] = mapped_column(String(64))
    at: Mapped[moment]


class Consent(Model):
    """A person agreed to one purpose, or withdrew: appended; the text's version proves to what."""

    id: Mapped[pk]
    uid: Mapped[uid]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    is_given: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(20))
    at: Mapped[moment]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))


class Merge(Model):
    """Two people were found to be one: appended; the facts of one were moved to the other."""

    id: Mapped[pk]
    uid: Mapped[uid]
    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]


class Team(Model):
    """A standing group of people of several offices in a region, such as a Tim Sinergi."""

    id: Mapped[pk]
    uid: Mapped[uid]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    label: Mapped[words]
    region: Mapped[Region] = relationship()


class TeamMember(Model):
    """A person's place in a team, from when to when."""

    id: Mapped[pk]
    uid: Mapped[uid]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    part: Mapped[str] = mapped_column(String(120), default="")
    since: Mapped[date]
    until: Mapped[date | None]
    person: Mapped[Person] = relationship()
