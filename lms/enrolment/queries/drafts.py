"""Reads of import drafts and their checks."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.enrolment.models import ImportDraft
from lms.enrolment.queries import questions
from lms.enrolment.queries.known import load_known
from lms.enrolment.queries.registration import seats_taken
from lms.enrolment.rules import asked_rows
from lms.enrolment.rules import rows as rules
from lms.places.models import Programme
from lms.trainings import permissions
from lms.trainings.models import Capacity, Step, Training


@dataclass(frozen=True)
class Preview:
    """What an import would do: its checked rows and their numbers."""

    rows: list[rules.Checked]
    counts: Counter[str]
    new_offices: list[str]
    seats_left: int | None = None

    @property
    def bad(self) -> list[rules.Checked]:
        """The rows that must be mended or left out first."""
        return [row for row in self.rows if row.problems]

    @property
    def doubtful(self) -> list[rules.Checked]:
        """The rows that will be taken, but deserve a look."""
        return [row for row in self.rows if row.doubts and not row.problems]

    @property
    def coming(self) -> list[rules.Checked]:
        """The rows of participants who would take a seat, in the order of the file."""
        return (
            []
            if self.seats_left is None
            else [row for row in self.rows if row.outcome in {"new", "found"} and row.capacity == Capacity.PARTICIPANT]
        )

    @property
    def beyond(self) -> list[rules.Checked]:
        """The rows for which no seat is left."""
        return self.coming[max(0, self.seats_left or 0) :]


def get_draft(principal: Principal, uid: UUID) -> ImportDraft:
    """Return an import draft of a training that the principal runs; Missing otherwise."""
    draft = db.session.scalar(
        select(ImportDraft)
        .join(Training, Training.id == ImportDraft.training_id)
        .where(ImportDraft.uid == uid, permissions.runs(principal))
        .options(joinedload(ImportDraft.training).joinedload(Training.programme))
    )
    if draft is None:
        raise Missing
    return draft


def checked_rows(draft: ImportDraft) -> list[rules.Checked]:
    """Check the rows of a draft against who is known now."""
    tree_id = db.session.scalar(
        select(Programme.tree_id)
        .join(Training, Training.programme_id == Programme.id)
        .where(Training.id == draft.training_id)
    )
    rows = rules.check(draft.rows, load_known(draft.rows, training_id=draft.training_id, tree_id=tree_id or 0))
    asked = questions.questions_of(draft.training_id)
    if asked:
        there = questions.answers_of(draft.training_id, {row.person_id for row in rows if row.person_id})
        before = {person_id: asked_rows.Before(answer.uid, answer.answers) for person_id, answer in there.items()}
        asked_rows.answer_rows(rows, asked, taken=questions.taken_of(draft.training_id), before=before)
    return rows


def preview(draft: ImportDraft) -> Preview:
    """Return what an import would do now."""
    rows = checked_rows(draft)
    offices = dict.fromkeys(row.facts["office"] for row in rows if row.new_office and not row.problems)
    return Preview(rows, Counter(row.outcome for row in rows), list(offices), _seats_left(draft))


def _seats_left(draft: ImportDraft) -> int | None:
    """Return how many seats are left; None where they are not counted, or where people are only invited."""
    seats = db.session.scalar(select(Training.capacity).where(Training.id == draft.training_id))
    return None if seats is None or draft.step == Step.INVITED else seats - seats_taken(draft.training_id)
