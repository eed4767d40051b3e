"""Two people found to be one."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import update

from lms.accounts import permissions, queries
from lms.accounts.actions import second_steps
from lms.accounts.events import PeopleMerged
from lms.accounts.models import (
    Appointment,
    Claim,
    Consent,
    Merge,
    Passkey,
    PendingSignIn,
    Person,
    RoleGrant,
    SignIn,
    TeamMember,
)  # fmt: skip
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.names import clean
from lms.core.principals import Principal

FILLED = ("nip", "phone", "email", "username", "password_hash")
GAPS = ("degree_before", "degree_after", "sex", "birth_year", "rank", "position", "office_id")


@transaction()
def merge(kept_uid: UUID, *, merged_uid: UUID, reason: str, by: Principal, now: datetime) -> Person:
    """Find two people to be one: every fact of the second goes over, gaps of the first are filled, nothing is lost."""
    kept, merged = (queries.get_person_within(by, uid) for uid in (kept_uid, merged_uid))
    if not permissions.may_merge(by):
        raise Missing
    _refuse(kept, merged)
    before = {key: getattr(merged, key) for key in (*FILLED[:4], *GAPS)}
    _fill(kept, merged)
    for ended in (SignIn, Claim):
        open_ones = (ended.person_id == merged.id, ended.revoked_at.is_(None))
        db.session.execute(update(ended).where(*open_ones).values(revoked_at=now))
    db.session.execute(update(PendingSignIn).where(PendingSignIn.person_id == merged.id).values(expires_at=now))
    second_steps.join(kept.id, merged.id)
    for table in (Appointment, RoleGrant, Consent, TeamMember, SignIn, PendingSignIn, Passkey, Claim):
        db.session.execute(update(table).where(table.person_id == merged.id).values(person_id=kept.id))
    db.session.execute(update(Person).where(Person.merged_into_id == merged.id).values(merged_into_id=kept.id))
    merged.merged_into_id = kept.id
    db.session.add(Merge(kept_id=kept.id, merged_id=merged.id, reason=clean(reason), by=by.id, at=now))
    trail.record("people.merged", by=by.id, subject="person", subject_uid=kept.uid, owner_id=kept.principal_id,
                 personal={"merged": before}, merged_uid=str(merged.uid))  # fmt: skip
    publish(PeopleMerged(kept_id=kept.id, merged_id=merged.id))
    return kept


def _refuse(kept: Person, merged: Person) -> None:
    if kept.id == merged.id:
        raise Refused(_("These are the same person already."))
    if kept.nip and merged.nip and kept.nip != merged.nip:
        raise Refused(_("Both have a NIP, and the numbers differ: they are two people."))


def _fill(kept: Person, merged: Person) -> None:
    values = {key: getattr(merged, key) for key in FILLED if getattr(merged, key) and not getattr(kept, key)}
    if kept.password_hash:
        values.pop("username", None)
    for key in values:
        setattr(merged, key, None)
    db.session.flush()  # the unique values leave one row before they enter the other
    for key, value in values.items():
        setattr(kept, key, value)
    for key in GAPS:
        if not getattr(kept, key) and getattr(merged, key):
            setattr(kept, key, getattr(merged, key))
