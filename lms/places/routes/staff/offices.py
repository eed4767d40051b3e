"""Lists of offices, an office's page, entering and correcting offices."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.places import actions, permissions, queries
from lms.places.forms import OfficeForm, OnlineForm, PartnershipForm
from lms.places.models import Office
from lms.places.routes.staff.door import bp
from lms.places.rules import fundings, statuses
from lms.web import guard, paging, tables
from lms.web.i18n import said

EXPORTED = 500


@bp.get("/offices")
@guard.allowed(permissions.may_see)
def offices() -> ResponseReturnValue:
    """Show the offices in reach, or export them."""
    facts = {name: request.args.get(name, "")[:80] for name in ("kind", "region", "status", "sort")}
    wanted = queries.Wanted(text=request.args.get("q", "")[:80], **facts)
    statement = queries.list_offices(guard.principal(), wanted)
    if request.args.get("export") in {"xlsx", "csv"}:
        return _export(statement, request.args["export"])
    page = paging.load(statement, page=paging.requested())
    return render_template(
        "places/staff/offices.html", page=page, wanted=wanted, kinds=queries.office_kinds(with_retired=True),
        statuses=statuses(), joined=queries.first_years([office.id for office in page.items]), address=paging.address,
        may_open=permissions.may_open(guard.principal()),
    )  # fmt: skip


@bp.get("/offices/<uuid:uid>")
@guard.allowed(permissions.may_see)
def office(uid: UUID) -> ResponseReturnValue:
    """Show an office in reach: its facts, and what other features add."""
    return show(queries.get_office_within(guard.principal(), uid))


def show(found: Office, **forms: Any) -> ResponseReturnValue:
    """Draw an office's page, with a form that was refused."""
    who = guard.principal()
    page = render_template(
        "places/staff/office.html", office=found, path=queries.path_of(found.region),
        partnerships=queries.partnerships_of(found.id), online=queries.online_facts(found.id),
        programmes={one.id: one for one in queries.programmes()}, statuses=statuses(), fundings=fundings(),
        partnership_form=forms.get("partnership") or new_partnership_form(),
        online_form=forms.get("online") or new_online_form(),
        may_keep=permissions.may_keep(who), may_open=permissions.may_open(who),
    )  # fmt: skip
    return page, 422 if forms else 200


def new_partnership_form() -> PartnershipForm:
    """Return the form for a partnership, with its choices."""
    form = PartnershipForm(year=clock.today(queries.site().zone).year)
    form.programme.choices = [(str(one.id), said(one.name)) for one in queries.programmes()]
    form.status.choices = list(statuses().items())
    form.funding.choices = list(fundings().items())
    return form


def new_online_form() -> OnlineForm:
    """Return the form for an online fact, with its choices."""
    form = OnlineForm(since=clock.today(queries.site().zone))
    form.state.choices = [("online", _("Online")), ("offline", _("No longer online"))]
    return form


@bp.route("/offices/new", methods=["GET", "POST"])
@guard.allowed(permissions.may_open)
def new_office() -> ResponseReturnValue:
    """Enter an office."""
    form = _office_form(None)
    if form.validate_on_submit():
        try:
            made = actions.make_office(**_facts(form), by=guard.principal())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("%(name)s was entered.", name=made.name), "success")
            return redirect(url_for(".office", uid=made.uid))
    page = render_template("places/staff/office_edit.html", form=form, office=None)
    return page, 422 if form.errors or form.form_errors else 200


@bp.route("/offices/<uuid:uid>/edit", methods=["GET", "POST"])
@guard.allowed(permissions.may_keep)
def edit_office(uid: UUID) -> ResponseReturnValue:
    """Correct an office."""
    found = queries.get_office_within(guard.principal(), uid)
    form = _office_form(found)
    if form.validate_on_submit():
        try:
            actions.change_office(uid, by=guard.principal(), **_facts(form))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".office", uid=uid))
    page = render_template("places/staff/office_edit.html", form=form, office=found)
    return page, 422 if form.errors or form.form_errors else 200


def _office_form(found: Office | None) -> OfficeForm:
    form = OfficeForm(obj=found)
    if found is not None and not form.is_submitted():
        form.region.data, form.kind.data = found.region.code, str(found.kind_id)
    offered = [kind for kind in queries.office_kinds(with_retired=True)
               if kind.retired_on is None or (found and kind.id == found.kind_id)]  # fmt: skip
    form.kind.choices = [(str(kind.id), said(kind.label)) for kind in offered]
    return form


def _facts(form: OfficeForm) -> dict[str, Any]:
    facts = form.facts()
    return {**{key: facts[key] or "" for key in ("name", "address", "phone", "letterhead")},
            "kind_id": int(facts["kind"]), "region_id": queries.get_region_meant(facts["region"] or "").id}  # fmt: skip


def _export(statement: Select[Any], kind: str) -> ResponseReturnValue:
    rows = db.session.scalars(statement).all()
    joined: dict[int, Any] = {}
    for start in range(0, len(rows), EXPORTED):
        joined |= queries.first_years([row.id for row in rows[start : start + EXPORTED]])
    names = (_("Name"), _("Kind"), _("Region"), _("Code of the region"), _("Address"), _("Phone"), _("Year of joining"),
             _("Partner status"))  # fmt: skip
    lines = (
        [row.name, said(row.kind.label), ", ".join(part.name for part in reversed(queries.path_of(row.region))),
         row.region.code, row.address, row.phone, joined[row.id].year if row.id in joined else "",
         statuses()[joined[row.id].status] if row.id in joined else ""]
        for row in rows
    )  # fmt: skip
    return tables.export(kind, f"offices-{clock.now():%Y%m%d}", [tables.Column(name, 24) for name in names], lines)
