"""Activity reports: filing, reading, verifying."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.monitoring import actions, permissions, rules
from lms.monitoring.actions import ReportFacts
from lms.monitoring.forms import STATE_KINDS, STATE_NAMES, TALLY_NAMES, MoveForm, ReportForm
from lms.monitoring.models import ReportState
from lms.monitoring.queries import reports
from lms.monitoring.routes.staff import bp
from lms.places import queries as places
from lms.places.models import Funding, Programme
from lms.web import guard, i18n, paging, tables
from lms.web.tables import Column


@bp.get("/reports")
@guard.allowed(permissions.may_see_reports)
def list_reports() -> ResponseReturnValue:
    """Show the activity reports within reach."""
    asked = {name: request.args.get(name, "") for name in ("q", "state", "kind", "sort")}
    statement = reports.report_rows(
        guard.principal(), text=asked["q"], state=asked["state"], kind=asked["kind"], sort=asked["sort"]
    )
    return render_template(
        "monitoring/staff/reports.html",
        page=paging.load(statement, page=paging.requested()),
        asked=asked,
        kinds=_kinds_by_programme(),
        states=STATE_NAMES,
        state_kinds=STATE_KINDS,
        may_file=permissions.may_file(guard.principal()),
    )


def _kinds_by_programme() -> list[tuple[int, str]]:
    """Return the kinds of activity for a filter; where several programmes have some, each with its programme."""
    kinds = reports.activity_kinds()
    names = {one.id: one.abbreviation or i18n.said(one.name) for one in places.programmes()}
    tells = len({kind.programme_id for kind in kinds}) > 1
    return [(k.id, i18n.said(k.label) + (f" · {names[k.programme_id]}" if tells else "")) for k in kinds]


@bp.get("/reports.<any(xlsx, csv):ending>")
@guard.allowed(permissions.may_see_reports)
def export_reports(ending: str) -> ResponseReturnValue:
    """Answer with the activity reports within reach as a spreadsheet."""
    headings = (_("Library"), _("Region"), _("Code"), _("Activity"), _("Kind of activity"), _("Date"))
    columns = [Column(heading, 28) for heading in headings]
    columns += [Column(name) for name in TALLY_NAMES.values()] + [Column(_("Status"))]
    statement = reports.report_rows(
        guard.principal(),
        text=request.args.get("q", ""),
        state=request.args.get("state", ""),
        kind=request.args.get("kind", ""),
    )
    rows = (
        [r.library.name, r.library.region.name, r.library.region.code, r.title, i18n.said(r.kind.label), r.on_day]
        + [getattr(r, name) for name in TALLY_NAMES] + [str(STATE_NAMES[r.state.value])]
        for r in db.session.scalars(statement)
    )  # fmt: skip
    return tables.export(ending, "activity-reports", columns, rows)


@bp.route("/reports/new", methods=["GET", "POST"])
@guard.allowed(permissions.may_file)
def create_report() -> ResponseReturnValue:
    """Ask for a report of an activity, and hand it in."""
    offered = reports.programmes_to_report(guard.principal())
    programme = _asked_for(offered)
    if programme is None and offered:
        return render_template("monitoring/staff/report_programme.html", programmes=offered)
    form = _choices(ReportForm(data={"uid": str(uuid4())} if request.method == "GET" else None), programme)
    if form.validate_on_submit():
        try:
            report = actions.file_report(
                UUID(form.library.data),
                _facts(form),
                by=guard.principal(),
                now=clock.now(),
                uid=request.form.get("uid", type=UUID) or uuid4(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Handed in. Thank you."))
            return redirect(url_for(".show_report", uid=report.uid))
    page = render_template("monitoring/staff/report_form.html", form=form, programme=programme, offered=offered)
    return page, 422 if form.errors or form.form_errors else 200


@bp.get("/reports/<uuid:uid>")
@guard.allowed(permissions.may_see_reports)
def show_report(uid: UUID) -> ResponseReturnValue:
    """Show a report, what happened to it, and what a verifier may do."""
    return _report_page(uid, MoveForm(formdata=None)), 200


@bp.post("/reports/<uuid:uid>/moves")
@guard.allowed(permissions.may_verify)
def create_move(uid: UUID) -> ResponseReturnValue:
    """Verify a report, send it back, or lock it."""
    form = MoveForm()
    if not form.validate() or form.state.data not in STATE_NAMES:
        abort(422)
    try:
        actions.move_report(
            uid, ReportState(form.state.data), comment=form.comment.data, by=guard.principal(), now=clock.now()
        )
    except Refused as refusal:
        form.refuse(refusal)
        return _report_page(uid, form), 422
    flash(_("Kept."))
    return redirect(url_for(".show_report", uid=uid))


def _asked_for(offered: Sequence[Programme]) -> Programme | None:
    """Return the programme that the address names, or the only one; None where one has to be chosen."""
    if len(offered) == 1:
        return offered[0]
    return next((one for one in offered if one.slug == request.args.get("programme")), None)


def _choices(form: ReportForm, programme: Programme | None) -> ReportForm:
    libraries = reports.libraries_to_report(guard.principal(), programme) if programme else []
    kinds = reports.activity_kinds(programme.id) if programme else []
    form.library.choices = [(str(x.uid), f"{x.name}, {x.region.name}") for x in libraries]
    form.kind_id.choices = [(str(kind.id), i18n.said(kind.label)) for kind in kinds]
    return form


def _facts(form: ReportForm) -> ReportFacts:
    return ReportFacts(
        title=form.title.data or "",
        kind_id=int(form.kind_id.data),
        on_day=form.on_day.data,
        tallies=form.tallies(),
        story=form.story.data or "",
        evidence=form.evidence.data or "",
        funding=Funding(form.funding.data) if form.funding.data else None,
        filed_for=form.filed_for.data or "",
    )


def _report_page(uid: UUID, form: MoveForm) -> str:
    report = reports.get_report_within(guard.principal(), uid)
    may_verify = permissions.may_verify(guard.principal())
    zone = report.programme.zone
    return render_template(
        "monitoring/staff/report.html",
        report=report,
        facts=reports.facts_of(report),
        states=STATE_NAMES,
        state_kinds=STATE_KINDS,
        next_states=rules.allowed_next(report.state) if may_verify and report.state in _FOR_VERIFIERS else (),
        flags=rules.flags(
            participants=report.participants,
            median=reports.usual_participants(report.kind_id),
            on_day=report.on_day,
            today=clock.today(zone),
        ),
        zone=zone,
        form=form,
    )


_FOR_VERIFIERS = (
    ReportState.SUBMITTED,
    ReportState.VERIFIED_REGENCY,
    ReportState.VERIFIED_PROVINCE,
    ReportState.LOCKED,
)
