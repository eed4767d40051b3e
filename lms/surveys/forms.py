"""Forms of surveys."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired

from lms.surveys.models import Aim
from lms.web.forms import Choice, Day, Form, NamedForm

AIMS: dict[Aim, Any] = {
    Aim.SESSION: _("each session"),
    Aim.TRAINER: _("each trainer"),
    Aim.TRAINING: _("the training"),
    Aim.FOLLOW_UP: _("what became of it, 90 and 180 days later"),
}


class NewForm(NamedForm):
    """A form of a programme."""

    aim = Choice(_("It asks about"), choices=[(aim.value, name) for aim, name in AIMS.items()])
    asks_mentor = BooleanField(_("It asks a mentor (facilitator or superior) about each participant"))


class TimesForm(Form):
    """Between which days a survey takes answers."""

    opens = Day(_("Opens on"), [InputRequired(_("Choose a day."))])
    closes = Day(_("Closes on"), [InputRequired(_("Choose a day."))])


class HoldForm(TimesForm):
    """An evaluation to be held."""

    form = Choice(_("Evaluation form"), [InputRequired(_("Choose a form that has questions."))])
    is_anonymous = BooleanField(_("Anonymous: nobody can see who said what"))

    def begin(self, first: date, last: date) -> None:
        """Suggest days and anonymity."""
        self.opens.data, self.closes.data, self.is_anonymous.data = first, last, True
