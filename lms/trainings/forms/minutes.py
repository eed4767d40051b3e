"""The form of an item of the minutes."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired, Optional

from lms.trainings.forms.gallery import session_choices
from lms.trainings.models import MinuteItem, Training
from lms.web.forms import Choice, Day, Form, LongText, Text


class MinuteForm(Form):
    """What was said, and what was decided."""

    session = Choice(_("Session"), default="")
    topic = Text(_("Item of the minutes"), [InputRequired()], most=200)
    notes = LongText(_("What was said"), most=5000)
    decision = Text(_("Decision"), most=500)
    owner = Text(_("Who does it"), most=160)
    due = Day(_("To be done by"), [Optional()])

    def item_facts(self) -> dict[str, Any]:
        """Return the clean facts for the action."""
        return {"session_uid": UUID(self.session.data) if self.session.data else None, "topic": self.topic.data,
                "notes": self.notes.data or "", "decision": self.decision.data, "owner": self.owner.data,
                "due": self.due.data}  # fmt: skip


def minute_form(training: Training, row: MinuteItem | None = None) -> MinuteForm:
    """Return the form with the sessions of a training to choose from."""
    known = {} if row is None else {
        "session": str(row.session.uid) if row.session else "", "topic": row.topic, "notes": row.notes,
        "decision": row.decision, "owner": row.owner, "due": row.due,
    }  # fmt: skip
    form = MinuteForm(data=known)
    form.session.choices = session_choices(training)
    return form
