"""What the rows of a list of people answer to a training's own questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from lms.enrolment.rules.columns import COLUMNS, PEOPLE, Column, Headings
from lms.enrolment.rules.questions import Taken, free_seats
from lms.enrolment.rules.rows import Checked
from lms.questionnaires.rules import Kind, read_cells


@dataclass(frozen=True)
class Before:
    """What a person has answered before, and the uid of these answers."""

    uid: UUID | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


def headings_with(questions: Sequence[Mapping[str, Any]]) -> Headings:
    """Return the headings of a list of people with those of a training's questions.

    A question that is called like a usual heading cannot be imported.
    """
    asked = [_column(question) for question in questions]
    apart = [one for one in asked if not {PEOPLE.field_of(one.indonesian), PEOPLE.field_of(one.english)} - {None}]
    return Headings((*COLUMNS, *apart), needed="name") if apart else PEOPLE


def answer_rows(
    rows: Sequence[Checked], questions: Sequence[Mapping[str, Any]], *, taken: Taken,
    before: Mapping[int, Before],
) -> None:  # fmt: skip
    """Read what rows answer, and say in its cell which choice has no seat left and which file is not known."""
    free, seated = free_seats(questions, taken), [q["key"] for q in questions if q["kind"] == Kind.SEATS]
    for row in rows:
        row.answers, wrong = read_cells(questions, row.cells)
        mine = before.get(row.person_id or 0, Before())
        row.problems |= wrong | _unknown_files(questions, row.cells, mine)
        kept = mine.answers
        for key in seated:
            wanted = row.answers.get(key)
            if row.problems or wanted is None or wanted == kept.get(key) or (key, wanted) not in free:
                continue
            if free[key, wanted] <= 0:
                row.problems[key] = _("No seat is left for this choice.")
            free[key, wanted] -= 1


def file_cell(name: str, address: str) -> str:
    """Return how a file stands in a list: its name, and where it is."""
    return f"{name} · {address}"


def _unknown_files(questions: Sequence[Mapping[str, Any]], cells: Mapping[str, str], before: Before) -> dict[str, str]:
    """Say of cells that name a file which is not the one that the person sent: a list brings no files."""
    wrong = {}
    for key in [question["key"] for question in questions if question["kind"] == Kind.FILE]:
        cell, kept = cells.get(key, "").strip(), before.answers.get(key)
        if cell and not (kept and (cell == kept["name"] or cell.endswith(f"/{before.uid}/{key}"))):
            wrong[key] = _("“%(name)s” is not the file that this person sent. A list brings no files: empty the cell, "
                           "and add the file on the person's page.", name=cell.split(" · ")[0][:60])  # fmt: skip
    return wrong


def _column(question: Mapping[str, Any]) -> Column:
    label = question["label"]
    words = next(iter(label.values()), "")
    return Column(question["key"], label.get("id", words), label.get("en", words), (), 24, ("", "", ""),
                  is_long=question["kind"] == Kind.TEXT)  # fmt: skip
