"""The staff blueprint, and what its doors share."""

from typing import Any

from flask import Blueprint, flash
from flask_babel import gettext as _

from lms.core.principals import Principal
from lms.places import queries as places
from lms.trainings import permissions, queries
from lms.trainings.models import Training, TrainingSession
from lms.trainings.rules import agenda
from lms.web import guard, slots
from lms.web.filters import jp

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


def warn_of_clashes(training: Training, session: TrainingSession) -> None:
    """Tell who or what a saved session books twice, and where its lesson hours disagree with its minutes."""
    for clash in queries.clashes_of(training.id):
        if clash.session_id == session.id:
            flash(_in_words(clash), "warning")
    minutes = agenda.minutes_between(session.starts_at, session.ends_at)
    doubt = agenda.doubt_of(minutes, session.jp, jp_minutes=places.site().jp_minutes)
    if doubt is not None:
        flash(_("%(minutes)s minutes are %(meant)s JP, not %(jp)s.", minutes=doubt.minutes, meant=jp(doubt.meant),
                jp=jp(doubt.jp)), "warning")  # fmt: skip


def _in_words(clash: queries.Clash) -> str:
    other = f"{clash.other_title}, {clash.other_training}" if clash.other_training else clash.other_title
    if clash.what == "time":
        return str(_("Two sessions are at the same time, and one has no room: %(other)s.", other=other))
    return str(_("%(name)s is booked at the same time: %(other)s.", name=clash.name, other=other))
