"""Forms of surveys."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired

from lms.surveys.models import Aim
from lms.surveys.rules import Kind
from lms.web.forms import Choice, Day, Form, LongText, NamedForm

AIMS: dict[Aim, Any] = {
    Aim.SESSION: _("each session"),
    Aim.TRAINER: _("each trainer"),
    Aim.TRAINING: _("the training"),
    Aim.FOLLOW_UP: _("what became of it, 90 and 180 days later"),
}
KINDS: dict[Kind, Any] = {
    Kind.SCALE: _("Scale from 1 to 5"),
    Kind.CHOICE: _("One of several choices"),
    Kind.CHOICES: _("Several of the choices"),
    Kind.TEXT: _("A text"),
}


class NewForm(NamedForm):
    """A form of a programme."""

    aim = Choice(_("It asks about"), choices=[(aim.value, name) for aim, name in AIMS.items()])


class QuestionForm(NamedForm):
    """A question; its name is what is asked."""

    kind = Choice(_("Answered by"), choices=[(kind.value, name) for kind, name in KINDS.items()])
    options = LongText(_("Choices, one on each line; English after a vertical bar"), most=4000)
    required = BooleanField(_("Must be answered"))

    def options_said(self) -> list[dict[str, str]]:
        """Return the choices that were written, each by language."""
        lines = [line.partition("|") for line in (self.options.data or "").splitlines() if line.strip()]
        return [
            {key: text.strip()[:200] for key, text in (("id", first), ("en", second)) if text.strip()}
            for first, _bar, second in lines
        ]


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
