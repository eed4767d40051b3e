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
from lms.enrolment.queries.known import load_known
from lms.enrolment.rules import rows as rules
from lms.places.models import Programme
from lms.trainings import permissions
from lms.trainings.models import Capacity, Training


@dataclass(frozen=True)
class Preview:
    """What an import would do: its checked rows and their numbers."""

    rows: list[rules.Checked]
    counts: Counter[str]
    new_offices: list[str]

    @property
    def bad(self) -> list[rules.Checked]:
        """The rows that must be mended or left out first."""
        return [row for row in self.rows if row.problems]

    @property
    def doubtful(self) -> list[rules.Checked]:
        """The rows that will be taken, but deserve a look."""
        return [row for row in self.rows if row.doubts and not row.problems]

    @property
    def participants_coming(self) -> int:
        """How many participants would be added."""
        return sum(row.outcome in {"new", "found"} and row.capacity == Capacity.PARTICIPANT for row in self.rows)


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
    return rules.check(draft.rows, load_known(draft.rows, training_id=draft.training_id, tree_id=tree_id or 0))


def preview(draft: ImportDraft) -> Preview:
    """Return what an import would do now."""
    rows = checked_rows(draft)
    offices = dict.fromkeys(row.facts["office"] for row in rows if row.new_office and not row.problems)
    return Preview(rows, Counter(row.outcome for row in rows), list(offices))
