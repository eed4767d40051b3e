"""Claims: single-use rights to open an account, on paper, by link, or spoken; only their digest is kept."""

import secrets
from collections.abc import Sequence
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
from lms.places import queries as places

LIVES: Final = {
    ClaimKind.SLIP: timedelta(days=30),
    ClaimKind.LINK: timedelta(hours=72),
    ClaimKind.RESET: timedelta(hours=72),
    ClaimKind.SPOKEN: timedelta(minutes=15),
}
SLIP_LIFE: Final = LIVES[ClaimKind.SLIP]
BITS: Final = 50


@transaction()
def make_claim(person_uid: UUID, kind: ClaimKind, *, by: Principal, now: datetime) -> str:
    """Make a code that opens a person's account once; earlier codes of that person end. The code is shown only now.

    A person with an account gets a reset, for participants only: staff are reset by nobody's link.
    """
    person = queries.get_person_within(by, person_uid)
    if not permissions.may_invite(by):
        raise Missing
    if person.password_hash and queries.grants_of(person.id, today=places.day_of(now)):
        raise Refused(_("Somebody with a role cannot be reset by a link. They change the password themselves."))
    if kind != ClaimKind.SPOKEN:
        kind = ClaimKind.RESET if person.password_hash else kind
    code = f"{secrets.randbelow(10**6):06}" if kind == ClaimKind.SPOKEN else ids.crockford(BITS)
    _end_claims([person.id], now=now)
    _keep(person, code, kind=kind, by=by.id, now=now)
    return code


@transaction()
def make_slips(person_uids: Sequence[UUID], *, by: Principal, now: datetime) -> list[tuple[Person, str]]:
    """Make a paper code for each of these people in reach who has no account yet; return them by name with the code."""
    if not permissions.may_invite(by):
        raise Missing
    rules.require_few_slips(len(person_uids))
    wanted = queries.people_within(by).where(Person.uid.in_(person_uids), Person.password_hash.is_(None))
    found = db.session.scalars(wanted.order_by(Person.sort_name, Person.id)).all()
    _end_claims([person.id for person in found], now=now)
    made = [(person, ids.crockford(BITS)) for person in found]
    for person, code in made:
        _keep(person, code, kind=ClaimKind.SLIP, by=by.id, now=now)
    return made


def _end_claims(person_ids: Sequence[int], *, now: datetime) -> None:
    open_ones = (Claim.person_id.in_(person_ids), Claim.used_at.is_(None), Claim.revoked_at.is_(None))
    db.session.execute(update(Claim).where(*open_ones).values(revoked_at=now))


def _keep(person: Person, code: str, *, kind: ClaimKind, by: int, now: datetime) -> None:
    proof = ids.digest(_spoken(person.id, code, now) if kind == ClaimKind.SPOKEN else code)
    made = {"person_id": person.id, "kind": kind, "digest": proof, "made_by": by, "made_at": now}
    db.session.add(Claim(**made, expires_at=now + LIVES[kind]))
    trail.record("claim.made", by=by, subject="person", subject_uid=person.uid, kind=kind.value)


def _spoken(person_id: int, digits: str, made_at: datetime) -> str:
    """Return what is digested for six digits: they hold for one person, and are never the same text twice."""
    return f"{person_id}:{made_at.timestamp():.6f}:{digits}"


@transaction()
def use_spoken(name: str, digits: str, *, now: datetime) -> str:
    """Turn six digits that a person heard into a code for a quarter of an hour; failures count against the person."""
    person = queries.find_person_for_sign_in(name)
    account = sign_ins.account_key(person, name)
    sign_ins.require_calm(account, now=now)
    found = _open_spoken(person, "".join(digits.split()), now=now) if person else None
    if found is None or person is None:
        raise Mistaken(account)
    found.used_at = now
    code = ids.crockford(BITS)
    kind = ClaimKind.RESET if person.password_hash else ClaimKind.LINK
    made = {"person_id": person.id, "kind": kind, "digest": ids.digest(code), "made_by": found.made_by, "made_at": now}
    db.session.add(Claim(**made, expires_at=now + LIVES[ClaimKind.SPOKEN]))
    return code


class Mistaken(Refused):
    """Six digits do not fit; the failure is still to be counted, outside the act that it ends."""

    def __init__(self, account: str) -> None:
        super().__init__(_("The name and the six digits do not fit, or the quarter of an hour is over."))
        self.account = account


def _open_spoken(person: Person, digits: str, *, now: datetime) -> Claim | None:
    open_ones = select(Claim).where(
        Claim.person_id == person.id, Claim.kind == ClaimKind.SPOKEN, Claim.used_at.is_(None),
        Claim.revoked_at.is_(None), Claim.expires_at > now,
    )  # fmt: skip
    found = db.session.scalar(open_ones.order_by(Claim.id.desc()).limit(1))
    if found is None or found.digest != ids.digest(_spoken(person.id, digits, found.made_at)):
        return None
    return found


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
def use_claim(code: str, *, username: str, password: str, device: str, now: datetime) -> Principal | sign_ins.Awaited:
    """Open the account that a code belongs to: keep user name and password, end the code, and sign in.

    A second step is asked all the same.
    """
    claim = find_claim(code, now=now)
    if claim is None:
        raise Refused(_("This code does not open anything: it was used, has ended, or is mistyped."))
    person = claim.person
    rules.require_password(password, names=(username, person.full_name, person.phone))
    people.change_person(person.id, by=queries.principal_of(person, today=places.day_of(now)), username=username)
    claim.used_at = now
    person.password_hash = rules.hashed(password)
    if claim.kind == ClaimKind.RESET:
        sign_ins.revoke_all_sign_ins(person.id, now=now)
    trail.record("claim.used", by=person.principal_id, subject="person", subject_uid=person.uid, kind=claim.kind.value)
    return sign_ins.admit(person.id, device=device, now=now)
