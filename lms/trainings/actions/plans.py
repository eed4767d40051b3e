"""Making, changing and copying a training."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select

from lms.core import clock, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.names import folded
from lms.core.principals import Principal
from lms.places.models import Office, Programme, Region
from lms.trainings import permissions, queries, rules
from lms.trainings.actions.state import get_runnable, note
from lms.trainings.events import TrainingChanged, TrainingCopied
from lms.trainings.models import Training, TrainingKind, TrainingModule, TrainingSession, TrainingState
from lms.trainings.queries.plans import newest_releases, session_days

COPIED = (
    "programme_id", "kind_id", "office_id", "region_id", "library_id", "title", "sort_name", "description", "zone",
    "venue", "venue_position", "city", "capacity", "language", "is_public", "least_attendance",
    "least_attendance_facilitator", "needs_post_test", "needs_evaluation",
)  # fmt: skip
SESSION_COPIED = ("module_id", "title", "room", "venue", "venue_position", "jp", "counts")


@transaction()
def make_training(
    *, title: str, programme_id: int, kind_id: int, office_id: int, region_id: int, zone: str, by: Principal,
    now: datetime, modules: Sequence[tuple[int, int]] = (), is_template: bool = False, **facts: Any,
) -> Training:  # fmt: skip
    """Plan a training as a draft; `modules` are (module id, JP in hundredths), pinned to their newest releases."""
    programme = db.session.get_one(Programme, programme_id)
    training = Training(
        title=title, sort_name=folded(title), programme_id=programme_id, kind_id=kind_id, office_id=office_id,
        region_id=region_id, zone=zone, state=TrainingState.DRAFT, is_template=is_template, created_by=by.id,
        created_at=now, **{"language": programme.language, **facts},
    )  # fmt: skip
    _require_sound(training)
    _require_plannable(training, by)
    db.session.add(training)
    db.session.flush()
    _set_modules(training, modules)
    note(training, "planned", by=by, now=now)
    return training


@transaction()
def change_training(
    training_uid: UUID, *, by: Principal, now: datetime, modules: Sequence[tuple[int, int]] | None = None,
    moves_sessions: bool = False, **changes: Any,
) -> Training:  # fmt: skip
    """Change a training's facts; with `moves_sessions` its sessions go along when the first day changes."""
    training = get_runnable(training_uid, by)
    if training.state in {TrainingState.CLOSED, TrainingState.CANCELLED}:
        raise Refused(_("Reopen the training before you change it."))
    place = (training.programme_id, training.office_id, training.region_id)
    first = training.starts
    before = {key: getattr(training, key) for key, value in changes.items() if getattr(training, key) != value}
    for key, value in changes.items():
        setattr(training, key, value)
    training.sort_name = folded(training.title)
    _require_sound(training)
    if place != (training.programme_id, training.office_id, training.region_id):
        _require_plannable(training, by)
    if moves_sessions and first and training.starts and first != training.starts:
        _shift(training, training.starts - first)
    _require_sessions_inside(training)
    if modules is not None:
        _set_modules(training, modules)
    if before:
        note(training, "changed", by=by, now=now)
        trail.record("training.facts", by=by.id, subject="training", subject_uid=training.uid, fields=sorted(before))
    db.session.flush()
    publish(TrainingChanged(training_id=training.id))
    return training


@transaction()
def copy_training(
    source_uid: UUID, *, title: str, starts: date | None, by: Principal, now: datetime, as_template: bool = False,
) -> Training:  # fmt: skip
    """Copy a training or template with new dates: sessions shift with the first day, nobody comes along.

    Modules are pinned to the releases that are newest now.
    """
    source = queries.get_training_within(by, source_uid)
    if source.starts and starts is None and not as_template:
        message = _("Give the first day.")
        raise Refused(message, fields={"starts": message})
    starts = starts or source.starts
    shift = starts - source.starts if starts and source.starts else timedelta(0)
    modules = db.session.execute(
        select(TrainingModule.module_id, TrainingModule.jp)
        .where(TrainingModule.training_id == source.id)
        .order_by(TrainingModule.position, TrainingModule.id)
    ).all()
    facts = {key: getattr(source, key) for key in COPIED if key not in {"title", "sort_name"}}
    until = source.registration_until + shift if source.registration_until else None
    copy = make_training(
        **facts, title=title, starts=starts, ends=source.ends + shift if source.ends else None, is_template=as_template,
        is_self_paced=source.is_self_paced, registration_until=until, modules=[(row[0], row[1]) for row in modules],
        by=by, now=now,
    )  # fmt: skip
    _copy_sessions(source, copy, shift)
    publish(TrainingCopied(source_id=source.id, training_id=copy.id))
    return copy


