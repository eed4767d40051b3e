"""Signing in with a passkey."""

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue

from lms.accounts import actions
from lms.accounts.forms import PasskeySignInForm, SignInForm
from lms.accounts.routes import browser
from lms.accounts.routes import passkey_door as door
from lms.accounts.routes.public.door import bp, enter
from lms.core import clock
from lms.core.errors import Refused
from lms.web import guard, limits

limited = limits.limiter.limit(limits.PUBLIC_LOOK_UPS)


@bp.post("/sign-in/passkey/challenge")
@guard.public
@limited
def ask_passkey() -> ResponseReturnValue:
    """Say what the browser should ask the device to sign."""
    found = door.place()
    if found is None:
        abort(404)
    return door.ask(actions.passkeys.ask_sign_in(place=found, now=clock.now()))


@bp.post("/sign-in/passkey")
@guard.public
@limited
def pass_with_passkey() -> ResponseReturnValue:
    """Open this device for whoever's passkey signed the challenge: both steps at once."""
    found, form = door.place(), PasskeySignInForm()
    if found is None:
        abort(404)
    try:
        who = actions.passkeys.sign_in(
            form.answer.data or "", asked=door.asked(), place=found, device=browser.device(), now=clock.now(),
            is_demo_site=current_app.config["SETTINGS"].demo, is_loopback=browser.is_loopback(),
        )  # fmt: skip
    except Refused as refusal:
        again = SignInForm(formdata=None, next=form.next.data)
        again.form_errors.append(refusal.message)
        return render_template("accounts/public/sign_in.html", form=again, has_passkeys=door.is_here()), 422
    return enter(who, onward=form.next.data)
