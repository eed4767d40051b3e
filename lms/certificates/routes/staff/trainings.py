"""The tab of a training: who is eligible, who is not and why, who has a certificate."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import queries
from lms.certificates.forms import ReasonForm
from lms.certificates.models import Kind, Series
from lms.certificates.queries import PersonRow
from lms.certificates.routes import papers
from lms.certificates.routes.staff.door import asked, bp, get_run
from lms.certificates.rules import labels
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.progress import actions as progress
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.trainings.rules.labels import capacities
from lms.web import guard, paging, tables
from lms.web.tables import Column


@bp.get("/trainings/<uuid:uid>/certificates")
@guard.signed_in
def training(uid: UUID) -> ResponseReturnValue:
    """Show where everyone of a training stands on the way to a certificate."""
    who = guard.principal()
    found = trainings.get_training_within(who, uid)
    chosen = asked("q", "status", "capacity", "sort")
    statement = queries.rows_of(found.id, text=chosen["q"], status=chosen["status"], capacity=chosen["capacity"],
                                sort=chosen["sort"] or "name")  # fmt: skip
    if (kind := request.args.get("export")) in {"xlsx", "csv"}:
        return _export(str(kind), found, queries.as_rows(db.session.execute(statement)))
    page = paging.load(statement, page=paging.requested(), scalars=False)
    rows = queries.as_rows(page.items)
    return render_template(
        "certificates/staff/training.html", training=found, page=page, rows=rows, chosen=chosen,
        granters=queries.granters(row.decision for row in rows),
        counts=queries.counts_of(found.id), runs=trainings.may_run(who, found.id), batches=queries.batches_of(found.id),
        made=queries.count_by_state(found.id),
        stopped=queries.stopped_in(found.id), capacities=capacities(), statuses=labels.statuses(),
        kinds=labels.STATUS_KINDS, reasons=labels.reasons, exception=labels.exception, hows=labels.hows(),
        address=paging.address,
        reason_form=ReasonForm(formdata=None), statements=_statements(found),
        itself=queries.setting_of(found.id) if found.is_self_paced else None,
    )  # fmt: skip


def _statements(training: Training) -> Series | None:
    """Return the series from which somebody who runs a training gives statements until certificates are there."""
    if not trainings.may_run(guard.principal(), training.id):
        return None
    offered = queries.usable_series(guard.principal(), training)
    return next((series for series in offered if series.kind == Kind.STATEMENT), None)


@bp.route("/participations/<uuid:uid>/exception", methods=["GET", "POST"])
@guard.signed_in
def exception(uid: UUID) -> ResponseReturnValue:
    """Grant lesson hours as an exception, with its reason."""
    part = trainings.get_participation_within(guard.principal(), uid)
    get_run(part.training.uid)
    form = ReasonForm()
    if request.method == "POST" and form.validate():
        try:
            progress.grant(uid, by=guard.principal(), reason=form.reason.data, now=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("%(name)s is eligible by exception.", name=part.name_shown), "success")
            return redirect(url_for(".training", uid=part.training.uid, q=part.name_shown))
    (row,) = queries.as_rows(db.session.execute(queries.rows_of(part.training_id).where(_is(part.id))))
    page = render_template("certificates/staff/exception.html", training=part.training, row=row, form=form,
                           reasons=labels.reasons)  # fmt: skip
    return page, 200 if request.method == "GET" else 422


@bp.get("/trainings/<uuid:uid>/certificates.zip")
@guard.signed_in
def archive(uid: UUID) -> ResponseReturnValue:
    """Give all certificates of a training as a zip."""
    found = get_run(uid)
    return papers.zip_of(queries.issued_in(found.id), name=f"sertifikat-{found.uid}")


def _is(participation_id: int) -> Any:
    from lms.trainings.models import Participation

    return Participation.id == participation_id


def _export(kind: str, found: Training, rows: list[PersonRow]) -> ResponseReturnValue:
    columns = [Column(_("Name"), 32), Column(_("Office"), 32), Column(_("Capacity")), Column(_("State"), 22),
               Column(_("Why"), 50), Column(_("Number"), 28), Column(_("Code"), 18)]  # fmt: skip
    words, roles, granters = labels.statuses(), capacities(), queries.granters(row.decision for row in rows)
    cells = [
        (row.name, row.participation.office_shown, roles[row.participation.capacity], words[row.status],
         why(row, granters), row.certificate.number if row.certificate else None,
         row.certificate.code if row.certificate else None)
        for row in rows
    ]  # fmt: skip
    return tables.export(kind, "sertifikat-pelatihan", columns, cells, zone=found.zone)


def why(row: PersonRow, granters: Mapping[int, str]) -> str:
    """Return in one line why somebody is not eligible, or by whose exception."""
    if row.decision is None:
        return ""
    if row.decision.granted_by is not None:
        return labels.exception(granters.get(row.decision.granted_by, ""), row.decision.grant_reason)
    if row.decision.is_eligible:
        return ""
    return " ".join(labels.reasons(row.decision.reasons, row.decision.inputs))
