"""Claims: single-use rights to open an account, on paper, by link, or spoken; only their digest is kept."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from lms.accounts import permissions, queries, rules
from lms.accounts.actions import people, sign_ins
from lms.accounts.models import Claim, ClaimKind, Person
from lms.core import ids, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal

LIVES: Final = {
    ClaimKind.SLIP: timedelta(days=30),
    ClaimKind.LINK: timedelta(hours=72),
    ClaimKind.RESET: timedelta(hours=72),
}
BITS: Final = 50


@transaction()
def make_claim(person_uid: UUID, kind: ClaimKind, *, by: Principal, now: datetime) -> str:
    """Make a code that opens a person's account once; earlier codes of that person end. The code is shown only now.

    A person with an account gets a reset, for participants only: staff are reset by nobody's link.
    """
    person = queries.get_person_within(by, person_uid)
    if not permissions.may_invite(by):
        raise Missing
    if person.password_hash and queries.grants_of(person.id, today=now.date()):
        raise Refused(_("Somebody with a role cannot be reset by a link. They change the password themselves."))
    code = ids.crockford(BITS)
    kind = ClaimKind.RESET if person.password_hash else kind
    db.session.execute(
        update(Claim)
        .where(Claim.person_id == person.id, Claim.used_at.is_(None), Claim.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    db.session.add(
        Claim(
            person_id=person.id,
            kind=kind,
            digest=ids.digest(code),
            made_by=by.id,
            made_at=now,
            expires_at=now + LIVES[kind],
        )
    )
    trail.record("claim.made", by=by.id, subject="person", subject_uid=person.uid, kind=kind.value)
    return code


def find_claim(code: str, *, now: datetime) -> Claim | None:
    """Return the claim that a code opens now, with its person, or None; looking uses nothing up."""
    plain = ids.read_crockford(code)
    if plain is None:
        return None
    return db.session.scalar(
        select(Claim)
        .where(Claim.digest == ids.digest(plain), Claim.used_at.is_(None), Claim.revoked_at.is_(None))
        .where(Claim.expires_at > now)
        .options(joinedload(Claim.person).joinedload(Person.office))
    )


@transaction()
def use_claim(code: str, *, username: str, password: str, device: str, now: datetime) -> Principal:
    """Open the account that a code belongs to: keep user name and password, end the code, and sign in."""
    claim = find_claim(code, now=now)
    if claim is None:
        raise Refused(_("This code does not open anything: it was used, has ended, or is mistyped."))
    person = claim.person
    rules.require_password(password, names=(username, person.full_name, person.phone))
    people.change_person(person.id, by=queries.principal_of(person, today=now.date()), username=username)
    claim.used_at = now
    person.password_hash = rules.hashed(password)
    if claim.kind == ClaimKind.RESET:
        sign_ins.revoke_all_sign_ins(person.id, now=now)
    trail.record("claim.used", by=person.principal_id, subject="person", subject_uid=person.uid, kind=claim.kind.value)
    return sign_ins.open_sign_in(person.id, device=device, now=now)
