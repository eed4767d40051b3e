"""What attendance says on the pages of trainings: what an act does to marks and lesson hours."""

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.attendance import queries
from lms.core.principals import Principal
from lms.trainings.models import Training, TrainingSession
from lms.web.filters import jp


def training_consequences(_principal: Principal, training: Training) -> dict[str, list[str]]:
    """Say what closing, reopening or cancelling a training does to its marks."""
    unmarked, conflicts = queries.count_unmarked(training.id), len(queries.conflicts(training.id))
    close = [_("No more marks are taken. Whoever is not marked counts as absent.")]
    if unmarked:
        close.append(
            ngettext(
                "%(num)s place in a session is not marked yet.",
                "%(num)s places in sessions are not marked yet.",
                unmarked,
            )
        )
    if conflicts:
        close.append(
            ngettext(
                "%(num)s contradiction is not decided yet.", "%(num)s contradictions are not decided yet.", conflicts
            )
        )
    return {
        "close": close,
        "reopen": [_("Marks can be changed again; lesson hours follow when it is closed the next time.")],
        "cancel": [_("Every mark is kept, and posted lesson hours are taken back.")],
    }


def session_consequences(_principal: Principal, session: TrainingSession) -> dict[str, list[str]]:
    """Say what cancelling or moving a session does to its marks and to everyone's lesson hours."""
    marked = sum(queries.counts([session.id])[session.id].values())
    if not marked:
        return {}
    kept = ngettext(
        "%(num)s person is marked; the mark is kept.", "%(num)s people are marked; the marks are kept.", marked
    )
    less = _("Everyone's required lesson hours become %(jp)s JP less.", jp=jp(session.jp))
    return {"cancel": [kept, less], "move": [kept]}
