"""The second page of a sign-in: a code of the app, or a recovery code."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.accounts import actions, queries
from lms.accounts.forms import SecondStepForm
from lms.accounts.routes import browser
from lms.accounts.routes.public.door import PENDING, bp, enter
from lms.core import clock
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.web import guard


@bp.get("/sign-in/code")
@guard.public
def second_step() -> ResponseReturnValue:
    """Ask for the code; looking uses nothing up."""
    if queries.find_pending(_held().get("token", ""), now=clock.now()) is None:
        return _over(_("Sign in with your password first."))
    return render_template("accounts/public/second_step.html", form=SecondStepForm(formdata=None))


@bp.post("/sign-in/code")
@guard.public
def pass_second_step() -> ResponseReturnValue:
    """Open this device with a code."""
    form, held = SecondStepForm(), _held()
    if not form.validate():
        return render_template("accounts/public/second_step.html", form=form), 422
    try:
        who = actions.second_steps.finish(
            held.get("token", ""), form.code.data or "", device=browser.device(), now=clock.now()
        )
    except actions.second_steps.Over as over:
        return _over(over.message)
    except Refused as refusal:
        form.refuse(refusal)
        return render_template("accounts/public/second_step.html", form=form), 422
    _warn(who, form.code.data or "")
    return enter(who, onward=held.get("onward"))


def _held() -> dict[str, str]:
    held = session.get(PENDING)
    return held if isinstance(held, dict) else {}


def _over(message: str) -> ResponseReturnValue:
    session.pop(PENDING, None)
    flash(message, "warning")
    return redirect(url_for(".sign_in"))


def _warn(who: Principal, code: str) -> None:
    """Say how many recovery codes are left to whoever just used one."""
    app = queries.find_code_app(who.person_id or 0)
    if app is None or len("".join(code.split())) == 6:
        return
    left = queries.codes_left(app.id)
    flash(ngettext("%(num)s recovery code is left. Make new ones under My account.",
                   "%(num)s recovery codes are left. Make new ones under My account.", left), "warning")  # fmt: skip
