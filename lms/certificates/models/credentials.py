"""Keys that sign credentials, and the lists that tell which were revoked."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model, choice, moment, pk, uid


class CredentialKey(Model):
    """A key of this installation: its public half is published for ever, its private half is sealed.

    One that came back from the journal has no private half: it signs nothing, and what it signed can be checked.
    It signs from `valid_from` until `valid_until`; what it signed then stays valid. A key that was revoked, because
    somebody else may have it, makes everything doubtful that it signed.
    """

    __table_args__ = (CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="term"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    public: Mapped[str] = mapped_column(String(80), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    valid_from: Mapped[moment]
    valid_until: Mapped[moment | None]
    revoked_at: Mapped[moment | None]
    revoke_reason: Mapped[str] = mapped_column(String(300), default="")


class KeyFact(StrEnum):
    """What happened to a key."""

    MADE = "made"
    ENDS = "ends"  # another one begins
    GOES_ON = "goes_on"  # the one that was to begin never will
    REVOKED = "revoked"


class KeyEvent(Model):
    """Something happened to a key: appended, so that the journal tells a restored register what it has forgotten."""

    id: Mapped[pk]
    uid: Mapped[uid]
    key_id: Mapped[int] = mapped_column(ForeignKey("credential_key.id"), index=True)
    kind: Mapped[KeyFact] = mapped_column(choice(KeyFact))
    at: Mapped[moment]


class StatusList(Model):
    """A published list of bits; certificates take indexes of it at random, at most half of them."""

    id: Mapped[pk]
    uid: Mapped[uid]
    made_at: Mapped[moment]
