"""Numbers that were given before this register: a list is read, mended, and entered."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from lms.certificates import actions, queries
from lms.certificates.forms import NumbersForm
from lms.certificates.models import RegisterImport, Series
from lms.certificates.routes import papers
from lms.certificates.routes.staff.door import bp, keepers
from lms.certificates.rules.historic import FIELDS, HEADINGS
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Conflict, Missing, Refused
from lms.core.jobs import Job, State
from lms.enrolment.models import DraftState
from lms.enrolment.spreadsheet.mending import changes_in, rows_in
from lms.web import guard, tables

SHOWN = 50


@bp.get("/certificate-lists/template.<kind>")
@keepers
def numbers_template(kind: str) -> ResponseReturnValue:
    """Give the file to fill in, with headings and examples."""
    if kind not in {"xlsx", "csv"}:
        raise Missing
    headings, rows = HEADINGS.template(str(get_locale()))
    return tables.export(kind, "nomor-sertifikat", [tables.Column(*heading) for heading in headings], rows)


@bp.route("/certificate-series/<uuid:uid>/list", methods=["GET", "POST"])
@keepers
def upload_numbers(uid: UUID) -> ResponseReturnValue:
    """Take a list of earlier numbers and check it; nothing is entered yet."""
    series = queries.get_series_within(guard.principal(), uid)
    form = NumbersForm()
    if request.method == "GET" or not form.validate():
        return _upload(series, form)
    file, scans = form.file.data, form.scans.data
    try:
        read = actions.read_list(uid, file.read(), name=file.filename or "", scans=scans.read() if scans else None,
                                 by=guard.principal(), now=clock.now())  # fmt: skip
    except Refused as refusal:
        form.refuse(Refused(refusal.message, fields={"file": refusal.message}))
        return _upload(series, form)
    return redirect(url_for(".numbers_list", uid=read.uid))


@bp.get("/certificate-lists/<uuid:uid>")
@keepers
def numbers_list(uid: UUID) -> ResponseReturnValue:
    """Show what entering a list would do, or what it did."""
    found = queries.get_list(guard.principal(), uid)
    if found.state == DraftState.DRAFT:
        return _draw(found)
    job = db.session.get(Job, found.job_id) if found.job_id else None
    runs = found.state == DraftState.WAITING and (job is None or job.state != State.FAILED)
    return render_template("certificates/staff/numbers_entered.html", draft=found, job=job, runs=runs)


@bp.post("/certificate-lists/<uuid:uid>/rows")
@keepers
def mend_numbers(uid: UUID) -> ResponseReturnValue:
    """Save the mended rows and check again."""
    gone = rows_in(request.form.getlist("leave_out"))
    try:
        actions.mend_list(uid, changes_in(request.form.items(), FIELDS), leave_out=gone, by=guard.principal(),
                          version=request.form.get("version", type=int))  # fmt: skip
    except Conflict as refusal:
        flash(refusal.message, "warning")
    return redirect(url_for(".numbers_list", uid=uid))


@bp.post("/certificate-lists/<uuid:uid>/leaving-out")
@keepers
def leave_numbers_out(uid: UUID) -> ResponseReturnValue:
    """Leave out every row with a problem."""
    count = actions.leave_out_bad_numbers(uid, by=guard.principal())
    flash(_("%(n)s rows were left out.", n=count), "success")
    return redirect(url_for(".numbers_list", uid=uid))


@bp.post("/certificate-lists/<uuid:uid>/entry")
@keepers
def enter_numbers(uid: UUID) -> ResponseReturnValue:
    """Enter the numbers into the register."""
    try:
        actions.enter_list(uid, by=guard.principal(), now=clock.now())
    except Refused as refusal:
        return _draw(queries.get_list(guard.principal(), uid), error=refusal.message), 422
    return redirect(url_for(".numbers_list", uid=uid))


@bp.post("/certificate-lists/<uuid:uid>/discarding")
@keepers
def discard_numbers(uid: UUID) -> ResponseReturnValue:
    """Throw a list away."""
    series_uid = queries.get_list(guard.principal(), uid).series.uid
    actions.discard_list(uid, by=guard.principal())
    flash(_("The list was thrown away; nothing was entered."), "success")
    return redirect(url_for(".edit_series", uid=series_uid))


@bp.get("/certificates/<uuid:uid>/scan.pdf")
@guard.signed_in
def scan(uid: UUID) -> ResponseReturnValue:
    """Give the scan of a paper that was issued before this register."""
    return papers.scan_of(queries.get_certificate_within(guard.principal(), uid))


def _upload(series: Series, form: NumbersForm) -> ResponseReturnValue:
    page = render_template("certificates/staff/numbers_upload.html", form=form, series=series)
    return page, 422 if form.errors or form.form_errors else 200


def _draw(found: RegisterImport, *, error: Any = "") -> str:
    seen = queries.preview_list(found)
    moved = [
        (year, papers.written(found.series, year, before), papers.written(found.series, year, after))
        for year, (before, after) in seen.moved.items()
    ]
    return render_template(
        "certificates/staff/numbers_list.html", draft=found, seen=seen, bad=seen.bad[:SHOWN], error=error, moved=moved,
        doubtful=seen.doubtful[:SHOWN], fields=FIELDS, columns=HEADINGS.by_field, sample=seen.rows[:SHOWN],
    )  # fmt: skip
