"""Forms of questionnaires."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired

from lms.questionnaires import rules
from lms.questionnaires.rules import Kind, Reply, Upload
from lms.web.forms import Choice, LongText, NamedForm, Text, Whole
from lms.web.i18n import offered

KINDS: dict[Kind, Any] = {
    Kind.LINE: _("A short text"),
    Kind.TEXT: _("A long text"),
    Kind.CHOICE: _("One of several choices"),
    Kind.CHOICES: _("Several of the choices"),
    Kind.SEATS: _("One of several choices with limited seats"),
    Kind.NUMBER: _("A whole number"),
    Kind.DAY: _("A day"),
    Kind.SCALE: _("Scale from 1 to 5"),
    Kind.FILE: _("A file (PDF or photo)"),
    Kind.CONSENT: _("An agreement to tick"),
}


def reply_of(form: Any, files: Any) -> Reply:
    """Return what a request sent (`request.form`, `request.files`), ready to be read against questions."""
    uploads = {key: Upload(file.filename or "", file.read()) for key, file in files.items() if file.filename}
    return Reply(form.to_dict(flat=False), uploads)


class QuestionForm(NamedForm):
    """A question; its name is what is asked."""

    name_id = Text(_("Question in Indonesian"), most=300)
    name_en = Text(_("Question in English"), most=300)
    help_id = Text(_("Explanation in Indonesian"), most=300)
    help_en = Text(_("Explanation in English"), most=300)
    kind = Choice(_("Answered by"), [InputRequired()])
    options = LongText(_("Choices, one on each line; English after a vertical bar"), most=8000)
    least = Whole(_("Smallest number"))
    most = Whole(_("Largest number"))
    required = BooleanField(_("Must be answered"))

    def offer(self, kinds: Sequence[Kind]) -> "QuestionForm":
        """Offer the kinds of questions that make sense here."""
        self.kind.choices = [(kind.value, KINDS[kind]) for kind in kinds]
        return self

    def begin(self, question: Mapping[str, Any]) -> "QuestionForm":
        """Show a question as it is."""
        self.show("name", question["label"])
        self.show("help", question["help"])
        self.kind.data, self.required.data = question["kind"], question["required"]
        self.options.data = rules.option_lines(question["options"], offered())
        self.least.data, self.most.data = question["least"], question["most"]
        return self

    def said_facts(self) -> dict[str, Any]:
        """Return what was written, as the facts of a question."""
        return {
            "kind": Kind(self.kind.data), "label": self.named(), "note": self.words("help"),
            "options": self.options.data or "", "required": bool(self.required.data), "least": self.least.data,
            "most": self.most.data, "spoken": offered(),
        }  # fmt: skip
