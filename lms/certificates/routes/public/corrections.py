"""Telling that something is wrong on a certificate."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import actions, queries
from lms.certificates.forms import CorrectionForm
from lms.certificates.models import Field
from lms.certificates.routes.public.door import bp, limited
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.web import guard


@bp.route("/verify/<code>/correction", methods=["GET", "POST"])
@guard.public
@limited
def correction(code: str) -> ResponseReturnValue:
    """Ask what is wrong, how it is right, and for a proof."""
    found = queries.find_by_code(code)
    if found is None or not found.is_standing or found.training_id is None:
        raise Missing
    form = CorrectionForm()
    if request.method == "POST" and form.validate():
        who, upload = guard.find_principal(), request.files.get("proof")
        try:
            actions.ask_correction(
                found.code, field=Field(form.field.data), right=form.right.data, note=form.note.data or "",
                proof=upload.read() if upload else None, by_id=who.id if who else None, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Thank you. The organisers will look at it; the answer stands on this page."), "success")
            return redirect(url_for(".show", code=found.code))
    page = render_template("certificates/public/correction.html", certificate=found, form=form)
    return page, 200 if request.method == "GET" else 422
