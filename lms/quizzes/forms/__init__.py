"""Forms of quizzes and of the bank's categories; those of questions stand beside."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateTimeLocalField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from lms.quizzes.models import FormRule, GradingMethod, Purpose, QuestionState, QuestionType
from lms.quizzes.rules import behaviours, review
from lms.web.forms import Choice, Choices, Form, LongText, Text, Whole

MOST_TAG = 60
REQUIRED = DataRequired(_("Please fill this in."))
TYPE_NAMES: dict[str, Any] = {
    QuestionType.SINGLE: _("Single choice"), QuestionType.MULTIPLE: _("Multiple choice"),
    QuestionType.TRUEFALSE: _("True or false"), QuestionType.MATCHING: _("Matching"),
    QuestionType.ORDERING: _("Ordering"), QuestionType.SHORTANSWER: _("Short answer"),
    QuestionType.NUMERICAL: _("Numerical answer"), QuestionType.CLOZE: _("Cloze: answers in a text"),
    QuestionType.GAPSELECT: _("Gaps with lists"), QuestionType.DRAGWORDS: _("Words into a text"),
    QuestionType.DRAGPICTURE: _("Onto a picture"), QuestionType.HOTSPOT: _("Mark a spot of a picture"),
    QuestionType.ESSAY: _("Essay"), QuestionType.FILE: _("File upload"),
    QuestionType.DESCRIPTION: _("Description, nothing asked"),
}  # fmt: skip
TYPE_GROUPS: list[tuple[Any, dict[str, Any]]] = [
    (_("To choose"), {
        QuestionType.SINGLE: _("One of several answers, with pictures if you like."),
        QuestionType.MULTIPLE: _("Several may be right: a part of the points for each, or all or nothing."),
        QuestionType.TRUEFALSE: _("A statement."),
        QuestionType.MATCHING: _("What belongs together, such as provinces and their capitals."),
        QuestionType.ORDERING: _("Things to put into their order, such as the steps of a task."),
    }),
    (_("To type"), {
        QuestionType.SHORTANSWER: _("A word or a few; other spellings may count too."),
        QuestionType.NUMERICAL: _("A number, with a tolerance and a unit; 1,5 and 1.5 are the same."),
        QuestionType.ESSAY: _("A long text that a person marks, with limits of words and a rubric."),
        QuestionType.FILE: _("A photo or a document that a person marks."),
    }),
    (_("In a text"), {
        QuestionType.CLOZE: _("Lists, words and numbers to fill in, each with its own points."),
        QuestionType.GAPSELECT: _("Each gap is filled from a list."),
        QuestionType.DRAGWORDS: _("Words below the text are carried into its gaps."),
    }),
    (_("On a picture"), {
        QuestionType.DRAGPICTURE: _("Words or small pictures are carried to their places."),
        QuestionType.HOTSPOT: _("A spot is to be found and marked, such as the shelf on a plan."),
    }),
    (_("Without an answer"), {QuestionType.DESCRIPTION: _("A text or a picture to read before the next questions.")}),
]  # fmt: skip
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


EXPIRY_NAMES: dict[str, Any] = {
    "submit": _("What was saved is handed in"), "grace": _("Some minutes remain to hand in, not to answer"),
    "abandon": _("What was not handed in does not count"),
}  # fmt: skip
BEHAVIOUR_NAMES: dict[str, Any] = {
    behaviours.DEFERRED: _("Results after handing in"), behaviours.IMMEDIATE: _("Each answer can be checked once"),
    behaviours.ADAPTIVE: _("Several tries, each wrong one costs"),
    behaviours.CERTAINTY: _("With how sure one is"),
}  # fmt: skip
PART_NAMES: dict[str, Any] = {
    "response": _("The own answers"), "correctness": _("Whether they are right"), "marks": _("Points"),
    "feedback": _("Feedback"), "right": _("The right answers"),
}  # fmt: skip


def _pairs(names: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(str(key), label) for key, label in names.items()]


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
    is_offline = BooleanField(_("May be taken without a line"))
    needs_second_marker = BooleanField(_("Two people mark essays and files"))
    at_expiry = Choice(_("When the time is over"), choices=_pairs(EXPIRY_NAMES), validate_choice=False)
    grace_minutes = Whole(_("Minutes that remain to hand in"), [Optional(), NumberRange(0, 10_080)])
    password = Text(_("Password"), most=80)
    behaviour = Choice(_("How answers are taken"), choices=_pairs(BEHAVIOUR_NAMES), validate_choice=False)
    wrong_costs = Whole(_("What a wrong answer takes away, in per cent"), [Optional(), NumberRange(0, 100)])
    bands = LongText(_("Feedback by score"), most=4000)
    seen_during = Choices(_("During the attempt, where answers are checked"), choices=_pairs(PART_NAMES))
    seen_after = Choices(_("In the two minutes after handing in"), choices=_pairs(PART_NAMES))
    seen_open = Choices(_("Later, while the quiz is open"), choices=_pairs(PART_NAMES))
    seen_closed = Choices(_("After the quiz has closed"), choices=_pairs(PART_NAMES))

    def validate_bands(self, field: Any) -> None:
        """Refuse lines that do not begin with a score."""
        if any(row is None for row in review.read_bands(field.data or "")):
            raise ValidationError(gettext("Each line begins with a score in per cent, such as: 80 Very good."))


class TermsForm(Form):
    """Other terms of a quiz for a training, a group or one person."""

    person = Choice(_("For whom"))
    opens_at = DateTimeLocalField(_("Opens"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    closes_at = DateTimeLocalField(_("Closes"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    time_limit = Whole(_("Time limit in minutes"), [Optional(), NumberRange(1, 1440)])
    attempts_allowed = Whole(_("Attempts allowed"), [Optional(), NumberRange(1, 100)])
    password = Text(_("Password"), most=80)


class DrawForm(Form):
    """A draw of questions."""

    form = Text(_("Form"), most=4)
    category = Choice(_("Category"))
    tags = Text(_("Tags, separated by commas"), most=200)
    draws = Whole(_("How many"), [REQUIRED, NumberRange(1, 100)])


REACH_NAMES: dict[str, Any] = {
    "all": _("Everybody who may look at the bank"), "region": _("The people of one region"),
    "office": _("The people of one office"),
}  # fmt: skip


class CategoryForm(Form):
    """A drawer of the bank, and whose it is."""

    name = Text(_("Name"), [REQUIRED])
    reach = Choice(_("Who sees and uses it"), choices=_pairs(REACH_NAMES), default="all")
    region = Choice(_("Region"))
    office = Choice(_("Office"))

    def validate_region(self, field: Any) -> None:
        """Refuse a region that was not chosen."""
        if self.reach.data == "region" and not field.data:
            raise ValidationError(gettext("Please choose a region."))

    def validate_office(self, field: Any) -> None:
        """Refuse an office that was not chosen."""
        if self.reach.data == "office" and not field.data:
            raise ValidationError(gettext("Please choose an office."))

    def whose(self) -> dict[str, int | None]:
        """Return the office or the region that it belongs to; neither where it is everybody's."""
        return {"office_id": int(self.office.data) if self.reach.data == "office" else None,
                "region_id": int(self.region.data) if self.reach.data == "region" else None}  # fmt: skip


class TogetherForm(Form):
    """What is to become of several questions; what stays empty stays as it is."""

    category = Choice(_("Move to the category"))
    add = Text(_("Add these tags"), most=200)
    remove = Text(_("Take these tags away"), most=200)
    state = Choice(_("State"))
    archive = Choice(_("Archive"))

    def validate_add(self, field: Any) -> None:
        """Refuse a tag that is too long to be kept."""
        if any(len(tag) > MOST_TAG for tag in tags_of(field.data)):
            raise ValidationError(gettext("At most %(n)s characters.", n=MOST_TAG))


def tags_of(text: str | None) -> tuple[str, ...]:
    """Return the tags that stand in a line, separated by commas."""
    return tuple(dict.fromkeys(tag.strip() for tag in (text or "").split(",") if tag.strip()))


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


class MarkForm(Form):
    """A mark for one answer."""

    percent = Whole(_("Mark in per cent"), [Optional(), NumberRange(0, 100)])
    comment = LongText(_("Comment"), most=4000)


class BulkMarkForm(Form):
    """The same mark for several answers."""

    percent = Whole(_("Mark in per cent"), [InputRequired(_("Please fill this in.")), NumberRange(0, 100)])
    comment = Text(_("Comment"), most=400)
