"""The form of a question: the fields that its type has; what a type writes in lines is read by rules/writing."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, MultipleFileField
from wtforms import BooleanField, FieldList, FormField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, NumberRange, Optional, ValidationError

from lms.quizzes.forms import tags_of
from lms.quizzes.models import QuestionType, QuestionVersion
from lms.quizzes.rules import writing
from lms.quizzes.rules.question_file import QuestionText
from lms.quizzes.rules.types import undrawn
from lms.quizzes.rules.types.written import FILE_KINDS
from lms.web.forms import Choice, Choices, Form, LongText, Text, Whole

REQUIRED = DataRequired(_("Please fill this in."))
GRADINGS: dict[str, Any] = {
    "place": _("Each thing at its place counts"), "next": _("Each that follows the right one counts"),
    "pairs": _("Each pair in the right order counts"), "longest": _("The longest chain in order counts"),
    "exact": _("All or nothing"),
}  # fmt: skip
UNIT_RULES: dict[str, Any] = {"optional": _("A unit may be left out"), "required": _("A unit must be there")}
FLAGS = ("all_or_nothing", "case", "accents", "keeps_order")
TEXTS = ("right_feedback", "partly_feedback", "wrong_feedback")
WHOLES = ("least_words", "most_words", "lines", "most_files")
OWN = {*FLAGS, *TEXTS, *WHOLES, "hints", "penalty", "units", "unit", "unit_penalty", "rubric", "template", "kinds",
       "grading", "choices", "picture", "notes"}  # fmt: skip


class OptionForm(PlainForm):
    """One option or accepted answer."""

    text = Text(_("Option or answer"), most=2000)
    correct = BooleanField(_("right"))
    feedback = Text(_("Feedback"), most=2000)
    tolerance = Text(_("Tolerance"), most=40)
    relative = Text(_("Tolerance in per cent of the number"), most=10)
    share = Text(_("Part of the points in per cent"), most=8)


class QuestionForm(Form):
    """A question of the bank; `known` are the pictures of its category by name, with address, width and height."""

    known: Mapping[str, Mapping[str, Any]] = {}
    category = Choice(_("Category"))
    type = Choice(_("Type"), choices=[(str(one), str(one)) for one in QuestionType])
    text = LongText(_("Question in Markdown"), [REQUIRED])
    options = FieldList(FormField(OptionForm), min_entries=6, max_entries=20)
    lines = LongText(_("Answers"), most=20_000)
    many = BooleanField(_("Each word may be used more than once"))
    grading = Choice(_("How the order counts"), choices=list(GRADINGS.items()), validate_choice=False)
    picture = Choice(_("Picture"))
    picture_file = FileField(_("Or a new picture"))
    pictures = MultipleFileField(_("Add pictures"))
    shown = LongText(_("What the pictures show, one a line"), most=2000)
    alt = Text(_("What the picture shows, in words"), most=300)
    units = Text(_("Units and their factors"), most=200)
    unit = Choice(_("Unit"), choices=list(UNIT_RULES.items()), validate_choice=False)
    unit_penalty = Whole(_("What a wrong unit costs, in per cent"), [Optional(), NumberRange(0, 100)])
    least_words = Whole(_("At least so many words"), [Optional(), NumberRange(0, 20_000)])
    most_words = Whole(_("At most so many words"), [Optional(), NumberRange(0, 20_000)])
    lines_high = Whole(_("Lines of the box"), [Optional(), NumberRange(1, 60)])
    template = LongText(_("What stands in the box at first"), most=5000)
    most_files = Whole(_("At most so many files"), [Optional(), NumberRange(1, 10)])
    kinds = Choices(_("Kinds of files"), choices=[(one, one) for one in FILE_KINDS])
    rubric = LongText(_("Rubric"), most=10_000)
    notes = LongText(_("Notes for markers"), most=10_000)
    feedback = LongText(_("Feedback after answering"), most=4000)
    right_feedback = LongText(_("When it is right"), most=2000)
    partly_feedback = LongText(_("When it is partly right"), most=2000)
    wrong_feedback = LongText(_("When it is wrong"), most=2000)
    hints = LongText(_("Hints, one a line, for quizzes with several tries"), most=4000)
    penalty = Whole(_("What each wrong try costs, in per cent"), [Optional(), NumberRange(0, 100)])
    objective = Text(_("Objective"), most=20)
    tags = Text(_("Tags"), most=400)
    state = Choice(_("State"))
    all_or_nothing = BooleanField(_("All or nothing"))
    case = BooleanField(_("Capital letters matter"))
    accents = BooleanField(_("Accents matter"))
    keeps_order = BooleanField(_("Never shuffle the options"))

    def validate_lines(self, field: Any) -> None:
        """Refuse lines that cannot be read."""
        self._read(field, lambda: writing.read(self.type.data, field.data or "") if self.is_lined else None)

    def validate_rubric(self, field: Any) -> None:
        """Refuse a rubric that cannot be read."""
        self._read(field, lambda: writing.read_rubric(field.data or ""))

    def _read(self, field: Any, read: Any) -> None:
        try:
            read()
        except writing.CannotRead as error:
            raise ValidationError(str(error)) from error

    def sent_pictures(self) -> list[tuple[str, bytes]]:
        """Return the names and bytes of the pictures that were sent."""
        return [(one.filename, one.read()) for one in self.pictures.data or () if one and one.filename]

    @property
    def is_lined(self) -> bool:
        """Tell whether the type writes its answers in lines."""
        return self.type.data in writing.LINED

    def said(self, *, picture: Mapping[str, Any] | None = None, old: QuestionVersion | None = None) -> QuestionText:
        """Return the question as it was typed; what the form does not show stays as it was."""
        options, settings = self._answers()
        if picture:
            settings["picture"] = {**picture, "alt": self.alt.data or ""}
        if old is not None and old.type == self.type.data:
            options = writing.carried(options, undrawn(old.options)) if self.is_lined else options
            settings = {key: value for key, value in undrawn(old.settings).items() if key not in OWN} | settings
        tags = tags_of(self.tags.data)
        return QuestionText(
            type=self.type.data, text=self.text.data, feedback=self.feedback.data or "", tags=tags,
            objective=self.objective.data or "", options=tuple(options), settings=settings | self._settings(),
        )  # fmt: skip

    def _answers(self) -> tuple[list[Any], dict[str, Any]]:
        if self.is_lined:
            return writing.read(self.type.data, self.lines.data or "", many=self.many.data)
        if self.type.data not in writing.ROWS:
            return [], {}
        return [
            _option(number, row, kind=self.type.data)
            for number, row in enumerate((r for r in self.options.data if r["text"]), 1)
        ], {}

    def _settings(self) -> dict[str, Any]:
        kind = self.type.data
        found: dict[str, Any] = {name: True for name in FLAGS if self[name].data}
        found |= {name: self[name].data for name in TEXTS if self[name].data}
        hints = [line.strip() for line in (self.hints.data or "").splitlines() if line.strip()]
        found |= {"hints": hints} if hints else {}
        found |= {"penalty": self.penalty.data / 100} if self.penalty.data is not None else {}
        if kind == QuestionType.ORDERING:
            found["grading"] = self.grading.data or "place"
        if kind == QuestionType.NUMERICAL and (units := writing.read_units(self.units.data or "")):
            found |= {"units": units, "unit": self.unit.data or "optional",
                      "unit_penalty": (self.unit_penalty.data or 0) / 100}  # fmt: skip
        return found | (self._written() if kind in (QuestionType.ESSAY, QuestionType.FILE) else {})

    def _written(self) -> dict[str, Any]:
        names = ("least_words", "most_words") if self.type.data == QuestionType.ESSAY else ("most_files",)
        found: dict[str, Any] = {name: self[name].data for name in names if self[name].data}
        found |= {"lines": self.lines_high.data} if self.lines_high.data else {}
        found |= {"template": self.template.data} if self.template.data else {}
        found |= {"kinds": list(self.kinds.data)} if self.kinds.data else {}
        found |= {"notes": self.notes.data} if self.notes.data else {}
        rubric = writing.read_rubric(self.rubric.data or "")
        return found | ({"rubric": rubric} if rubric else {})


def facts_of(version: QuestionVersion, *, category: str, tags: Sequence[str]) -> dict[str, Any]:
    """Return what the form shows of a version."""
    options, settings = undrawn(version.options), undrawn(version.settings)
    facts = {
        name: settings.get(name) for name in (*FLAGS, *TEXTS, *WHOLES, "template", "kinds", "grading", "unit", "notes")
    }
    facts |= {
        "category": category, "type": str(version.type), "text": version.text, "feedback": version.feedback,
        "objective": version.objective, "tags": ", ".join(tags), "state": version.state.value,
        "hints": "\n".join(settings.get("hints", ())), "lines_high": settings.get("lines"),
        "penalty": _per_cent(settings.get("penalty")), "unit_penalty": _per_cent(settings.get("unit_penalty")),
        "units": writing.write_units(settings.get("units", ())),
        "rubric": writing.write_rubric(settings.get("rubric", ())),
        "many": any(one.get("many") for one in settings.get("choices", ())),
        "picture": settings.get("picture", {}).get("name", ""), "alt": settings.get("picture", {}).get("alt", ""),
    }  # fmt: skip
    del facts["lines"]
    if version.type in writing.LINED:
        return facts | {"lines": writing.write(version.type, options, settings)}
    return facts | ({"options": [_row(one) for one in options]} if version.type in writing.ROWS else {})


def is_lossy(version: QuestionVersion) -> bool:
    """Tell whether the form would change what a version says: a format may have brought more than lines can say."""
    if version.type not in writing.LINED:
        return False
    options, settings = undrawn(version.options), undrawn(version.settings)
    many = any(one.get("many") for one in settings.get("choices", ()))
    try:
        again, said = writing.read(version.type, writing.write(version.type, options, settings), many=many)
    except writing.CannotRead:
        return True
    return _faces(again, said) != _faces(options, settings)


def _faces(options: Sequence[Any], settings: Mapping[str, Any]) -> tuple[Any, Any]:
    words = {one["key"]: one["text"] for one in settings.get("choices", ())}
    rows = [{k: v for k, v in row.items() if k not in {"key", "feedback", "right"} and v not in ("", None)}
            | {"right": [words.get(key) for key in row.get("right", ())]} for row in options]  # fmt: skip
    for row in rows:
        row.pop("options", None) if row.get("options") == [] else None
        if "type" in row:
            row.setdefault("points", 1)
            row.setdefault("layout", "menu")
        if "options" in row:
            row["options"] = [{"feedback": "", "correct": False} | one | {"key": ""} for one in row["options"]]
            row.pop("settings", None) if not row.get("settings") else None
    return rows, sorted(
        (one["text"], str(one.get("group", "")), bool(one.get("many"))) for one in settings.get("choices", ())
    )


def _option(number: int, row: Mapping[str, Any], *, kind: str) -> dict[str, Any]:
    text = row["text"].replace(",", ".") if kind == QuestionType.NUMERICAL else row["text"]
    made: dict[str, Any] = {"key": str(number), "text": text, "correct": bool(row["correct"]),
                            "feedback": row["feedback"] or ""}  # fmt: skip
    if row["tolerance"]:
        made["tolerance"] = row["tolerance"].replace(",", ".")
    if row["relative"]:
        made["relative"] = str(_number(row["relative"]) / 100)
    if row["share"]:
        made["share"] = max(-1.0, min(1.0, _number(row["share"]) / 100))
        made["correct"] = made["share"] > 0
    return made


def _row(option: Mapping[str, Any]) -> dict[str, Any]:
    relative, share = option.get("relative"), option.get("share")
    return {**option, "relative": f"{float(relative) * 100:g}" if relative else "",
            "share": f"{share * 100:g}" if share is not None else ""}  # fmt: skip


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ".").rstrip(" %"))
    except ValueError:
        raise ValueError(gettext("Write a number.")) from None


def _per_cent(part: float | None) -> int | None:
    return None if part is None else round(part * 100)
