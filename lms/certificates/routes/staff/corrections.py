"""The queue of requests to correct a certificate: the oldest first, a replacement in one tap."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import actions, queries
from lms.certificates.routes.staff.door import asked, asked_address, bp, parts
from lms.certificates.rules import labels
from lms.core import clock, files
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.web import guard, paging


@bp.get("/corrections")
@guard.signed_in
def corrections() -> ResponseReturnValue:
    """Show the requests within reach with their age."""
    who, chosen, now = guard.principal(), asked("outcome"), clock.now()
    page = paging.load(queries.requests_within(who, outcome=chosen["outcome"] or "open"), page=paging.requested())
    runs = queries.trainings_run(who, [row.certificate.training_id for row in page.items])
    return render_template(
        "certificates/staff/corrections.html", page=page, chosen=chosen, parts=parts(), fields=labels.fields(),
        runs=runs, age=lambda row: queries.days_waiting(row.asked_at, now=now),
    )  # fmt: skip


@bp.post("/corrections/<uuid:uid>/replacement")
@guard.signed_in
def accept(uid: UUID) -> ResponseReturnValue:
    """Issue the replacement that was asked for."""
    try:
        made = actions.accept_correction(uid, right=request.form.get("right", "")[:240], by=guard.principal(),
                                         now=clock.now())  # fmt: skip
    except Refused as refusal:
        flash(str(refusal.message), "error")
        return redirect(url_for(".corrections"))
    flash(_("The replacement has the number %(number)s.", number=made.number), "success")
    return redirect(asked_address(made) or url_for(".corrections"))


@bp.post("/corrections/<uuid:uid>/refusal")
@guard.signed_in
def decline(uid: UUID) -> ResponseReturnValue:
    """Answer a request in words, without a replacement."""
    reason = clean(request.form.get("reason"))[:500]
    try:
        actions.decline_correction(uid, reason=reason, by=guard.principal(), now=clock.now())
    except Refused as refusal:
        flash(str(refusal.message), "error")
    else:
        flash(_("The request is answered."), "success")
    return redirect(url_for(".corrections"))


@bp.get("/corrections/<uuid:uid>/proof")
@guard.signed_in
def proof(uid: UUID) -> ResponseReturnValue:
    """Give the proof that came with a request."""
    row = queries.get_request_within(guard.principal(), uid)
    if row.proof is None:
        raise Missing
    response = Response(files.read(row.proof), mimetype=row.proof.media_type)
    response.headers["Content-Disposition"] = "attachment"
    return response
