"""The second step of a sign-in: codes of an app on the phone (TOTP), and recovery codes for whoever has lost it.

The app's secret is sealed under the installation's key, a recovery code leaves only a keyed hash, and each code and
each time step opens once: an update with a condition decides, so two devices cannot both use it.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from cryptography.fernet import InvalidToken
from flask_babel import gettext as _
from sqlalchemy import delete, update

from lms.accounts import permissions, queries, rules
from lms.accounts.actions import sign_ins
from lms.accounts.events import SignInChanged, Way
from lms.accounts.models import CodeApp, Passkey, Person, RecoveryCode
from lms.core import ids, keys, principals, trail, vault
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.names import clean
from lms.core.principals import Principal, Role

APP = "secret of an app that gives codes"
RECOVERY = "recovery code of a sign-in"


def begin(*, by: Principal, password: str, now: datetime) -> None:
    """Make the secret of an app for oneself, not yet in use; the password proves that it is its owner who asks."""
    person = _own(by)
    if not permissions.may_have_second_step(by):
        raise Missing
    sign_ins.require_password(person, password, field="password", now=now)
    _keep_secret(person.id, now=now)


@transaction()
def _keep_secret(person_id: int, *, now: datetime) -> None:
    import pyotp

    held = queries.find_code_app(person_id)
    if held is not None and held.confirmed_at is not None:
        raise Refused(_("Codes are on already."))
    forget(person_id)
    secret = vault.box(APP).encrypt(pyotp.random_base32().encode())
    db.session.add(CodeApp(person_id=person_id, secret=secret, begun_at=now))


def secret_of(app: CodeApp) -> str | None:
    """Return the secret of an app, or None where it was sealed under another key of the installation."""
    try:
        return vault.box(APP).decrypt(app.secret).decode()
    except InvalidToken:
        return None


def confirm(code: str, *, by: Principal, now: datetime) -> list[str]:
    """Turn codes on with a first one, close every other device, and return the recovery codes, shown only now."""
    account = sign_ins.account_key(_own(by), "")
    sign_ins.require_calm(account, now=now)
    made = _confirmed(code, by=by, now=now)
    if made is None:
        sign_ins.note_failure(account, now=now)
        raise _unfitting()
    return made


@transaction()
def _confirmed(code: str, *, by: Principal, now: datetime) -> list[str] | None:
    person = _own(by)
    app = queries.find_code_app(person.id)
    if app is None or app.confirmed_at is not None:
        raise Missing
    if not _use_step(app, code, now=now):
        return None
    app.confirmed_at = now
    sign_ins.revoke_all_sign_ins(person.id, now=now, but=by.sign_in_id)
    trail.record("second_step.on", by=by.id, subject="person", subject_uid=person.uid)
    publish(SignInChanged(person_id=person.id, way=Way.CODES_ON, at=now))
    return _new_codes(app)


def renew_codes(proof: str, *, by: Principal, now: datetime) -> list[str]:
    """Make ten new recovery codes in place of the earlier ones, for whoever gives the password or a code."""
    _get_confirmed(_own(by).id)
    require_proof(proof, by=by, now=now)
    return _renewed(by=by)


@transaction()
def _renewed(*, by: Principal) -> list[str]:
    person = _own(by)
    app = _get_confirmed(person.id)
    trail.record("second_step.codes", by=by.id, subject="person", subject_uid=person.uid)
    return _new_codes(app)


def end(proof: str, *, needed: Collection[Role], by: Principal, now: datetime) -> None:
    """Turn one's own codes off, with the password or a code, unless a role needs them."""
    rules.require_second_step(by, roles=needed)
    _get_confirmed(_own(by).id)
    require_proof(proof, by=by, now=now)
    _ended(by=by, now=now)


@transaction()
def _ended(*, by: Principal, now: datetime) -> None:
    person = _own(by)
    forget(person.id)
    trail.record("second_step.off", by=by.id, subject="person", subject_uid=person.uid)
    publish(SignInChanged(person_id=person.id, way=Way.CODES_OFF, at=now))


@transaction()
def take_off(person_uid: UUID, *, reason: str, by: Principal, now: datetime) -> None:
    """Take codes and passkeys off somebody within reach who has lost the phone, and close all devices; it is told."""
    person = queries.get_person_within(by, person_uid)
    if not permissions.may_take_second_step(by) or person.id == by.person_id:
        raise Missing
    if not clean(reason):
        message = _("Write the reason: it stands in the trail, and the owner is told.")
        raise Refused(message, fields={"reason": message})
    if not queries.has_second_step(person.id) and not queries.passkeys_of(person.id):
        return
    _take_off(person, reason=clean(reason)[:300], by=by.id, now=now)


@transaction()
def take_off_here(person_id: int, *, now: datetime) -> None:
    """Take the codes off somebody by a command on the machine itself."""
    _take_off(queries.get_person(person_id), reason="", by=principals.command("second-step-off").id, now=now)


