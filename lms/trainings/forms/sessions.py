"""Forms of sessions, and of acts that need a reason."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from lms.core import clock
from lms.trainings import queries
from lms.trainings.forms.fields import Clock, LessonHours, Place
from lms.trainings.models import Training, TrainingSession
from lms.web.forms import Choice, Day, Form, Text


class ReasonForm(Form):
    """Why something is done."""

    reason = Text(_("Reason"), [InputRequired(_("Give the reason."))], most=300)


class RemarkForm(Form):
    """A word that may be left beside what is done."""

    reason = Text(_("Reason"), most=300)


class SessionForm(Form):
    """An agenda item; times are of the training's zone."""

    title = Text(_("Title"), [InputRequired()], most=200)
    module_id = Choice(_("Module"), default="")
    day = Day(_("Day"), [InputRequired()])
    start = Clock(_("Begins"), [InputRequired()])
    end = Clock(_("Ends"), [InputRequired()])
    jp = LessonHours(_("Lesson hours (JP)"), [Optional()])
    counts = BooleanField(_("Counts for the attendance"))
    room = Text(_("Room"), most=120)
    venue = Text(_("Venue, where it is another one"), most=200)
    venue_position = Place(_("Position of this other venue"))
    trainers = SelectMultipleField(_("Trainers"), coerce=str)
    actual_start = Clock(_("Really began"), [Optional()])
    actual_end = Clock(_("Really ended"), [Optional()])
    understood = BooleanField(_("I have read what this does"))

    def session_facts(self, zone: str) -> dict[str, Any]:
        """Return the clean facts for the action, with moments in UTC."""
        return {
            "title": self.title.data, "module_id": int(self.module_id.data) if self.module_id.data else None,
            "starts_at": self._moment(self.start, zone), "ends_at": self._moment(self.end, zone),
            "jp": self.jp.data or 0, "counts": self.counts.data, "room": self.room.data, "venue": self.venue.data,
            "venue_position": self.venue_position.data, "actual_starts_at": self._moment(self.actual_start, zone),
            "actual_ends_at": self._moment(self.actual_end, zone),
        }  # fmt: skip

    def trainer_uids(self) -> list[UUID]:
        """Return who teaches."""
        return [UUID(text) for text in self.trainers.data or []]

    def _moment(self, field: Clock, zone: str) -> datetime | None:
        day: date | None = self.day.data
        return clock.at(day, field.data.hour, field.data.minute, zone) if day and field.data else None


def session_form(training: Training, session: TrainingSession | None = None) -> SessionForm:
    """Return the form of a session, filled where there is one already."""
    form = SessionForm(data=_known(training, session))
    form.module_id.choices = [("", gettext("None (opening, break, closing)"))]
    form.module_id.choices += [(str(row.module_id), row.module.title) for row in queries.modules_of(training.id)]
    form.trainers.choices = [(str(p.uid), p.name_shown) for p in queries.possible_trainers(training.id)]
    return form


def _known(training: Training, session: TrainingSession | None) -> dict[str, Any]:
    if session is None:
        return {"day": training.starts, "counts": True, "module_id": ""}
    begin, end = (clock.local(moment, training.zone) for moment in (session.starts_at, session.ends_at))
    actual = (session.actual_starts_at, session.actual_ends_at)
    really = [clock.local(moment, training.zone).time() if moment else None for moment in actual]
    return {
        "title": session.title, "module_id": str(session.module_id or ""), "day": begin.date(), "start": begin.time(),
        "end": end.time(), "jp": session.jp, "counts": session.counts, "room": session.room, "venue": session.venue,
        "venue_position": session.venue_position,
        "actual_start": really[0], "actual_end": really[1],
        "trainers": [str(p.uid) for p in queries.trainers_of([session.id]).get(session.id, [])],
    }  # fmt: skip
