"""Receiving people at the desk: the letter of assignment checked, the badge handed out."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from lms.core.db import transaction
from lms.core.principals import Principal
from lms.trainings import actions as trainings
from lms.trainings.models import Participation, Step


@transaction()
def receive(
    participation_uid: UUID, *, has_letter: bool, by: Principal, now: datetime, allows_over: bool = False
) -> Participation:
    """Note that somebody was received, with or without the letter of assignment; twice is once.

    Somebody who was only invited takes a seat by it: Full where none is left, unless `allows_over`.
    """
    seen, missing = _("Letter of assignment checked, badge handed out"), _("Came without a letter of assignment")
    return trainings.record_step(
        participation_uid, Step.ARRIVED, by=by, now=now, reason=seen if has_letter else missing, allows_over=allows_over
    )


@transaction()
def take_arrival_back(participation_uid: UUID, *, by: Principal, now: datetime) -> Participation:
    """Say that an arrival was noted by mistake."""
    return trainings.record_step(participation_uid, Step.NOT_ARRIVED, by=by, now=now, reason=_("Noted by mistake"))
