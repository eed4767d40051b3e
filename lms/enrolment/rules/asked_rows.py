"""What the rows of a list of people answer to a training's own questions."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from lms.enrolment.rules.columns import COLUMNS, PEOPLE, Column, Headings, heading_key
from lms.enrolment.rules.questions import Taken, free_seats
from lms.enrolment.rules.rows import Checked
from lms.questionnaires.rules import Kind, read_cells


def headings_with(questions: Sequence[Mapping[str, Any]]) -> Headings:
    """Return the headings of a list of people with those of a training's questions.

    Files cannot be imported, nor a question that is called like a usual heading.
    """
    asked = [_column(question) for question in questions if question["kind"] != Kind.FILE]
    apart = [one for one in asked if not {PEOPLE.field_of(one.indonesian), PEOPLE.field_of(one.english)} - {None}]
    return Headings((*COLUMNS, *apart), needed="name") if apart else PEOPLE


def file_headings(questions: Sequence[Mapping[str, Any]], headings: Sequence[str]) -> list[str]:
    """Return the headings of a list that ask for files: a list has names of files, never the files."""
    asked = {heading_key(word) for one in questions if one["kind"] == Kind.FILE for word in one["label"].values()}
    return [heading for heading in headings if heading_key(heading) in asked]


def answer_rows(
    rows: Sequence[Checked], questions: Sequence[Mapping[str, Any]], *, taken: Taken,
    before: Mapping[int, Mapping[str, Any]],
) -> None:  # fmt: skip
    """Read what rows answer, and say in its cell which choice has no seat left; `before` are answers by person."""
    free, seated = free_seats(questions, taken), [q["key"] for q in questions if q["kind"] == Kind.SEATS]
    for row in rows:
        row.answers, wrong = read_cells(questions, row.cells)
        row.problems |= wrong
        kept = before.get(row.person_id or 0, {})
        for key in seated:
            wanted = row.answers.get(key)
            if row.problems or wanted is None or wanted == kept.get(key) or (key, wanted) not in free:
                continue
            if free[key, wanted] <= 0:
                row.problems[key] = _("No seat is left for this choice.")
            free[key, wanted] -= 1


def _column(question: Mapping[str, Any]) -> Column:
    label = question["label"]
    words = next(iter(label.values()), "")
    return Column(question["key"], label.get("id", words), label.get("en", words), (), 24, ("", "", ""))
