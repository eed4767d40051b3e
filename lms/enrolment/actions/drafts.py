"""Import drafts: reading a file in, mending its rows, leaving some out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core.db import db, transaction
from lms.core.errors import Conflict, Missing, Refused
from lms.core.names import clean
from lms.core.principals import Principal
from lms.enrolment import queries, spreadsheet
from lms.enrolment.models import DraftState, ImportDraft
from lms.enrolment.rules.asked_rows import headings_with
from lms.enrolment.spreadsheet.mending import mended
from lms.trainings import queries as trainings
from lms.trainings.models import Step, Training, TrainingState


@transaction()
def make_draft(
    training_uid: UUID, data: bytes, *, name: str, step: Step = Step.REGISTERED, by: Principal, now: datetime
) -> ImportDraft:
    """Read a file of people into a draft; nobody is added yet. The same file again gives the same draft."""
    training = get_runnable(training_uid, by)
    read = spreadsheet.read(data, name, headings_with(queries.questions_of(training.id)))
    file_hash = sha256(data).hexdigest()
    draft = db.session.scalar(
        select(ImportDraft).where(
            ImportDraft.training_id == training.id,
            ImportDraft.file_hash == file_hash,
            ImportDraft.made_by == by.id,
            ImportDraft.step == step,
            ImportDraft.state == DraftState.DRAFT,
            ImportDraft.version == 1,
        )
    )
    if draft is None:
        draft = ImportDraft(
            training_id=training.id, made_by=by.id, made_at=now, file_name=clean(name)[-200:], file_hash=file_hash,
            rows=read.rows, notes=read.notes, step=step,
        )  # fmt: skip
        db.session.add(draft)
        db.session.flush()
    return draft


@transaction()
def change_rows(
    draft_uid: UUID, changes: Mapping[int, Mapping[str, str]], *, leave_out: Iterable[int] = (), by: Principal,
    version: int | None = None,
) -> ImportDraft:  # fmt: skip
    """Write mended cells into the rows of a draft (by sheet row), and leave some rows out."""
    draft = _get_changeable(draft_uid, by)
    if version is not None and version != draft.version:
        raise Conflict(_("Somebody else mended these rows meanwhile. Look at them again."))
    fields = headings_with(queries.questions_of(draft.training_id)).by_field
    draft.rows = mended(draft.rows, changes, fields=fields, leave_out=leave_out)
    draft.version += 1
    return draft


@transaction()
def leave_out_bad(draft_uid: UUID, *, by: Principal) -> int:
    """Leave out every row that has a problem; how many."""
    draft = _get_changeable(draft_uid, by)
    bad = {row.n for row in queries.preview(draft).bad}
    draft.rows = [row for row in draft.rows if row["n"] not in bad]
    draft.version += 1
    return len(bad)


@transaction()
def discard(draft_uid: UUID, *, by: Principal) -> None:
    """Throw a draft away; nobody was added."""
    db.session.delete(_get_changeable(draft_uid, by))


def get_runnable(training_uid: UUID, by: Principal) -> Training:
    """Return a training that takes people and that `by` may change."""
    training = trainings.get_training_within(by, training_uid)
    if not trainings.may_run(by, training.id):
        raise Refused(_("You may not change this training."))
    if training.state in {TrainingState.CLOSED, TrainingState.CANCELLED}:
        raise Refused(_("Reopen the training before you add people."))
    return training


def _get_changeable(draft_uid: UUID, by: Principal) -> ImportDraft:
    found = queries.get_draft(by, draft_uid)
    draft = db.session.scalar(
        select(ImportDraft)
        .where(ImportDraft.id == found.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if draft is None:
        raise Missing
    if draft.state != DraftState.DRAFT:
        raise Refused(_("This import has been confirmed already."))
    return draft