def _take_off(person: Person, *, reason: str, by: int, now: datetime) -> None:
    forget(person.id)
    db.session.execute(delete(Passkey).where(Passkey.person_id == person.id))
    sign_ins.revoke_all_sign_ins(person.id, now=now)
    trail.record("second_step.taken_off", by=by, subject="person", subject_uid=person.uid, reason=reason)
    publish(SignInChanged(person_id=person.id, way=Way.CODES_TAKEN_OFF, at=now, reason=reason))


def finish(token: str, code: str, *, device: str, now: datetime) -> Principal:
    """Open the device that waits for its second step, with a code of the app or a recovery code."""
    pending = queries.find_pending(token, now=now)
    if pending is None:
        raise Over
    account = sign_ins.account_key(queries.get_person(pending.person_id), "")
    sign_ins.require_calm(account, now=now)
    who = _finished(token, code, device=device, now=now)
    if who is None:
        sign_ins.note_failure(account, now=now)
        raise _unfitting()
    sign_ins.forgive(account)
    return who


@transaction()
def _finished(token: str, code: str, *, device: str, now: datetime) -> Principal | None:
    pending = queries.find_pending(token, now=now)
    if pending is None:
        raise Over
    if not use(pending.person_id, code, now=now):
        return None
    pending.used_at = now
    return sign_ins.open_sign_in(pending.person_id, device=device, now=now)


class Over(Refused):
    """A sign-in waited too long for its second step, was ended, or never began on this device."""

    def __init__(self) -> None:
        super().__init__(_("This took longer than five minutes. Sign in again."))


@transaction()
def use(person_id: int, code: str, *, now: datetime) -> bool:
    """Use up a code of a person's app, or a recovery code; tell whether it was one."""
    app = queries.find_code_app(person_id)
    if app is None or app.confirmed_at is None:
        return False
    return _use_step(app, code, now=now) or _use_recovery(app, code, now=now)


@transaction()
def forget(person_id: int) -> None:
    """Destroy a person's app with its secret and its recovery codes."""
    app = queries.find_code_app(person_id)
    if app is None:
        return
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.app_id == app.id))
    db.session.execute(delete(CodeApp).where(CodeApp.id == app.id))


@transaction()
def join(kept_id: int, merged_id: int) -> None:
    """Let one of two entries of a person keep the codes of the other: a merge goes around no second step."""
    if queries.has_second_step(kept_id):
        forget(merged_id)
        return
    if queries.find_code_app(merged_id) is not None:
        forget(kept_id)
        db.session.execute(update(CodeApp).where(CodeApp.person_id == merged_id).values(person_id=kept_id))


def _use_step(app: CodeApp, code: str, *, now: datetime) -> bool:
    secret = secret_of(app)
    step = rules.fitting_step(secret, code, after=app.last_step, now=now) if secret else None
    if step is None:
        return False
    unused = (CodeApp.id == app.id, CodeApp.last_step < step)
    done = db.session.execute(update(CodeApp).where(*unused).values(last_step=step))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _use_recovery(app: CodeApp, code: str, *, now: datetime) -> bool:
    plain = ids.read_crockford(code)
    if plain is None:
        return False
    unused = (RecoveryCode.app_id == app.id, RecoveryCode.digest == _digest(plain), RecoveryCode.used_at.is_(None))
    done = db.session.execute(update(RecoveryCode).where(*unused).values(used_at=now))
    if not done.rowcount:  # type: ignore[attr-defined]
        return False
    person = queries.get_person(app.person_id)
    trail.record("second_step.recovered", by=person.principal_id, subject="person", subject_uid=person.uid)
    publish(SignInChanged(person_id=person.id, way=Way.RECOVERED, at=now))
    return True


def _new_codes(app: CodeApp) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.app_id == app.id))
    made = [ids.crockford(rules.RECOVERY_BITS) for _number in range(rules.RECOVERY_CODES)]
    db.session.add_all([RecoveryCode(app_id=app.id, digest=_digest(code)) for code in made])
    return [ids.grouped(code) for code in made]


def _digest(code: str) -> str:
    return keys.pseudonym(code, RECOVERY)


def require_proof(proof: str, *, by: Principal, now: datetime) -> None:
    """Refuse whoever gives neither the password nor a code; failures count against the account."""
    person = _own(by)
    rules.require_own_password(person.password_hash, field="proof")
    account = sign_ins.account_key(person, "")
    sign_ins.require_calm(account, now=now)
    if rules.fits(proof, person.password_hash) or use(person.id, proof, now=now):
        return
    sign_ins.note_failure(account, now=now)
    message = _("This is neither your password nor a code.")
    raise Refused(message, fields={"proof": message})


def _unfitting() -> Refused:
    message = _("This code does not fit, or was used before. Wait for the next one, and look at the phone's clock.")
    return Refused(message, fields={"code": message})


def _get_confirmed(person_id: int) -> CodeApp:
    app = queries.find_code_app(person_id)
    if app is None or app.confirmed_at is None:
        raise Missing
    return app


def _own(by: Principal) -> Person:
    if by.person_id is None:
        raise Missing
    return queries.get_person(by.person_id)
