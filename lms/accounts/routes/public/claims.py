"""Opening an account with a code."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import actions
from lms.accounts.forms import CodeForm, OpenAccountForm, SpokenForm
from lms.accounts.routes import browser
from lms.accounts.routes.public.door import bp, enter
from lms.core import clock, ids
from lms.core.errors import Refused
from lms.core.names import folded
from lms.web import guard


@bp.route("/claim", methods=["GET", "POST"])
@guard.public
def ask_code() -> ResponseReturnValue:
    """Ask for a code from a slip of paper, and go to what it opens."""
    form = CodeForm()
    if form.validate_on_submit():
        return redirect(url_for(".claim", code=ids.grouped(form.code.data.replace("-", "").replace(" ", "").upper())))
    return render_template("accounts/public/code.html", form=form), 422 if form.errors else 200


@bp.route("/claim/spoken", methods=["GET", "POST"])
@guard.public
def spoken() -> ResponseReturnValue:
    """Ask for six digits that somebody was told on the phone, and go on to the account."""
    form = SpokenForm()
    if form.validate_on_submit():
        try:
            code = actions.use_spoken(form.name.data or "", form.digits.data or "", now=clock.now())
        except actions.Mistaken as mistake:
            actions.note_failure(mistake.account, now=clock.now())
            form.refuse(mistake)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".claim", code=ids.grouped(code)))
    page = render_template("accounts/public/spoken.html", form=form)
    return page, 422 if form.errors or form.form_errors else 200


@bp.route("/claim/<code>", methods=["GET", "POST"])
@guard.public
def claim(code: str) -> ResponseReturnValue:
    """Show whose account a code opens; only the form's button uses it up."""
    found = actions.find_claim(code, now=clock.now())
    if found is None:
        return _wrong_code(code)
    form = OpenAccountForm(username=found.person.username or folded(found.person.full_name).replace(" ", ".")[:40])
    if form.validate_on_submit():
        try:
            who = actions.use_claim(
                code,
                username=form.username.data or "",
                password=form.password.data or "",
                device=browser.device(),
                now=clock.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your account is open. Welcome."))
            return enter(who, onward="/home")
    page = render_template("accounts/public/claim.html", form=form, person=found.person)
    return page, 422 if form.errors or form.form_errors else 200


def _wrong_code(code: str) -> ResponseReturnValue:
    """Say that a code opens nothing; 50 random bits with a check character need no lock against guessing."""
    form = CodeForm(formdata=None, code=code[:40])
    form.code.errors = [_("This code does not open anything: it was used, has ended, or is mistyped.")]
    return render_template("accounts/public/code.html", form=form), 422
