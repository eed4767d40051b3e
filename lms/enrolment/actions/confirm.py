"""Confirming an import: one transaction, in bulk; large ones as a job."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts.actions.many import make_people
from lms.core import jobs, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import folded
from lms.core.principals import Kind, Principal, PrincipalRow
from lms.enrolment import queries
from lms.enrolment.actions.drafts import get_runnable
from lms.enrolment.actions.groups import put_into_groups
from lms.enrolment.actions.questions import take_cells
from lms.enrolment.models import DraftState, ImportDraft
from lms.enrolment.rules.rows import Checked, group_names, identity_of
from lms.places.actions.many import make_offices
from lms.places.models import OfficeKind
from lms.trainings import actions as trainings
from lms.trainings.actions import Newcomer
from lms.trainings.models import Capacity, Participation, Step, TrainingState
from lms.trainings.rules import room

JOB = "enrolment.import"
AT_ONCE = 300


@transaction()
def confirm(
    draft_uid: UUID, *, by: Principal, now: datetime, office_kind_id: int | None = None, allows_over: bool = False
) -> ImportDraft:
    """Add the people of a draft: at once, or as a job when there are many. Repeating it changes nothing.

    New offices are made only when the kind that they are of was chosen; more people than there are seats come in
    only when that was allowed (Full).
    """
    draft = _lock(queries.get_draft(by, draft_uid).id)
    if draft.state != DraftState.DRAFT:
        return draft
    get_runnable(draft.training.uid, by)
    seen = queries.preview(draft)
    _require_sound(seen, office_kind_id)
    if not allows_over:
        _require_room(draft, seen)
    draft.office_kind_id, draft.allows_over, draft.state = office_kind_id, allows_over, DraftState.WAITING
    if len(draft.rows) > AT_ONCE:
        draft.job_id = jobs.enqueue(JOB, by=by.id, draft_id=draft.id).id
        return draft
    return _import(draft, by=by, now=now)


def run_import(draft_id: int, *, by_id: int, now: datetime, tell: Callable[[int, int], None]) -> dict[str, Any]:
    """Do a confirmed import in a job and return its numbers; a second run changes nothing."""
    size = len(db.session.scalars(select(ImportDraft.rows).where(ImportDraft.id == draft_id)).one())
    tell(0, size)
    draft = _run(draft_id, by_id=by_id, now=now)
    tell(size, size)
    return dict(draft.result)


@transaction()
def take_back(draft_id: int) -> None:
    """Let a draft whose import was refused be mended again."""
    draft = _lock(draft_id)
    if draft.state == DraftState.WAITING:
        draft.state = DraftState.DRAFT


@transaction()
def _run(draft_id: int, *, by_id: int, now: datetime) -> ImportDraft:
    draft = _lock(draft_id)
    if draft.state == DraftState.DONE:
        return draft
    row = db.session.get(PrincipalRow, by_id)
    if row is None:
        raise Missing
    return _import(draft, by=Principal(id=row.id, uid=row.uid, kind=Kind(row.kind), name=row.label), now=now)


def _import(draft: ImportDraft, *, by: Principal, now: datetime) -> ImportDraft:
    trainings.lock_training(draft.training_id)
    if draft.training.state in {TrainingState.CLOSED, TrainingState.CANCELLED}:
        raise Refused(_("Reopen the training before you add people."))
    seen = queries.preview(draft)
    _require_sound(seen, draft.office_kind_id)
    trainings.make_room(draft.training, taken=queries.seats_taken(draft.training_id), coming=len(seen.coming),
                        allows_over=draft.allows_over, by=by)  # fmt: skip
    offices = _make_offices(seen.rows, draft, by=by, now=now)
    new_people = _make_people(seen.rows, offices, by=by, now=now)
    people = [(row, row.person_id or new_people[identity_of(row)]) for row in seen.rows]
    newcomers = [_newcomer(person_id, row, draft.step) for row, person_id in people if not row.is_in]
    added = trainings.add_participations(draft.training_id, newcomers, by=by, now=now)
    answers = {person_id: row.answers for row, person_id in people if row.answers}
    answered = take_cells(draft.training_id, answers, by=by, now=now)
    names = {(person_id, row.capacity): group_names(row.cells.get("group", "")) for row, person_id in people}
    grouped = _group(draft.training_id, names, by=by, now=now)
    found = {row.person_id for row in seen.rows if row.person_id and not row.is_in}
    draft.state, draft.ended_at = DraftState.DONE, now
    draft.result = {
        "rows": len(seen.rows), "new_people": len(new_people), "found_people": len(found),
        "already_in": seen.counts["in"], "added": len(added.new), "new_offices": len(offices),
        **({"answered": answered} if answered else {}), **({"groups": grouped} if grouped else {}),
    }  # fmt: skip
    trail.record("training.imported", by=by.id, subject="training", subject_uid=draft.training.uid,
                 file=draft.file_hash, **draft.result)  # fmt: skip
    db.session.flush()
    return draft


def _group(
    training_id: int, names: Mapping[tuple[int, Capacity], Sequence[str]], *, by: Principal, now: datetime
) -> int:  # fmt: skip
    """Put people into the groups that their rows name, by person and capacity; return how many groups."""
    wanted = {who: own for who, own in names.items() if own}
    rows = db.session.execute(
        select(Participation.id, Participation.person_id, Participation.capacity)
        .where(Participation.training_id == training_id,
               Participation.person_id.in_([person for person, _capacity in wanted]))
    )  # fmt: skip
    pairs = [(row.id, name) for row in rows for name in wanted.get((row.person_id, row.capacity), ())]
    return put_into_groups(training_id, pairs, by=by, now=now)


def _require_sound(seen: queries.Preview, office_kind_id: int | None) -> None:
    if not seen.rows:
        raise Refused(_("No row is left in this import."))
    if seen.bad:
        raise Refused(_("%(n)s rows still have problems.", n=len(seen.bad)))
    if not seen.new_offices:
        return
    if office_kind_id is None or db.session.get(OfficeKind, office_kind_id) is None:
        message = _("%(n)s offices are not known. Allow them to be added, or correct their names.",
                    n=len(seen.new_offices))  # fmt: skip
        raise Refused(message, fields={"office_kind_id": message})


def _require_room(draft: ImportDraft, seen: queries.Preview) -> None:
    room.require_room(
        taken=queries.seats_taken(draft.training_id), seats=draft.training.capacity, coming=len(seen.coming)
    )


def _make_offices(
    rows: Sequence[Checked], draft: ImportDraft, *, by: Principal, now: datetime
) -> dict[tuple[str, int], int]:
    wanted: dict[tuple[str, int], str] = {}
    for row in rows:
        if row.new_office is not None:
            wanted.setdefault((folded(row.new_office[0]), row.new_office[1]), row.new_office[0])
    if not wanted or draft.office_kind_id is None:
        return {}
    names = [(name, key[1]) for key, name in wanted.items()]
    return dict(zip(wanted, make_offices(names, kind_id=draft.office_kind_id, by=by, now=now), strict=True))


def _make_people(
    rows: Sequence[Checked], offices: dict[tuple[str, int], int], *, by: Principal, now: datetime
) -> dict[tuple[Any, ...], int]:
    wanted: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row.person_id is None:
            wanted.setdefault(identity_of(row), _facts(row, offices))
    return dict(zip(wanted, make_people(list(wanted.values()), by=by, now=now), strict=True))


def _facts(row: Checked, offices: dict[tuple[str, int], int]) -> dict[str, Any]:
    office_id = row.facts.get("office_id")
    if row.new_office is not None:
        office_id = offices[folded(row.new_office[0]), row.new_office[1]]
    return {**row.facts, "full_name": row.facts["name"], "office_id": office_id}


def _newcomer(person_id: int, row: Checked, step: Step) -> Newcomer:
    return Newcomer(
        person_id=person_id, capacity=row.capacity, invited=step == Step.INVITED,
        registered=step != Step.INVITED, arrived=step == Step.ARRIVED,
    )  # fmt: skip


def _lock(draft_id: int) -> ImportDraft:
    draft = db.session.scalar(
        select(ImportDraft)
        .where(ImportDraft.id == draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if draft is None:
        raise Missing
    return draft
