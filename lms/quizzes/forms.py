"""Forms of quizzes."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateTimeLocalField, FieldList, FormField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, NumberRange, Optional

from lms.quizzes.models import FormRule, GradingMethod, Purpose, QuestionState, QuestionType
from lms.quizzes.rules.question_file import SETTINGS, QuestionText
from lms.web.forms import Choice, Form, LongText, Text, Whole

REQUIRED = DataRequired(_("Please fill this in."))
TYPE_NAMES: dict[str, Any] = {
    QuestionType.SINGLE: _("Single choice"), QuestionType.MULTIPLE: _("Multiple choice"),
    QuestionType.TRUEFALSE: _("True or false"), QuestionType.SHORTANSWER: _("Short answer"),
    QuestionType.NUMERICAL: _("Numerical answer"),
}  # fmt: skip
STATE_NAMES: dict[str, Any] = {
    QuestionState.READY: _("Ready"), QuestionState.DRAFT: _("Draft"), QuestionState.HIDDEN: _("Hidden"),
}  # fmt: skip
PURPOSE_NAMES: dict[str, Any] = {
    Purpose.PRACTICE: _("Practice"), Purpose.PRE: _("Pre-test"), Purpose.POST: _("Post-test"), Purpose.EXAM: _("Exam"),
}  # fmt: skip
GRADING_NAMES: dict[str, Any] = {
    GradingMethod.HIGHEST: _("The best attempt"), GradingMethod.AVERAGE: _("The mean of all"),
    GradingMethod.FIRST: _("The first attempt"), GradingMethod.LAST: _("The last attempt"),
}  # fmt: skip
RULE_NAMES: dict[str, Any] = {
    FormRule.FIXED: _("The same questions for everyone"),
    FormRule.PARALLEL: _("Parallel forms A and B that change places between pre- and post-test"),
}  # fmt: skip


def _pairs(names: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(str(key), label) for key, label in names.items()]


class OptionForm(PlainForm):
    """One option or accepted answer."""

    text = Text(_("Option or answer"), most=2000)
    correct = BooleanField(_("right"))
    feedback = Text(_("Feedback"), most=2000)
    tolerance = Text(_("Tolerance"), most=40)


class QuestionForm(Form):
    """A question of the bank."""

    category = Choice(_("Category"))
    type = Choice(_("Type"), choices=_pairs(TYPE_NAMES))
    text = LongText(_("Question in Markdown"), [REQUIRED])
    options = FieldList(FormField(OptionForm), min_entries=6, max_entries=12)
    feedback = LongText(_("Feedback after answering"), most=4000)
    objective = Text(_("Objective"), most=20)
    tags = Text(_("Tags"), most=400)
    state = Choice(_("State"), choices=_pairs(STATE_NAMES))
    all_or_nothing = BooleanField(_("All right ones and no wrong one, or nothing (multiple choice)"))
    case = BooleanField(_("Capital letters matter (short answer)"))
    accents = BooleanField(_("Accents matter (short answer)"))

    def said(self) -> QuestionText:
        """Return the question as it was typed; rows without text are left out."""
        rows = [row for row in self.options.data if row["text"]]
        options = [
            {
                "key": str(number),
                "text": row["text"],
                "correct": bool(row["correct"]),
                "feedback": row["feedback"] or "",
            }
            | ({"tolerance": row["tolerance"].replace(",", ".")} if row["tolerance"] else {})
            for number, row in enumerate(rows, 1)
        ]
        tags = tuple(dict.fromkeys(tag.strip() for tag in (self.tags.data or "").split(",") if tag.strip()))
        return QuestionText(
            type=self.type.data, text=self.text.data, feedback=self.feedback.data or "", tags=tags,
            objective=self.objective.data or "", options=tuple(options),
            settings={name: True for name in sorted(SETTINGS) if self[name].data},
        )  # fmt: skip


class QuizForm(Form):
    """How a quiz is taken."""

    title = Text(_("Title"), [REQUIRED])
    minutes = Whole(_("Planned minutes"), [Optional(), NumberRange(0, 1000)])
    purpose = Choice(_("Purpose"), choices=_pairs(PURPOSE_NAMES))
    instructions = LongText(_("What people read before they begin"), most=4000)
    form_rule = Choice(_("Questions"), choices=_pairs(RULE_NAMES))
    time_limit = Whole(_("Time limit in minutes"), [Optional(), NumberRange(1, 1440)])
    opens_at = DateTimeLocalField(_("Opens"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    closes_at = DateTimeLocalField(_("Closes"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    attempts_allowed = Whole(_("Attempts allowed"), [Optional(), NumberRange(1, 100)])
    delay_minutes = Whole(_("Minutes between attempts"), [Optional(), NumberRange(0, 100_000)])
    pass_mark = Whole(_("Pass mark in per cent"), [Optional(), NumberRange(0, 100)])
    grading = Choice(_("What counts"), choices=_pairs(GRADING_NAMES))
    per_page = Whole(_("Questions on a page (empty: all)"), [Optional(), NumberRange(0, 100)])
    shuffle_questions = BooleanField(_("Shuffle the questions"))
    shuffle_options = BooleanField(_("Shuffle the options"))


class DrawForm(Form):
    """A draw of questions."""

    form = Text(_("Form"), most=4)
    category = Choice(_("Category"))
    tags = Text(_("Tags, separated by commas"), most=200)
    draws = Whole(_("How many"), [REQUIRED, NumberRange(1, 100)])


class CategoryForm(Form):
    """A drawer of the bank."""

    name = Text(_("Name"), [REQUIRED])


FORMAT_NAMES: dict[str, Any] = {
    "": _("Told by the file"), "moodle-xml": "Moodle XML", "gift": "GIFT", "aiken": "Aiken",
    "qti": _("QTI 2.1, 2.2 or 3.0"), "xlsx": _("Spreadsheet (XLSX)"),
}  # fmt: skip


class ImportForm(Form):
    """A file of questions of another system."""

    file = FileField(_("File"), [FileRequired(_("Please choose a file."))])
    kind = Choice(_("Format"), choices=_pairs(FORMAT_NAMES))
    category = Text(_("Category (empty: those that the file names)"), most=200)
    is_check = BooleanField(_("Only check the file and import nothing"))
