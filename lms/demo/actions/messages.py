"""What people of the running training were told."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from lms.core.clock import local
from lms.core.db import db
from lms.demo.actions.ground import Ground
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import uid
from lms.notifications.models import Group, Message, Notice, Reminder
from lms.notifications.rules.reminders import LEADS
from lms.trainings.models import Capacity, Participation, SessionTrainer, Training, TrainingSession


def tell_people(ground: Ground) -> None:
    """Write the messages of a moved session, of those who teach tomorrow, and of a training that began."""
    training = db.session.scalars(select(Training).where(Training.uid == uid("training", "running"))).one()
    coming = db.session.scalars(
        select(TrainingSession)
        .where(TrainingSession.training_id == training.id, TrainingSession.starts_at > ground.now)
        .order_by(TrainingSession.starts_at)
    ).all()[-3:]
    people = db.session.scalars(
        select(Participation).where(Participation.training_id == training.id).order_by(Participation.id)
    ).all()
    rows = [_row(ground, training, one, Notice.TRAINING_SOON, 96, _held(training)) for one in people]
    for one in people:
        facts = {**_session(coming[0]), "was": (coming[0].starts_at - timedelta(minutes=30)).isoformat()}
        rows.append(_row(ground, training, one, Notice.SESSION_MOVED, 3, facts))
    rows += [_row(ground, training, one, Notice.TRAINER_ASSIGNED, 50, {**_session(session), "training": training.title})
             for session in coming for one in _teaching(session)]  # fmt: skip
    keep(Message, rows)
    _remind(ground, training, Group.EVERYONE, "Mohon bawa laptop dan foto kegiatan perpustakaan Anda.", people, 18)
    _remind(ground, training, Group.ABSENT, "Mohon kabari panitia bila berhalangan.", people[:3], 2)


def _remind(
    ground: Ground, training: Training, group: Group, words: str, people: Sequence[Participation], hours: int
) -> None:
    at = ground.now - timedelta(hours=hours)
    (key,) = add(Reminder, [{
        "uid": uid("reminder", training.uid, group.value), "training_id": training.id, "group": group, "words": words,
        "count": len(people), "by": ground.people["o/0"].principal_id, "at": at,
    }])  # fmt: skip
    facts = {"training": training.title, "words": words, "to": LEADS[group]}
    rows = [_row(ground, training, one, Notice.REMINDER, hours, {**facts, "session": group.value}) for one in people]
    keep(Message, [row | {"reminder_id": key, "facts": facts} for row in rows])


def _row(
    ground: Ground, training: Training, one: Participation, kind: Notice, hours: int, facts: dict[str, Any]
) -> dict[str, Any]:
    key = f"{kind.value}:{facts.get('session', '')}"[:120]
    at = ground.now - timedelta(hours=hours)
    is_old = hours > 72 or one.capacity != Capacity.PARTICIPANT
    return {
        "uid": uid("message", one.uid, key), "person_id": one.person_id, "kind": kind, "key": key, "facts": facts,
        "training_id": training.id, "reminder_id": None, "about": training.uid, "at": at, "mail_at": None,
        "read_at": at + timedelta(hours=1) if is_old else None,
    }  # fmt: skip


def _teaching(session: TrainingSession) -> list[Participation]:
    found = select(Participation).join(SessionTrainer, SessionTrainer.participation_id == Participation.id)
    return list(db.session.scalars(found.where(SessionTrainer.session_id == session.id)))


def _session(session: TrainingSession) -> dict[str, Any]:
    zone = session.training.zone
    return {"session": f"{session.title} ({local(session.starts_at, zone):%d/%m})", "room": session.room, "zone": zone,
            "starts": session.starts_at.isoformat()}  # fmt: skip


def _held(training: Training) -> dict[str, Any]:
    first, last = (day.isoformat() if day else "" for day in (training.starts, training.ends))
    return {"training": training.title, "first": first, "last": last, "place": f"{training.venue}, {training.city}"}
