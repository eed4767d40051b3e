"""Forms of photos and materials."""

from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from lms.core import clock
from lms.trainings import queries
from lms.trainings.models import Training, TrainingFile
from lms.web.forms import Choice, Form, Text


class FileForm(Form):
    """What a photo or material is, of which session, and whose."""

    session = Choice(_("Session"), default="")
    caption = Text(_("Caption"), most=300)
    photographer = Text(_("Photographer"), most=120)
    owner = Text(_("Library or office that owns it"), most=200)

    def file_facts(self) -> dict[str, Any]:
        """Return the clean facts for the action."""
        return {"session_uid": UUID(self.session.data) if self.session.data else None, "caption": self.caption.data,
                "photographer": self.photographer.data, "owner": self.owner.data}  # fmt: skip


def file_form(training: Training, row: TrainingFile | None = None) -> FileForm:
    """Return the form with the sessions of a training to choose from."""
    usual = {"owner": training.library.name if training.library else training.office.name}
    if row is not None:
        usual = {"session": str(row.session.uid) if row.session else "", "caption": row.caption, "owner": row.owner,
                 "photographer": row.photographer}  # fmt: skip
    form = FileForm(data=usual)
    form.session.choices = session_choices(training)
    return form


def session_choices(training: Training) -> list[tuple[str, str]]:
    """Return the sessions of a training to choose from, the whole of it first."""
    held = [(str(one.uid), f"{clock.local(one.starts_at, training.zone):%d/%m} {one.title}")
            for one in queries.sessions_of(training.id)]  # fmt: skip
    return [("", gettext("The whole training")), *held]
