"""Series of numbers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import actions, permissions, queries
from lms.certificates.actions.keeping import STANDARD_PATTERN
from lms.certificates.forms import ReasonForm, SeriesForm
from lms.certificates.models import Kind, Series
from lms.certificates.routes import papers
from lms.certificates.routes.staff.door import asked, bp, find_office, keepers, parts, readers
from lms.certificates.routes.staff.lending import lent
from lms.certificates.rules import labels
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.places import queries as places
from lms.trainings.rules.labels import capacities
from lms.web import guard, paging
from lms.web.i18n import said


@bp.get("/certificate-series")
@readers
def all_series() -> ResponseReturnValue:
    """Show the series in reach, with the number that comes next."""
    chosen = asked("q")
    page = paging.load(queries.series_within(guard.principal(), text=chosen["q"]), page=paging.requested())
    return render_template(
        "certificates/staff/all_series.html", page=page, chosen=chosen, coming=_coming(page.items), parts=parts(),
        given=queries.numbers_given([row.id for row in page.items]), may_keep=permissions.may_keep(guard.principal()),
        capacities=capacities(), behind=queries.count_lost() if queries.is_behind() else 0,
        may_reconcile=permissions.may_reconcile(guard.principal()),
    )  # fmt: skip


@bp.post("/certificate-series/reconciliation")
@guard.allowed(permissions.may_reconcile)
def reconcile() -> ResponseReturnValue:
    """Bring a restored register up to the journal."""
    had_keys = bool(queries.lost_key_lines())
    actions.reconcile(by=guard.principal())
    flash(_("The register is complete again; numbers can be given."), "success")
    if had_keys:
        flash(_("The keys are as the journal has them. One that was made since the backup signs no more; what it "
                "signed can be checked."), "info")  # fmt: skip
    return redirect(url_for(".all_series"))


@bp.route("/certificate-series/new", methods=["GET", "POST"])
@keepers
def new_series() -> ResponseReturnValue:
    """Begin a series."""
    form = _form(pattern=STANDARD_PATTERN)
    if request.method == "GET" or not form.validate():
        return _page(form), 200 if request.method == "GET" else 422
    office = find_office(guard.principal(), form.office.data)
    if office is None:
        raise Missing
    try:
        actions.make_series(office_id=office.id, programme_id=_programme_id(form), by=guard.principal(),
                            kind=Kind(form.kind.data),
                            now=clock.now(), **_facts(form))  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(form), 422
    flash(_("The series was made."), "success")
    return redirect(url_for(".all_series"))


@bp.route("/certificate-series/<uuid:uid>", methods=["GET", "POST"])
@keepers
def edit_series(uid: UUID) -> ResponseReturnValue:
    """Change how a series writes its next numbers."""
    found = queries.get_series_within(guard.principal(), uid)
    form = _form(name=found.name, pattern=found.pattern, unit=found.unit, classification=found.classification,
                 capacities=found.capacities, kind=found.kind.value, valid_months=found.valid_months,
                 office=str(found.office.uid), also=found.office_id,
                 programme=found.programme.slug if found.programme else "")  # fmt: skip
    if request.method == "GET" or not form.validate():
        return _page(form, series=found), 200 if request.method == "GET" else 422
    try:
        actions.change_series(uid, by=guard.principal(), **_facts(form))
    except Refused as refusal:
        form.refuse(refusal)
        return _page(form, series=found), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".all_series"))


@bp.post("/certificate-series/<uuid:uid>/closing")
@keepers
def close_series(uid: UUID) -> ResponseReturnValue:
    """Close a series, or open it again."""
    if "reopen" in request.form:
        actions.reopen_series(uid, by=guard.principal())
    else:
        actions.close_series(uid, reason=clean(request.form.get("reason"))[:300], by=guard.principal(),
                             now=clock.now())  # fmt: skip
    flash(_("Saved."), "success")
    return redirect(url_for(".all_series"))


def _form(also: int | None = None, **data: Any) -> SeriesForm:
    programmes = [(row.slug, said(row.name)) for row in places.programmes()]
    offices = queries.offices_kept(guard.principal(), also=also)
    return SeriesForm(offices=offices, programmes=programmes, data=data)


def _facts(form: SeriesForm) -> dict[str, Any]:
    return {
        name: form[name].data for name in ("name", "pattern", "unit", "classification", "capacities", "valid_months")
    }


def _programme_id(form: SeriesForm) -> int | None:
    return places.get_programme(form.programme.data).id if form.programme.data else None


def _page(form: SeriesForm, series: Series | None = None) -> str:
    coming = papers.next_number(series, clock.local(clock.now(), series.zone).date()) if series else ""
    return render_template("certificates/staff/series.html", form=form, series=series, coming=coming,
                           kinds=labels.kinds(),
                           reason_form=ReasonForm(formdata=None), **lent("series", series))  # fmt: skip


def _coming(rows: Sequence[Series]) -> dict[int, str]:
    """Return the number that comes next in each series: one query."""
    now, serials = clock.now(), queries.next_serials([row.id for row in rows])
    days = {row.id: clock.local(now, row.zone).date() for row in rows}
    return {row.id: papers.number_of(row, days[row.id], serials.get((row.id, days[row.id].year), 1)) for row in rows}
