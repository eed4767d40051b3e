"""Forms of the catalogue."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from lms.catalogue.rules import kinds
from lms.web.forms import Choice, Form, LongText, Text, Whole

REQUIRED = DataRequired(_("Please fill this in."))
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]


class ModuleForm(Form):
    """What a module says of itself."""

    title = Text(_("Title"), [REQUIRED])
    summary = LongText(_("Summary"), most=2000)
    language = Choice(_("Language"), choices=LANGUAGES)
    minutes = Whole(_("Learning time in minutes"), [Optional(), NumberRange(0, 100_000)])
    licence = Text(_("Licence"), most=60)
    objectives = LongText(_("Objectives, one per line"), most=8000)
    is_public = BooleanField(_("Anyone may see it in the catalogue"), default=True)


class TitleForm(Form):
    """A title on its own."""

    title = Text(_("Title"), [REQUIRED])


class NewLessonForm(Form):
    """A new lesson: its title, kind and section."""

    title = Text(_("Title"), [REQUIRED])
    kind = Choice(_("Kind"))
    section = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.name, kind.label) for kind in kinds().values()]


class LessonForm(Form):
    """A lesson's draft."""

    title = Text(_("Title"), [REQUIRED])
    minutes = Whole(_("Minutes"), [Optional(), NumberRange(0, 10_000)])
    is_required = BooleanField(_("Needed to complete the module"))
    body = LongText(_("Text in Markdown"), most=200_000)
    version = Whole(validators=[InputRequired()])


class UploadForm(Form):
    """A picture, document or video."""

    file = FileField(_("File"), [FileRequired(_("Please choose a file."))])
    caption = Text(_("Caption"), most=300)


class ReleaseForm(Form):
    """What is new in a release."""

    note = Text(_("What is new?"), most=500)


class ImportForm(Form):
    """A module as a zip file."""

    file = FileField(_("Zip file"), [FileRequired(_("Please choose a file."))])
