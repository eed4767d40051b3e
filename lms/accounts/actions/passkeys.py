"""Passkeys (WebAuthn): a device's own key signs a challenge that the server holds; it counts as both steps.

A challenge is taken out before its answer is looked at, so each is answered once, right or wrong. The library is
imported where it is needed: nobody else pays for it at the start.
"""

import json
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, update

from lms.accounts import permissions, queries, rules
from lms.accounts.actions import second_steps, sign_ins
from lms.accounts.events import SignInChanged, Way
from lms.accounts.models import Passkey, PasskeyAim, PasskeyChallenge, Person
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.names import clean
from lms.core.principals import Principal

Asked = tuple[UUID, str]
"""Which challenge is meant, and what the browser is told, as JSON."""


def ask_new(proof: str, *, place: rules.PasskeyPlace, site: str, by: Principal, now: datetime) -> Asked:
    """Ask a device for a new passkey of one's own; the password or a code proves that it is the owner who asks."""
    import webauthn
    from webauthn.helpers import structs

    if not permissions.may_have_second_step(by):
        raise Missing
    second_steps.require_proof(proof, by=by, now=now)
    person, held = queries.get_person(by.person_id or 0), queries.passkeys_of(by.person_id or 0)
    if len(held) >= rules.MOST_PASSKEYS:
        raise Refused(_("At most %(n)s passkeys. Remove one first.", n=rules.MOST_PASSKEYS))
    uid, challenge = _hold(PasskeyAim.ADD, now=now)
    options = webauthn.generate_registration_options(
        rp_id=place.rp_id, rp_name=site, user_id=person.uid.bytes, challenge=challenge,
        user_name=person.username or person.email or person.full_name, user_display_name=person.full_name,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(one.credential)) for one in held
        ],
    )  # fmt: skip
    return uid, webauthn.options_to_json(options)


def ask_sign_in(*, place: rules.PasskeyPlace, now: datetime) -> Asked:
    """Ask a device for any passkey of this place, unlocked by its owner."""
    import webauthn
    from webauthn.helpers import structs

    uid, challenge = _hold(PasskeyAim.SIGN_IN, now=now)
    needed = structs.UserVerificationRequirement.REQUIRED
    options = webauthn.generate_authentication_options(rp_id=place.rp_id, challenge=challenge, user_verification=needed)
    return uid, webauthn.options_to_json(options)


@transaction()
def _hold(aim: PasskeyAim, *, now: datetime) -> tuple[UUID, bytes]:
    db.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= now))
    row = PasskeyChallenge(aim=aim, challenge=secrets.token_bytes(32), expires_at=now + rules.CHALLENGE_LIFE)
    db.session.add(row)
    db.session.flush()
    return row.uid, row.challenge


@transaction()
def _take(uid: UUID | None, aim: PasskeyAim, *, now: datetime) -> bytes:
    """Take a challenge out, whatever its answer will be; refuse one that was answered, is another's or too old."""
    meant = (PasskeyChallenge.uid == uid, PasskeyChallenge.aim == aim, PasskeyChallenge.expires_at > now)
    found = db.session.execute(delete(PasskeyChallenge).where(*meant).returning(PasskeyChallenge.challenge)).scalar()
    if found is None:
        raise Refused(_("This took too long, or was done already. Try again."))
    return bytes(found)


def add(
    answer: str, *, asked: UUID | None, name: str, place: rules.PasskeyPlace, by: Principal, now: datetime
) -> Passkey:
    """Keep the passkey that a device made for oneself."""
    import webauthn

    challenge = _take(asked, PasskeyAim.ADD, now=now)
    try:
        made = webauthn.verify_registration_response(
            credential=_read(answer), expected_challenge=challenge, expected_rp_id=place.rp_id,
            expected_origin=place.origin, require_user_verification=True,
        )  # fmt: skip
    except _wrong() as problem:
        raise Refused(_("This device gave no passkey that can be used here.")) from problem
    return _keep(webauthn.helpers.bytes_to_base64url(made.credential_id), made, name=name, by=by, now=now)


