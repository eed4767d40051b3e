"""The keys that sign credentials: which sign when, a new one, and one that is trusted no longer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import actions, queries, signing
from lms.certificates.forms import KeyForm, ReasonForm, SecretForm
from lms.certificates.models import CredentialKey
from lms.certificates.routes.staff.door import bp, key_keepers, parts
from lms.certificates.rules import labels
from lms.certificates.rules.standing import key_standing
from lms.core import clock
from lms.core.errors import Refused
from lms.places import queries as places
from lms.web import guard


@bp.get("/certificate-keys")
@key_keepers
def all_keys() -> ResponseReturnValue:
    """Show every key with its time and what it signed."""
    return _page(KeyForm(formdata=None))


@bp.post("/certificate-keys")
@key_keepers
def new_key() -> ResponseReturnValue:
    """Let a new key sign from a day on."""
    form = KeyForm()
    if not form.validate():
        return _page(form), 422
    try:
        made = actions.rotate_key(by=guard.principal(), now=clock.now(), first_day=form.first_day.data)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(form), 422
    waits = made.valid_from > clock.now()
    flash(_("The new key is published and waits for its day.") if waits else _("The new key signs from now on."),
          "success")  # fmt: skip
    return redirect(url_for(".all_keys"))


@bp.post("/certificate-keys/<uuid:uid>/revocation")
@key_keepers
def revoke_key(uid: UUID) -> ResponseReturnValue:
    """Trust a key no longer."""
    form = ReasonForm(prefix=uid.hex)
    if form.validate():
        try:
            actions.revoke_key(uid, reason=form.reason.data, by=guard.principal(), now=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The key is trusted no longer; another one signs."), "success")
            return redirect(url_for(".all_keys"))
    return _page(KeyForm(formdata=None), uid, form), 422


@bp.post("/certificate-keys/passphrase")
@key_keepers
def hold_passphrase() -> ResponseReturnValue:
    """Let the workers sign what nobody signs in person."""
    form = _held()
    secret = form.secret()
    try:
        signing.require_ready(secret)
        actions.hold_passphrase(secret or signing.Secret(passphrase=""), by=guard.principal(), now=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(KeyForm(formdata=None), held=form), 422
    flash(_("Papers that nobody signs in person are signed from now on."), "success")
    return redirect(url_for(".all_keys"))


@bp.post("/certificate-keys/passphrase/ending")
@key_keepers
def forget_passphrase() -> ResponseReturnValue:
    """Let nothing be signed any more while nobody is present."""
    actions.forget_passphrase(by=guard.principal())
    flash(_("Papers that nobody signs in person are unsigned from now on, and say so."), "success")
    return redirect(url_for(".all_keys"))


def _held(**typed: Any) -> SecretForm:
    form = SecretForm(signed=signing.mode(), prefix="held", **typed)
    if "passphrase" in form:
        form.passphrase.flags.required = True
    return form


def _page(form: KeyForm, refused: UUID | None = None, reason: ReasonForm | None = None,
          held: SecretForm | None = None) -> str:  # fmt: skip
    now, site = clock.now(), places.site()
    rows = [(row, *_words(row, now), reason if row.uid == refused else ReasonForm(formdata=None, prefix=row.uid.hex))
            for row in queries.signing_keys()]  # fmt: skip
    return render_template("certificates/staff/keys.html", rows=rows, form=form, parts=parts(), zone=site.zone,
                           signed=queries.count_signed(), today=clock.local(now, site.zone).date(),
                           mode=signing.mode(), since=queries.unattended_since(now=now),
                           unsigned=queries.count_unattended_stopped(), behind=queries.is_behind(),
                           held=held or _held(formdata=None))  # fmt: skip


def _words(row: CredentialKey, now: datetime) -> tuple[str, str]:
    standing = key_standing(row.valid_from, row.valid_until, row.revoked_at, now=now)
    return labels.key_standings()[standing], labels.KEY_KINDS[standing]
