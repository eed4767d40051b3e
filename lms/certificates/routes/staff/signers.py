"""Who signs."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import actions, permissions, queries
from lms.certificates.forms import SignerForm
from lms.certificates.models import InStead, Signer
from lms.certificates.routes.staff.door import asked, bp, find_office, keepers, parts, readers
from lms.certificates.routes.staff.lending import lent
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.places import queries as places
from lms.web import guard, paging


@bp.get("/signers")
@readers
def signers() -> ResponseReturnValue:
    """Show who signs for the offices in reach, and for how long."""
    chosen = asked("q")
    page = paging.load(queries.signers_within(guard.principal(), text=chosen["q"]), page=paging.requested())
    return render_template("certificates/staff/signers.html", page=page, chosen=chosen, parts=parts(),
                           today=places.today(), may_keep=permissions.may_keep(guard.principal()))  # fmt: skip


@bp.route("/signers/new", methods=["GET", "POST"])
@keepers
def new_signer() -> ResponseReturnValue:
    """Add a signer."""
    form = SignerForm(offices=queries.offices_kept(guard.principal()))
    if request.method == "GET" or not form.validate():
        return _page(form), 200 if request.method == "GET" else 422
    office = find_office(guard.principal(), form.office.data)
    if office is None:
        raise Missing
    try:
        actions.make_signer(office_id=office.id, by=guard.principal(), now=clock.now(), **_facts(form))
    except Refused as refusal:
        form.refuse(refusal)
        return _page(form), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".signers"))


@bp.route("/signers/<uuid:uid>", methods=["GET", "POST"])
@keepers
def edit_signer(uid: UUID) -> ResponseReturnValue:
    """Change a signer or the term."""
    found = queries.get_signer_within(guard.principal(), uid)
    offices = queries.offices_kept(guard.principal(), also=found.office_id)
    form = SignerForm(offices=offices, obj=found, data={"office": str(found.office.uid)})
    if request.method == "GET" or not form.validate():
        return _page(form, signer=found), 200 if request.method == "GET" else 422
    try:
        actions.change_signer(uid, by=guard.principal(), **_facts(form))
    except Refused as refusal:
        form.refuse(refusal)
        return _page(form, signer=found), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".signers"))


def _facts(form: SignerForm) -> dict[str, Any]:
    names = ("full_name", "title", "nip", "in_stead_of", "valid_from", "valid_until")
    return {name: form[name].data for name in names} | {"in_stead": InStead(form.in_stead.data)}


def _page(form: SignerForm, signer: Signer | None = None) -> str:
    return render_template("certificates/staff/signer.html", form=form, signer=signer, **lent("signer", signer))