@transaction()
def _keep(credential: str, made: Any, *, name: str, by: Principal, now: datetime) -> Passkey:
    person = queries.get_person(by.person_id or 0)
    if not permissions.may_have_second_step(by):
        raise Missing
    if queries.find_passkey(credential) is not None or len(credential) > 1400:
        raise Refused(_("This passkey is known already."))
    row = Passkey(person_id=person.id, credential=credential, handle=person.uid, public_key=made.credential_public_key,
                  sign_count=made.sign_count, name=_named(name), added_at=now)  # fmt: skip
    db.session.add(row)
    db.session.flush()
    trail.record("passkey.added", by=by.id, subject="person", subject_uid=person.uid)
    publish(SignInChanged(person_id=person.id, way=Way.PASSKEY_ADDED, at=now))
    return row


@transaction()
def rename(uid: UUID, *, name: str, by: Principal) -> None:
    """Call one of one's own passkeys something else."""
    queries.get_own_passkey(uid, person_id=by.person_id).name = _named(name)


@transaction()
def remove(uid: UUID, *, by: Principal, now: datetime) -> None:
    """Let one of one's own passkeys open nothing any more."""
    found = queries.get_own_passkey(uid, person_id=by.person_id)
    person = queries.get_person(found.person_id)
    db.session.delete(found)
    trail.record("passkey.removed", by=by.id, subject="person", subject_uid=person.uid)
    publish(SignInChanged(person_id=person.id, way=Way.PASSKEY_REMOVED, at=now))


def sign_in(
    answer: str, *, asked: UUID | None, place: rules.PasskeyPlace, device: str, is_demo_site: bool,
    is_loopback: bool, now: datetime,
) -> Principal:  # fmt: skip
    """Open a device for whoever's passkey signed the challenge."""
    challenge, said = _take(asked, PasskeyAim.SIGN_IN, now=now), _read(answer)
    passkey = queries.find_passkey(str(said.get("id", ""))[:1400])
    if passkey is None or not _is_owner(passkey, said):
        raise Refused(_("This passkey opens no account here. Sign in with your password."))
    counted = _count(passkey, said, challenge=challenge, place=place)
    person = queries.get_person(passkey.person_id)
    rules.require_local_demo(is_demo=person.is_demo, is_demo_site=is_demo_site, is_loopback=is_loopback)
    return _opened(passkey, person, counted=counted, device=device, now=now)


def _count(passkey: Passkey, said: dict[str, Any], *, challenge: bytes, place: rules.PasskeyPlace) -> int:
    """Verify what a passkey signed; return its new count, which must have grown where it counts."""
    import webauthn

    try:
        found = webauthn.verify_authentication_response(
            credential=said, expected_challenge=challenge, expected_rp_id=place.rp_id, expected_origin=place.origin,
            credential_public_key=passkey.public_key, credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )  # fmt: skip
    except _wrong() as problem:
        raise Refused(_("This passkey opens no account here. Sign in with your password.")) from problem
    return found.new_sign_count


@transaction()
def _opened(passkey: Passkey, person: Person, *, counted: int, device: str, now: datetime) -> Principal:
    as_seen = (Passkey.id == passkey.id, Passkey.sign_count == passkey.sign_count)
    done = db.session.execute(update(Passkey).where(*as_seen).values(sign_count=counted, used_at=now))
    if not done.rowcount:  # type: ignore[attr-defined]
        raise Refused(_("This passkey opens no account here. Sign in with your password."))
    return sign_ins.open_sign_in(person.id, device=device, now=now)


def _is_owner(passkey: Passkey, said: dict[str, Any]) -> bool:
    """Tell whether the device names the owner for whom the passkey was made."""
    import webauthn

    response = said.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    return handle == webauthn.helpers.bytes_to_base64url(passkey.handle.bytes)


def _read(answer: str) -> dict[str, Any]:
    try:
        said = json.loads(answer[:20_000])
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Refused(_("The browser sent no passkey. It needs JavaScript for this; codes from an app work without."))
    return said


def _wrong() -> tuple[type[Exception], ...]:
    """Return what the library raises for an answer that does not hold, or is no answer at all."""
    from webauthn.helpers.exceptions import WebAuthnException

    return WebAuthnException, ValueError


def _named(name: str) -> str:
    return clean(name)[:60] or _("Passkey")
