"""What a format loses: each question is read back from what was written and laid beside the original."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from flask_babel import lazy_gettext

from lms.quizzes.formats import markup
from lms.quizzes.formats.reading import Found
from lms.quizzes.rules.question_file import QuestionText

NAMES: Mapping[str, Any] = {
    "type": lazy_gettext("the type"), "text": lazy_gettext("the text"), "feedback": lazy_gettext("the feedback"),
    "tags": lazy_gettext("the tags"), "objective": lazy_gettext("the objective"),
    "options": lazy_gettext("the options"), "key": lazy_gettext("the name"), "hints": lazy_gettext("the hints"),
    "penalty": lazy_gettext("the penalty"), "points": lazy_gettext("the points"),
    "keeps_order": lazy_gettext("the fixed order"), "all_or_nothing": lazy_gettext("all or nothing"),
    "case": lazy_gettext("whether capitals matter"), "accents": lazy_gettext("whether accents matter"),
    "units": lazy_gettext("the units"), "unit": lazy_gettext("the units"), "unit_penalty": lazy_gettext("the units"),
    "grading": lazy_gettext("the way of grading"), "rubric": lazy_gettext("the rubric"),
    "right_feedback": lazy_gettext("the feedback to a right answer"),
    "partly_feedback": lazy_gettext("the feedback to a partly right answer"),
    "wrong_feedback": lazy_gettext("the feedback to a wrong answer"), "choices": lazy_gettext("the choices"),
    "picture": lazy_gettext("the picture"), "pictures": lazy_gettext("the pictures"),
    "notes": lazy_gettext("the notes for markers"),
    "least_words": lazy_gettext("the number of words"), "most_words": lazy_gettext("the number of words"),
    "lines": lazy_gettext("the number of lines"), "template": lazy_gettext("the text to begin with"),
    "most_files": lazy_gettext("the number of files"), "kinds": lazy_gettext("the kinds of files"),
}  # fmt: skip

MISSING = object()
DEFAULTS = {"group": "1", "layout": "menu", "unit": "optional", "unit_penalty": 0, "grading": "place"}


def lost(before: Found, after: Found) -> list[str]:
    """Return in words what a question lost on its way through a format."""
    names = dict.fromkeys(str(NAMES.get(name, name)) for name in different(before, after))
    return list(names)


def different(before: Found, after: Found) -> Iterator[str]:
    """Tell which parts of a question are not the same: texts are compared as they are drawn."""
    keeps = _pictures(before) <= _pictures(after)
    if not keeps:
        yield "pictures"
    one, other = (_facts(found, marks=_marks(found) if keeps else {}) for found in (before, after))
    for name in ("type", "key", "text", "feedback", "tags", "objective"):
        if one[name] != other[name]:
            yield name
    if one["options"] != other["options"]:
        yield "options"
    for name in sorted(one["settings"].keys() | other["settings"].keys()):
        if one["settings"].get(name) != other["settings"].get(name):
            yield name


def _marks(found: Found) -> dict[str, str]:
    return {name: sha256(data).hexdigest() for name, data in found.files.items()}


def _pictures(found: Found) -> set[str]:
    marks = _marks(found)
    return {marks[name] for name in markup.names_in(found.question) if name in marks}


def _facts(found: Found, *, marks: Mapping[str, str]) -> dict[str, Any]:
    question: QuestionText = found.question
    names = {one["key"]: f"choice {n}" for n, one in enumerate(question.settings.get("choices", ()), 1)}
    plain = _Plain(marks, names)
    return {
        "type": str(question.type), "key": question.key, "text": _drawn(question.text, marks),
        "feedback": _drawn(question.feedback, marks), "tags": sorted(question.tags), "objective": question.objective,
        "options": plain.of(question.options, str(question.type)), "settings": plain.of(dict(question.settings)),
    }  # fmt: skip


class _Plain:
    """Options and settings as they are compared: without what goes without saying, and whatever their keys are."""

    def __init__(self, marks: Mapping[str, str], choices: Mapping[str, str]) -> None:
        self.marks, self.choices = marks, choices

    def of(self, value: Any, kind: str = "", name: str = "") -> Any:
        """Return a value of a question of a kind, or of a part of one."""
        if isinstance(value, Mapping):
            return self._row(value, str(value.get("type", kind)))
        if isinstance(value, list | tuple):
            return [self.of(one, kind, name) for one in value]
        if name == "name":
            return self.marks.get(value, value)
        if name in {"key", "right"}:
            return self.choices.get(value, value)
        if isinstance(value, float):
            return round(value, 4)
        is_text = name in {"text", "feedback", "hints"} or name.endswith("_feedback")
        return _drawn(value, self.marks) if is_text else value

    def _row(self, row: Mapping[str, Any], kind: str) -> dict[str, Any]:
        said = {key: one for key, one in row.items() if one not in ("", None) and DEFAULTS.get(key, MISSING) != one}
        if "correct" in row and kind != "multiple":
            said |= {"correct": row["correct"], "share": float(row.get("share", row["correct"]))}
        return {key: self.of(one, kind, key) for key, one in said.items()}


def _drawn(text: str, marks: Mapping[str, str]) -> str:
    return markup.to_html(text, lambda name: marks.get(name, name))
