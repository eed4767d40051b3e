"""The staff blueprint, and what its doors share."""

from typing import Any

from flask import Blueprint, flash
from flask_babel import gettext as _

from lms.core.principals import Principal
from lms.trainings import permissions, queries
from lms.trainings.models import Training
from lms.web import guard, slots

bp = Blueprint("trainings_staff", __name__, url_prefix="/staff")


def staff_or_helper(principal: Principal) -> bool:
    """Tell whether somebody may come to the staff pages: by a role, or as trainer or organiser of some training."""
    return principal.is_one_of(*permissions.READERS) or queries.helps_somewhere(principal)


staff = guard.allowed(staff_or_helper)
planners = guard.allowed(permissions.may_plan)


def consequences(slot: str, subject: Any, act: str) -> list[Any]:
    """Return what the features above say that an act would do."""
    parts = [loaded for _entry, loaded in slots.cards(slot, guard.principal(), subject)]
    return [sentence for part in parts for key in ("sentences", act) for sentence in part.get(key, ())]


def warn_of_clashes(training: Training, session_id: int) -> None:
    """Tell who or what a saved session books twice."""
    for clash in queries.clashes_of(training.id):
        if clash.session_id == session_id:
            other = f"{clash.other_title}, {clash.other_training}" if clash.other_training else clash.other_title
            flash(_("%(name)s is booked at the same time: %(other)s.", name=clash.name, other=other), "warning")
