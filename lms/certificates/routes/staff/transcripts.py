"""Transcripts of lesson hours, for people within reach."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import actions
from lms.certificates.routes.staff.door import bp, keepers
from lms.core import clock
from lms.web import guard


@bp.post("/people/<uuid:uid>/transcripts/<int:year>")
@keepers
def transcript(uid: UUID, year: int) -> ResponseReturnValue:
    """Issue the transcript of a year for somebody; the one that stands, unless something has changed since."""
    made = actions.issue_transcript(uid, year=year, by=guard.principal(), now=clock.now())
    flash(_("The transcript of %(year)s has the number %(number)s.", year=year, number=made.number), "success")
    return redirect(url_for(".certificate", uid=made.uid))
