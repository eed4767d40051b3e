"""Forms of messages."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from lms.notifications.models import Notice
from lms.notifications.rules.reminders import LONGEST
from lms.web.filters import zone_choices
from lms.web.forms import Form, LongText


class ReminderForm(Form):
    """What is written to a group; `sure` sends it, without it it is shown first."""

    words = LongText(_("Text of the reminder"), [InputRequired()], most=LONGEST)
    again = BooleanField(_("Remind this group again within 24 hours"))
    sure = HiddenField()


class ChoicesForm(Form):
    """Of what one wants mail, and where one sleeps."""

    kinds = SelectMultipleField(_("Send me a mail when"))
    zone = SelectField(_("My time zone"))

    def __init__(self, words: dict[Notice, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kinds.choices = [(kind.value, text) for kind, text in words.items()]
        self.zone.choices = [("", str(_("That of the training"))), *zone_choices()]