@transaction()
def pin_newest(training_uid: UUID, module_uid: UUID, *, by: Principal, now: datetime) -> TrainingModule:
    """Move a training to the newest release of one of its modules."""
    training = get_runnable(training_uid, by)
    pinned = queries.get_pinned(training.id, module_uid)
    newest = newest_releases([pinned.module_id])[pinned.module_id]
    if pinned.release_id != newest.id:
        pinned.release_id = newest.id
        trail.record("training.release", by=by.id, subject="training", subject_uid=training.uid,
                     module=str(module_uid), number=newest.number)  # fmt: skip
        note(training, "repinned", by=by, now=now)
        publish(TrainingChanged(training_id=training.id))
    return pinned


def shifted(moment: datetime, shift: timedelta, zone: str) -> datetime:
    """Return a moment some days later at the same time on the wall clock of a zone."""
    wall = clock.local(moment, zone)
    return clock.at((wall + shift).date(), wall.hour, wall.minute, zone)


def _require_sound(training: Training) -> None:
    if not training.title.strip():
        raise Refused(_("Give a title."), fields={"title": _("Give a title.")})
    rules.require_zone(training.zone)
    if not training.is_self_paced and training.starts is None:
        raise Refused(_("Give the first day."), fields={"starts": _("Give the first day.")})
    rules.require_dates(training.starts, training.ends)
    if training.capacity is not None and training.capacity < 1:
        raise Refused(_("At least one seat."), fields={"capacity": _("At least one seat.")})
    kind = db.session.get(TrainingKind, training.kind_id)
    if kind is None or kind.programme_id != training.programme_id:
        message = _("This kind belongs to another programme.")
        raise Refused(message, fields={"kind_id": message})


def _require_plannable(training: Training, by: Principal) -> None:
    region = db.session.get(Region, training.region_id)
    office = db.session.get(Office, training.office_id)
    programme = db.session.get(Programme, training.programme_id)
    if region is None or office is None or programme is None:
        raise Missing
    if region.tree_id != programme.tree_id:
        message = _("This region belongs to another programme's regions.")
        raise Refused(message, fields={"region_id": message})
    if not permissions.may_plan_at(
        by, reach_code=region.reach_code, office_id=training.office_id, programme_id=training.programme_id
    ):
        message = _("This region is outside your reach.")
        raise Refused(message, fields={"region_id": message})


def _require_sessions_inside(training: Training) -> None:
    if training.starts is None:
        return
    outside = [
        day for day in session_days(training.id, training.zone)
        if not training.starts <= day <= (training.ends or training.starts)
    ]  # fmt: skip
    if outside:
        message = _("%(n)s sessions lie outside these days. Move the sessions along, or change them first.",
                    n=len(outside))  # fmt: skip
        raise Refused(message, fields={"starts": message})


def _set_modules(training: Training, wanted: Sequence[tuple[int, int]]) -> None:
    there = {row.module_id: row for row in db.session.scalars(
        select(TrainingModule).where(TrainingModule.training_id == training.id))}  # fmt: skip
    releases = newest_releases([module_id for module_id, _jp in wanted if module_id not in there])
    _require_published(wanted, known=[*there, *releases])
    kept = {module_id for module_id, _jp in wanted}
    gone = [row.id for module_id, row in there.items() if module_id not in kept]
    db.session.execute(delete(TrainingModule).where(TrainingModule.id.in_(gone)))
    for position, (module_id, jp) in enumerate(wanted):
        row = there.get(module_id)
        if row is None:
            row = TrainingModule(training_id=training.id, module_id=module_id, release_id=releases[module_id].id)
            db.session.add(row)
        row.position, row.jp = position, jp
    db.session.flush()


def _require_published(wanted: Sequence[tuple[int, int]], *, known: Sequence[int]) -> None:
    if any(module_id not in known for module_id, _jp in wanted):
        message = _("A module that was never published cannot be taught.")
        raise Refused(message, fields={"modules": message})


def _shift(training: Training, shift: timedelta) -> None:
    for session in queries.sessions_of(training.id):
        session.starts_at = shifted(session.starts_at, shift, training.zone)
        session.ends_at = shifted(session.ends_at, shift, training.zone)
    db.session.flush()


def _copy_sessions(source: Training, copy: Training, shift: timedelta) -> None:
    for session in queries.sessions_of(source.id):
        if session.cancelled_at is not None:
            continue
        facts: Mapping[str, Any] = {key: getattr(session, key) for key in SESSION_COPIED}
        db.session.add(TrainingSession(
            training_id=copy.id, starts_at=shifted(session.starts_at, shift, source.zone),
            ends_at=shifted(session.ends_at, shift, source.zone), **facts,
        ))  # fmt: skip
    db.session.flush()
