"""Signing in and out."""

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import actions, queries
from lms.accounts.forms import SignInForm
from lms.accounts.routes import browser, passkey_door
from lms.accounts.routes.public.door import bp, enter
from lms.core import clock
from lms.core.errors import Refused
from lms.web import guard, i18n


@bp.get("/sign-in")
@guard.public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page; who is signed in goes on."""
    if guard.find_principal():
        return redirect(browser.safe_next(request.args.get("next")))
    if not queries.is_anybody_here():
        return redirect(url_for("accounts_public.setup"))
    form = SignInForm(next=request.args.get("next", ""))
    return _draw(form)


@bp.post("/sign-in")
@guard.public
def create_sign_in() -> ResponseReturnValue:
    """Open this device for whoever has this name and password."""
    form = SignInForm()
    if not form.validate():
        return _draw(form), 422
    try:
        who = actions.sign_in(
            form.name.data,
            form.password.data,
            device=browser.device(),
            now=clock.now(),
            is_demo_site=current_app.config["SETTINGS"].demo,
            is_loopback=browser.is_loopback(),
        )
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(form), 422
    if who.person_id and queries.find_open_reset(who.person_id, now=clock.now()):
        flash(_("Somebody made a code that can set a new password for your account. Look under My account."), "warning")
    return enter(who, onward=form.next.data)


@bp.post("/sign-out")
@guard.public
def sign_out() -> ResponseReturnValue:
    """Close this device."""
    who = guard.find_principal()
    if who is not None:
        actions.revoke_sign_in(who.uid, by=who, now=clock.now())
    guard.forget()
    flash(_("You have signed out."), "success")
    return redirect(url_for("accounts_public.sign_in"))


@bp.post("/language")
@guard.public
def choose_language() -> ResponseReturnValue:
    """Speak another language on this device, and remember it for the person."""
    wanted = request.form.get("language", "")
    if wanted in i18n.offered():
        session["language"] = wanted
        who = guard.find_principal()
        if who is not None and who.person_id and who.locale != wanted:
            actions.change_person(who.person_id, by=who, locale=wanted)
    return redirect(browser.safe_next(request.form.get("next")))


def _draw(form: SignInForm) -> str:
    return render_template("accounts/public/sign_in.html", form=form, has_passkeys=passkey_door.is_here())
