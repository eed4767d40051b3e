"""What attendance says on the pages of trainings: what an act does to marks and lesson hours."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from lms.attendance import actions, queries
from lms.attendance.forms import METHOD_NAMES, STATUS_NAMES
from lms.core.clock import local
from lms.core.principals import Principal
from lms.trainings.models import Training, TrainingSession
from lms.web.filters import jp

NOBODY = UUID(int=0)


def training_consequences(_principal: Principal, training: Training) -> dict[str, list[str]]:
    """Say what closing, reopening or cancelling a training does to its marks."""
    unmarked = queries.count_unmarked(training.id)
    conflicts = len(queries.conflicts(training.id)) + queries.count_in_two_rooms(training.id)
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


def told_marks(facts: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Put marks as devices sent them into words: whose and what; session, how and when."""
    read = [actions.read_mark(NOBODY, data) for data in facts]
    sessions, people = queries.names_of_facts(
        {uid for uid, _mark in read}, {mark.participation_uid for _uid, mark in read if mark.participation_uid}
    )
    return [_told(sessions.get(uid), mark, people) for uid, mark in read]


def _told(session: TrainingSession | None, mark: actions.NewMark, people: dict[UUID, Any]) -> tuple[str, str]:
    person = people.get(mark.participation_uid) if mark.participation_uid else None
    status = STATUS_NAMES.get(mark.status, _("Taken back"))
    zone = session.training.zone if session else "UTC"
    made = format_datetime(local(mark.device_at, zone), "short", rebase=False) if mark.device_at else ""
    parts = [session.title if session else "", str(METHOD_NAMES[mark.method.value]), made]
    return f"{person.name_shown if person else mark.raw_code or '–'}: {status}", " · ".join(filter(None, parts))


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
