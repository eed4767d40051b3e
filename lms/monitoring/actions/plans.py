"""Action plans are written, followed, proven and commented."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from lms.core import clock, files, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.monitoring.models import ActionPlan, ItemState, PlanItem, PlanNote
from lms.monitoring.queries import plans
from lms.monitoring.rules import plans as rules
from lms.questionnaires.rules import Upload
from lms.trainings.events import ParticipationsJoined
from lms.trainings.models import Participation


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What somebody means to do."""

    what: str
    due: date | None
    place: str = ""
    with_whom: str = ""


@dataclass(frozen=True, kw_only=True)
class Note:
    """What is noted about an item: where it stands, evidence, words, and the row that realises it."""

    words: str = ""
    link: str = ""
    upload: Upload | None = None
    state: ItemState | None = None
    realised_by: str = ""


@transaction()
def add_item(participation_uid: UUID, promise: Promise, *, by: Principal, now: datetime) -> PlanItem:
    """Add a promise to one's plan of a training; the same one again is answered as the first time."""
    mine = plans.get_planning(by.person_id or 0, participation_uid)
    plan = _plan(mine, now)
    there = list(plans.items_of(plan.id))
    rules.require_item(promise.what, promise.due, not_before=mine.training.starts, count=len(there))
    same = next((one for one in there if (one.what, one.due) == (promise.what, promise.due)), None)
    if same is not None:
        return same
    item = PlanItem(plan_id=plan.id, made_at=now, **_columns(promise))
    db.session.add(item)
    db.session.flush()
    _append(plan, item, by=by, now=now, state=ItemState.PLANNED)
    return item


@transaction()
def change_item(item_uid: UUID, promise: Promise, *, by: Principal) -> PlanItem:
    """Change what one promised."""
    item = plans.get_own_item(by.person_id or 0, item_uid)
    rules.require_item(promise.what, promise.due, not_before=item.plan.participation.training.starts, count=0)
    for name, value in _columns(promise).items():
        setattr(item, name, value)
    return item


@transaction()
def remove_item(item_uid: UUID, *, by: Principal, now: datetime) -> PlanItem:
    """Take a promise out of one's plan; what was noted about it is kept."""
    item = plans.get_own_item(by.person_id or 0, item_uid)
    item.removed_at = now
    return item


@transaction()
def note_progress(item_uid: UUID, note: Note, *, by: Principal, now: datetime) -> PlanItem:
    """Note where one's promise stands, with evidence; a report or a replication that realises it makes it done."""
    item = plans.get_own_item(by.person_id or 0, item_uid)
    report_id, training_id = _realising(item, note.realised_by)
    is_new = (report_id, training_id) != (item.report_id, item.training_id)
    is_proven = is_new and (report_id or training_id)
    state = ItemState.DONE if is_proven else note.state
    moved = state is not None and state != item.state
    rules.require_note(note.words, note.link, has_more=bool(note.upload or moved or is_new))
    item.report_id, item.training_id = report_id, training_id
    item.state = state or item.state
    _append(item.plan, item, by=by, now=now, state=state if moved else None, words=note.words, link=note.link,
            upload=note.upload)  # fmt: skip
    return item


@transaction()
def comment(plan_uid: UUID, words: str, *, by: Principal, now: datetime) -> ActionPlan:
    """Say something about a plan within reach, as a facilitator, mentor or trainer."""
    plan = plans.get_plan_within(by, plan_uid)
    rules.require_note(words, "", has_more=False)
    _append(plan, None, by=by, now=now, words=words)
    trail.record("plan.commented", by=by.id, subject="action_plan", subject_uid=plan.uid)
    return plan


def join_plans(event: ParticipationsJoined) -> None:
    """Give the plan of a row that was joined to the one that is kept; of two plans the items stand in one."""
    kept, merged = plans.find_plan(event.kept_id), plans.find_plan(event.merged_id)
    if merged is None:
        return
    if kept is None:
        merged.participation_id = event.kept_id
        return
    for table in (PlanItem, PlanNote):
        db.session.execute(update(table).where(table.plan_id == merged.id).values(plan_id=kept.id))
    db.session.flush()
    db.session.delete(merged)
    db.session.flush()


def _plan(mine: Participation, now: datetime) -> ActionPlan:
    training = mine.training
    today = clock.local(now, training.zone).date()
    if not rules.may_plan(
        state=training.state, starts=training.starts, is_self_paced=training.is_self_paced, today=today
    ):
        raise Missing
    db.session.scalar(select(Participation.id).where(Participation.id == mine.id).with_for_update())
    found = plans.find_plan(mine.id)
    if found is None:
        found = ActionPlan(participation_id=mine.id, made_at=now)
        db.session.add(found)
        db.session.flush()
    return found


def _columns(promise: Promise) -> dict[str, Any]:
    return {"what": promise.what, "due": promise.due, "place": promise.place, "with_whom": promise.with_whom}


def _realising(item: PlanItem, chosen: str) -> tuple[int | None, int | None]:
    """Return (report, replication) that were chosen; what stands already may stay."""
    if not chosen:
        return None, None
    reports, replications = plans.realising(item.plan.participation)
    offered: dict[str, tuple[int | None, int | None]] = {
        f"report:{one.uid}": (one.id, None) for one in [*reports, *filter(None, [item.report])]
    }
    offered |= {f"training:{one.uid}": (None, one.id) for one in [*replications, *filter(None, [item.training])]}
    if chosen not in offered:
        message = _("Choose one of the list.")
        raise Refused(message, fields={"realised_by": message})
    return offered[chosen]


def _append(
    plan: ActionPlan, item: PlanItem | None, *, by: Principal, now: datetime, state: ItemState | None = None,
    words: str = "", link: str = "", upload: Upload | None = None,
) -> None:  # fmt: skip
    file = files.store(upload.data, name=upload.name or "file", media_type=upload.media_type) if upload else None
    db.session.add(
        PlanNote(plan_id=plan.id, item_id=item.id if item else None, state=state, words=words, link=link, file=file,
                 by=by.id, name=by.name, at=now)
    )  # fmt: skip
    db.session.flush()
