"""The second step of one's own sign-in: an app that gives codes, and recovery codes on paper."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import actions, permissions, queries, rules
from lms.accounts.forms import AppCodeForm, BeginCodesForm, ProofForm
from lms.accounts.models import CodeApp
from lms.accounts.routes import needs
from lms.accounts.routes.learner.door import bp, own_id
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.places import queries as places
from lms.web import guard, qr
from lms.web.forms import Form


@bp.get("/second-step")
@guard.allowed(permissions.is_person)
def second_step() -> ResponseReturnValue:
    """Show whether one's sign-in asks for a code, and what may be done about it."""
    return _draw()


@bp.post("/second-step")
@guard.allowed(permissions.is_person)
def begin_second_step() -> ResponseReturnValue:
    """Make the secret of an app; codes are asked only after a first one was right."""
    form = BeginCodesForm()
    if not form.validate():
        return _draw(begin=form)
    try:
        actions.second_steps.begin(by=guard.principal(), password=form.password.data or "", now=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(begin=form)
    return redirect(url_for(".second_step"))


@bp.post("/second-step/confirmation")
@guard.allowed(permissions.is_person)
def confirm_second_step() -> ResponseReturnValue:
    """Turn codes on with a first one, and show the recovery codes once."""
    form = AppCodeForm()
    if not form.validate():
        return _draw(confirm=form)
    try:
        codes = actions.second_steps.confirm(form.code.data or "", by=guard.principal(), now=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(confirm=form)
    return _show_codes(codes)


@bp.post("/second-step/recovery-codes")
@guard.allowed(permissions.is_person)
def renew_recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes, which end the earlier ones, and show them once."""
    form = ProofForm(ids="renew")
    if not form.validate():
        return _draw(renew=form)
    try:
        codes = actions.second_steps.renew_codes(form.proof.data or "", by=guard.principal(), now=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(renew=form)
    return _show_codes(codes)


@bp.post("/second-step/end")
@guard.allowed(permissions.is_person)
def end_second_step() -> ResponseReturnValue:
    """Turn codes off, with the password or a code."""
    form, needed = ProofForm(ids="end"), needs.roles()
    if not form.validate():
        return _draw(end=form)
    try:
        actions.second_steps.end(form.proof.data or "", needed=needed, by=guard.principal(), now=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(end=form)
    flash(_("Codes are off: the password alone opens your account."), "success")
    return redirect(url_for(".show"))


def _draw(**forms: Form) -> ResponseReturnValue:
    who, app = guard.principal(), queries.find_code_app(own_id())
    if app is None and not permissions.may_have_second_step(who):
        raise Missing
    page = {
        "app": app,
        "left": queries.codes_left(app.id) if app else 0,
        "begin": forms.get("begin") or BeginCodesForm(formdata=None),
        "confirm": forms.get("confirm") or AppCodeForm(formdata=None),
        "renew": forms.get("renew") or ProofForm(formdata=None, ids="renew"),
        "end": forms.get("end") or ProofForm(formdata=None, ids="end"),
        "is_needed": who.is_one_of(*needs.roles()),
        **(_to_scan(app) if app and app.confirmed_at is None else {}),
    }
    answer = make_response(render_template("accounts/learner/second_step.html", **page), 422 if forms else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _to_scan(app: CodeApp) -> dict[str, str]:
    """Return the secret of an app that was only begun: as a picture to scan, and in groups to type."""
    import pyotp

    person, secret = queries.get_person(app.person_id), actions.second_steps.secret_of(app)
    if secret is None:
        return {}
    name = person.username or person.email or person.phone or person.full_name
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=places.site().name)
    picture = qr.svg(address, label=_("QR code for the app"))
    return {"picture": picture, "secret": rules.in_fours(secret), "address": address}


def _show_codes(codes: list[str]) -> ResponseReturnValue:
    answer = make_response(render_template("accounts/learner/recovery_codes.html", codes=codes))
    answer.headers["Cache-Control"] = "no-store"
    return answer
