"""One's own passkeys: add, name, remove."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import actions, permissions, queries
from lms.accounts.forms import NewPasskeyForm, PasskeyNameForm
from lms.accounts.routes import browser
from lms.accounts.routes import passkey_door as door
from lms.accounts.routes.learner.door import bp, own_id
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.places import queries as places
from lms.web import guard


@bp.get("/passkeys")
@guard.allowed(permissions.is_person)
def passkeys() -> ResponseReturnValue:
    """Show one's passkeys, and whether this address can have any."""
    return _draw(NewPasskeyForm(formdata=None, name=browser.device()[:60]))


@bp.post("/passkeys/challenge")
@guard.allowed(permissions.is_person)
def ask_passkey() -> ResponseReturnValue:
    """Say what the browser should ask the device for."""
    found = door.place()
    if found is None:
        abort(404)
    try:
        asked = actions.passkeys.ask_new(
            NewPasskeyForm().proof.data or "", place=found, site=places.site().name, by=guard.principal(),
            now=clock.now(),
        )  # fmt: skip
    except Missing:
        raise
    except Refused as refusal:
        return door.refuse(refusal)
    return door.ask(asked)


@bp.post("/passkeys")
@guard.allowed(permissions.is_person)
def add_passkey() -> ResponseReturnValue:
    """Keep the passkey that this device made."""
    found, form = door.place(), NewPasskeyForm()
    if found is None:
        abort(404)
    try:
        actions.passkeys.add(
            form.answer.data or "", asked=door.asked(), name=form.name.data or "", place=found,
            by=guard.principal(), now=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(form)
    flash(_("The passkey was added. Next time you sign in with it alone."), "success")
    return redirect(url_for(".passkeys"))


@bp.post("/passkeys/<uuid:uid>/name")
@guard.allowed(permissions.is_person)
def name_passkey(uid: UUID) -> ResponseReturnValue:
    """Call a passkey something else."""
    form = PasskeyNameForm()
    if form.validate():
        actions.passkeys.rename(uid, name=form.name.data or "", by=guard.principal())
        flash(_("Saved."), "success")
    return redirect(url_for(".passkeys"))


@bp.post("/passkeys/<uuid:uid>/removal")
@guard.allowed(permissions.is_person)
def remove_passkey(uid: UUID) -> ResponseReturnValue:
    """Let a passkey open nothing any more."""
    actions.passkeys.remove(uid, by=guard.principal(), now=clock.now())
    flash(_("The passkey was removed. Take it out of the device's own list too."), "success")
    return redirect(url_for(".passkeys"))


def _draw(form: NewPasskeyForm) -> ResponseReturnValue:
    held, may_add = queries.passkeys_of(own_id()), permissions.may_have_second_step(guard.principal())
    if not held and not may_add:
        raise Missing
    names = {one.uid: PasskeyNameForm(formdata=None, ids=one.uid.hex, name=one.name) for one in held}
    page = render_template(
        "accounts/learner/passkeys.html", held=held, names=names, form=form, place=door.place(),
        is_here=door.is_here(), may_add=may_add,
    )  # fmt: skip
    return page, 422 if form.form_errors or form.errors else 200
