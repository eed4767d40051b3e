"""Issuing: choose, look, issue, watch."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import actions, queries, signing
from lms.certificates.actions.issuing import ready_rows
from lms.certificates.forms import IssueForm, SecretForm
from lms.certificates.models import Kind
from lms.certificates.routes import papers
from lms.certificates.routes.staff.door import bp, get_run, read_uid
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.core.jobs import State
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard


@bp.route("/trainings/<uuid:uid>/certificates/issue", methods=["GET", "POST"])
@guard.signed_in
def issue(uid: UUID) -> ResponseReturnValue:
    """Choose series, signer and design, see what comes, and issue."""
    training, now = get_run(uid), clock.now()
    form = _form(training, now)
    if request.method == "GET":
        return _page(training, form, now)
    if not form.validate():
        return _page(training, form, now), 422
    if "preview" in request.form:
        chosen = {name: form[name].data for name in ("series", "signer", "design", "place")}
        return redirect(url_for(".preview", uid=uid, **chosen))
    if "look" in request.form:
        return _page(training, form, now)
    if request.form.get("seen", form.series.data) != form.series.data:
        flash(_("Another series is chosen: look at what it does, then issue."), "info")
        return _page(training, form, now)
    secret = form.secret()
    try:
        signing.require_ready(secret)
        batch = actions.issue_all(
            uid, series_uid=read_uid(form.series.data), signer_uid=read_uid(form.signer.data),
            design_uid=read_uid(form.design.data), place=form.place.data, by=guard.principal(), now=now,
            secret=secret,
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(training, form, now), 422
    flash(_("The numbers are taken; the files are being made."), "success")
    return redirect(url_for(".batch", uid=batch.uid))


@bp.get("/trainings/<uuid:uid>/certificates/preview.pdf")
@guard.signed_in
def preview(uid: UUID) -> ResponseReturnValue:
    """Draw a sample with the longest name of the training; no number is taken."""
    who, training, now = guard.principal(), get_run(uid), clock.now()
    today = clock.local(now, training.zone).date()
    series = _chosen(queries.usable_series(who, training), "series")
    signer = _chosen(queries.usable_signers(who, training, today=today), "signer")
    version = queries.current_version(_chosen(queries.usable_designs(who, training), "design").id)
    if version is None:
        raise Missing
    name = queries.longest_name(training.id) or "Siti Aminah"
    return papers.sample(
        training, series, signer, version, name=name, place=request.args.get("place", "")[:120], now=now
    )


@bp.get("/certificate-batches/<uuid:uid>")
@guard.signed_in
def batch(uid: UUID) -> ResponseReturnValue:
    """Show how far the files of a batch have come; the page asks again by itself."""
    return _batch_page(uid, SecretForm(formdata=None, signed=signing.mode()))


@bp.post("/certificate-batches/<uuid:uid>/pause")
@guard.signed_in
def pause(uid: UUID) -> ResponseReturnValue:
    """Let no more files be made for now."""
    actions.pause(uid, by=guard.principal(), now=clock.now())
    return redirect(url_for(".batch", uid=uid))


@bp.post("/certificate-batches/<uuid:uid>/retry")
@guard.signed_in
def retry(uid: UUID) -> ResponseReturnValue:
    """Make the files that are missing; the numbers stay."""
    form = SecretForm(signed=signing.mode())
    secret = form.secret()
    try:
        signing.require_ready(secret)
        actions.make_again(uid, by=guard.principal(), secret=secret)
    except Missing:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _batch_page(uid, form), 422
    return redirect(url_for(".batch", uid=uid))


def _batch_page(uid: UUID, form: SecretForm) -> str:
    who, now = guard.principal(), clock.now()
    found = queries.get_batch_within(who, uid)
    left = len(queries.waiting_in(found.id))
    asks = left > 0 and found.paused_at is None and queries.asks_passphrase(found, now=now)
    works = found.job is not None and found.job.state in {State.WAITING, State.RUNNING}
    return render_template(
        "certificates/staff/batch.html", batch=found, left=left, done=found.count - left, asks=asks, form=form,
        void=queries.count_void(found.id), runs=works and left > 0 and found.paused_at is None and not asks,
        beside=len(queries.stopped_beside(found, who)) if asks else 0,
        may_run=found.training_id is not None and trainings.may_run(who, found.training_id),
    )  # fmt: skip


def _form(training: Training, now: datetime) -> IssueForm:
    who, today = guard.principal(), clock.local(now, training.zone).date()
    chosen = {"place": training.city, "series": request.args.get("series", "")}
    form = IssueForm(data=chosen, signed=signing.mode())
    form.series.choices = [(str(s.uid), f"{s.name} · {s.office.name}") for s in queries.usable_series(who, training)]
    form.signer.choices = [
        (str(s.uid), f"{s.full_name} · {s.in_stead.value} {s.title}".replace("  ", " "))
        for s in queries.usable_signers(who, training, today=today)
    ]
    form.design.choices = [(str(d.uid), f"{d.name} · {d.office.name}") for d in queries.usable_designs(who, training)]
    return form


def _page(training: Training, form: IssueForm, now: datetime) -> str:
    series = queries.usable_series(guard.principal(), training)
    chosen = next((one for one in series if str(one.uid) == form.series.data), series[0] if series else None)
    coming: list[Any] = []
    first = ""
    if chosen is not None:
        coming = queries.in_paper_order(ready_rows(training.id, chosen))
        first = papers.next_number(chosen, clock.local(now, chosen.zone).date())
    return render_template(
        "certificates/staff/issue.html", training=training, form=form, coming=coming, first=first,
        seen=str(chosen.uid) if chosen else "",
        is_statement=chosen is not None and chosen.kind == Kind.STATEMENT,
        counts=queries.counts_of(training.id), longest=queries.longest_name(training.id),
    )  # fmt: skip


def _chosen(rows: Any, name: str) -> Any:
    wanted = request.args.get(name, "")
    found = next((row for row in rows if str(row.uid) == wanted), rows[0] if rows and not wanted else None)
    if found is None:
        raise Missing
    return found
