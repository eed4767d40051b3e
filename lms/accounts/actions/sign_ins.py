"""Signing in and out: a device at a time; failures are counted per account, never per address."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from lms.accounts import queries, rules
from lms.accounts.models import FailedSignIn, PendingSignIn, Person, SignIn
from lms.core import clock, ids, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.core.principals import Principal
from lms.places import queries as places


def sign_in(
    name: str, password: str, *, device: str, is_demo_site: bool, is_loopback: bool, now: datetime
) -> "Principal | Awaited":
    """Open a device for whoever has this user name, phone or e-mail address and this password.

    Failures are forgiven only after a second step that is awaited: else a known password gave endless tries at codes.
    """
    person = queries.find_person_for_sign_in(name)
    account = account_key(person, name)
    require_calm(account, now=now)
    if not rules.fits(password, person.password_hash if person else None) or person is None:
        note_failure(account, now=now)
        raise Refused(_("The name or the password is wrong."))
    rules.require_local_demo(is_demo=person.is_demo, is_demo_site=is_demo_site, is_loopback=is_loopback)
    found = admit(person.id, device=device, now=now)
    if not isinstance(found, Awaited):
        forgive(account)
    return found


@dataclass(frozen=True)
class Awaited:
    """The first step was right, the second is awaited: `token` is for this device's cookie alone."""

    token: str
    person_id: int


@transaction()
def admit(person_id: int, *, device: str, now: datetime) -> Principal | Awaited:
    """Open a device for whoever passed the first step, or await the second for five minutes where there is one."""
    if not queries.has_second_step(person_id):
        return open_sign_in(person_id, device=device, now=now)
    token = ids.token()
    over = (PendingSignIn.person_id == person_id, PendingSignIn.expires_at <= now)
    db.session.execute(delete(PendingSignIn).where(*over))
    made = {"digest": ids.digest(token), "expires_at": now + rules.PENDING_LIFE}
    db.session.add(PendingSignIn(person_id=person_id, **made))
    return Awaited(token, person_id)


@transaction()
def open_sign_in(person_id: int, *, device: str, now: datetime) -> Principal:
    """Open a device for a person whose right to it was checked, both steps of it; it holds for 90 days."""
    person = queries.get_person(person_id)
    row = SignIn(person_id=person.id, device=clean(device)[:120], created_at=now, seen_at=now,
                 expires_at=now + rules.DEVICE_LIFE)  # fmt: skip
    db.session.add(row)
    db.session.flush()
    trail.record("sign_in.opened", by=person.principal_id, subject="sign_in", subject_uid=row.uid)
    return queries.principal_of(person, today=clock.local(now, places.site().zone).date(), sign_in=row)


@transaction()
def revoke_sign_in(uid: UUID, *, by: Principal, now: datetime) -> None:
    """Close one of one's own devices; closing it twice changes nothing."""
    row = db.session.scalar(select(SignIn).where(SignIn.uid == uid, SignIn.person_id == by.person_id))
    if row is None:
        raise Missing
    if row.revoked_at is None:
        row.revoked_at = now
        trail.record("sign_in.revoked", by=by.id, subject="sign_in", subject_uid=row.uid)


@transaction()
def revoke_all_sign_ins(person_id: int, *, now: datetime, but: int | None = None) -> int:
    """Close all devices of a person, but one where asked, and what awaits a second step; return how many devices."""
    db.session.execute(delete(PendingSignIn).where(PendingSignIn.person_id == person_id))
    open_ones = (SignIn.person_id == person_id, SignIn.revoked_at.is_(None), SignIn.id != (but or 0))
    done = db.session.execute(update(SignIn).where(*open_ones).values(revoked_at=now))
    return int(done.rowcount)  # type: ignore[attr-defined]


def account_key(person: Person | None, name: str) -> str:
    """Return under which key failures are counted: the person's, else the text that was tried."""
    return ids.digest(f"person:{person.id}" if person else f"name:{clean(name).casefold()}")


def require_password(person: Person, typed: str, *, field: str, now: datetime) -> None:
    """Refuse, beside a field, who does not know the present password of an account; failures are counted."""
    rules.require_own_password(person.password_hash, field=field)
    account = account_key(person, "")
    require_calm(account, now=now)
    if not rules.fits(typed, person.password_hash):
        note_failure(account, now=now)
        message = _("This is not your present password.")
        raise Refused(message, fields={field: message})


def require_calm(account: str, *, now: datetime) -> None:
    """Refuse another try at an account with too many recent failures."""
    since = (FailedSignIn.account == account, FailedSignIn.at > now - rules.FAILURE_WINDOW)
    count, last = db.session.execute(
        select(func.count(), func.max(FailedSignIn.at)).select_from(FailedSignIn).where(*since)
    ).one()
    rules.require_calm(count, last=last, now=now)


@transaction()
def note_failure(account: str, *, now: datetime) -> None:
    """Count a wrong password or code against an account."""
    db.session.add(FailedSignIn(account=account, at=now))


@transaction()
def forgive(account: str) -> None:
    """Forget an account's failures, after a right password."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.account == account))
