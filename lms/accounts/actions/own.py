"""What people change of their own account: the password, the devices, what they agree to."""

from datetime import datetime

from lms.accounts import queries, rules
from lms.accounts.actions import sign_ins
from lms.accounts.models import Consent
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal


def change_password(*, by: Principal, present: str, wanted: str, now: datetime) -> int:
    """Set a new password of one's own and close every other device; return how many were closed."""
    person = queries.get_person(_own_id(by))
    sign_ins.require_password(person, present, field="present", now=now)
    return _set_password(by=by, wanted=wanted, now=now)


@transaction()
def _set_password(*, by: Principal, wanted: str, now: datetime) -> int:
    person = queries.get_person(_own_id(by))
    try:
        rules.require_password(wanted, names=(person.username, person.full_name, person.phone))
    except Refused as refusal:
        raise Refused(refusal.message, fields={"password": refusal.message}) from refusal
    person.password_hash = rules.hashed(wanted)
    trail.record("password.changed", by=by.id, subject="person", subject_uid=person.uid)
    return sign_ins.revoke_all_sign_ins(person.id, now=now, but=by.sign_in_id)


@transaction()
def record_consent(purpose: str, *, is_given: bool, channel: str, by: Principal, now: datetime) -> None:
    """Add that somebody agrees to a purpose, or no longer does; saying the same again adds nothing."""
    if purpose not in rules.PURPOSES:
        raise Missing
    person_id = _own_id(by)
    if queries.consents_of(person_id).get(purpose, False) == is_given:
        return
    db.session.add(
        Consent(person_id=person_id, purpose=purpose, version=rules.CONSENT_VERSION, is_given=is_given,
                channel=channel, at=now, recorded_by=by.id)
    )  # fmt: skip


def _own_id(by: Principal) -> int:
    if by.person_id is None:
        raise Missing
    return by.person_id
