"""Reactions to trainings, their agenda and their registration: those whom they concern are told."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from lms.core import clock
from lms.core.db import db
from lms.enrolment.events import AnswersPutOff, NominationsDecided, NominationsPromoted
from lms.enrolment.models import Nomination, NominationFact
from lms.notifications import queries, rules
from lms.notifications.actions.telling import tell
from lms.notifications.models import Message, Notice
from lms.places import queries as places
from lms.trainings.events import (
    SessionCancelled,
    SessionMoved,
    SessionRestored,
    TrainersAssigned,
    TrainingCancelled,
    TrainingOpened,
    TrainingReopened,
)
from lms.trainings.models import Training, TrainingSession, TrainingState


def told_moved(event: SessionMoved) -> None:
    """Tell all concerned that a coming session of an open training has another time or room.

    A session is often moved more than once: mail is held for a while, and what is neither read nor mailed yet tells
    the newest time.
    """
    session, now = db.session.get_one(TrainingSession, event.session_id), clock.now()
    training = session.training
    if training.state != TrainingState.OPEN or max(session.starts_at, event.was) < now:
        return
    facts = {**_session(session), "was": event.was.isoformat()}
    told = _corrected(session, facts)
    _tell_all(Notice.SESSION_MOVED, training, key=f"moved:{session.uid}:{now.timestamp()}", facts=facts,
              hold=rules.MOVE_HOLD, but=told)  # fmt: skip


def told_cancelled(event: SessionCancelled) -> None:
    """Tell all concerned that a coming session does not take place."""
    session, now = db.session.get_one(TrainingSession, event.session_id), clock.now()
    training = session.training
    if training.state != TrainingState.OPEN or session.starts_at < now:
        return
    facts = {**_session(session), "reason": session.cancel_reason}
    key = f"cancelled:{session.uid}:{now.timestamp()}"
    _tell_all(Notice.SESSION_CANCELLED, training, key=key, facts=facts)


def told_restored(event: SessionRestored) -> None:
    """Tell all concerned that a session that was cancelled takes place after all."""
    session, now = db.session.get_one(TrainingSession, event.session_id), clock.now()
    training = session.training
    if training.state != TrainingState.OPEN or session.starts_at < now:
        return
    key = f"restored:{session.uid}:{now.timestamp()}"
    _tell_all(Notice.SESSION_MOVED, training, key=key, facts={**_session(session), "was": ""})


def told_called_off(event: TrainingCancelled) -> None:
    """Tell everyone concerned that a training does not take place."""
    training = db.session.get_one(Training, event.training_id)
    fact = queries.history_of(training.id)[0]
    facts = {**_held(training), "reason": fact.reason}
    _tell_all(Notice.TRAINING_CANCELLED, training, key=f"called-off:{fact.uid}", facts=facts)


def told_reopened(event: TrainingReopened) -> None:
    """Tell everyone concerned that a training was opened again; of one that was called off, that it takes place."""
    training = db.session.get_one(Training, event.training_id)
    fact, *before = queries.history_of(training.id)
    was = next((one.kind for one in before if one.kind in {"closed", "cancelled"}), "closed")
    facts = {**_held(training), "reason": fact.reason, "was": was}
    _tell_all(Notice.TRAINING_REOPENED, training, key=f"reopened:{fact.uid}", facts=facts)


def told_put_off(event: AnswersPutOff) -> None:
    """Tell somebody who came without having answered a training's questions that they wait."""
    training = db.session.get_one(Training, event.training_id)
    tell(Notice.QUESTIONS_OPEN, [event.person_id], key=f"questions:{training.uid}", facts={"training": training.title},
         now=clock.now(), training=training, about=training.uid)  # fmt: skip


def told_assigned(event: TrainersAssigned) -> None:
    """Tell people which session they teach; those of a draft when it opens."""
    session = db.session.get_one(TrainingSession, event.session_id)
    if session.training.state == TrainingState.OPEN:
        _assigned(session, queries.trained_by(event.participation_ids))


def told_opened(event: TrainingOpened) -> None:
    """Tell all who teach in a training that opens."""
    for person_id, session in queries.taught_in(event.training_id):
        _assigned(session, [person_id])


def told_decided(event: NominationsDecided) -> None:
    """Tell people whom an office named, and who named them, whether they take part."""
    _nominations(Notice.REGISTRATION_DECIDED, event.nomination_ids)


def told_promoted(event: NominationsPromoted) -> None:
    """Tell people who moved up from the waiting list, and who named them."""
    _nominations(Notice.PROMOTED, event.nomination_ids)


def told_soon(now: datetime) -> int:
    """Tell everyone expected of trainings that begin in a few days; once for each first day."""
    today = clock.local(now, places.site().zone).date()
    return sum(
        tell(Notice.TRAINING_SOON, queries.expected_in(training.id), key=f"soon:{training.uid}:{training.starts}",
             facts=_held(training), now=now, training=training, about=training.uid)
        for training in queries.soon_trainings(today, days=rules.SOON_DAYS)
    )  # fmt: skip


def told_evaluations(now: datetime) -> int:
    """Tell those whom an evaluation asks that it has opened; once for each evaluation."""
    told = 0
    for survey, people in queries.open_surveys(now):
        training = survey.training
        closes = clock.local(survey.closes_at, training.zone).date().isoformat() if survey.closes_at else ""
        facts = {"training": training.title, "survey": survey.title, "closes": closes}
        told += tell(Notice.EVALUATION_OPEN, people, key=f"survey:{survey.uid}", facts=facts, now=now,
                     training=training, about=survey.uid)  # fmt: skip
    return told


def told_mentors(now: datetime) -> int:
    """Tell mentors that they are asked about people, and once more a few days before the last; each once a survey."""
    told = 0
    for survey, people in queries.mentor_surveys(now):
        training = survey.training
        closes = clock.local(survey.closes_at, training.zone).date().isoformat() if survey.closes_at else ""
        again = rules.is_last_call(survey.opens_at, survey.closes_at, now)
        facts = {"training": training.title, "survey": survey.title, "closes": closes, "again": again}
        key = f"mentor{'-again' if again else ''}:{survey.uid}"
        told += tell(Notice.MENTOR_ASKED, people, key=key, facts=facts, now=now, training=training)
    return told


def _tell_all(
    kind: Notice, training: Training, *, key: str, facts: dict[str, Any], hold: timedelta = timedelta(0),
    but: Collection[int] = (),
) -> None:  # fmt: skip
    """Tell who is in a training or invited to it, whom offices named for it, and who named them; each leads home."""
    for people, to in (
        (queries.invited_to(training.id), "trainings_learner.show"),
        (queries.named_for(training.id), "enrolment_public.show"),
        (queries.senders_to(training.id), "enrolment_staff.sent"),
    ):
        rest = [person_id for person_id in people if person_id not in but]
        tell(kind, rest, key=key, facts={**facts, "to": to}, now=clock.now(), training=training, about=training.uid,
             hold=hold)  # fmt: skip


def _corrected(session: TrainingSession, facts: dict[str, Any]) -> set[int]:
    """Let unread, unmailed messages of a session tell its newest time; whose they were."""
    found = db.session.scalars(
        select(Message).where(
            Message.kind == Notice.SESSION_MOVED, Message.training_id == session.training_id, Message.read_at.is_(None),
            Message.key.startswith(f"moved:{session.uid}:"), Message.at > clock.now() - rules.MOVE_HOLD,
        )
    ).all()  # fmt: skip
    newest = {message.person_id: message for message in found}
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for message in newest.values():
        alike[message.facts["was"], message.facts.get("to", "")].append(message.id)
    for (was, to), ids in alike.items():
        newer = {**facts, "was": was, **({"to": to} if to else {})}
        db.session.execute(update(Message).where(Message.id.in_(ids)).values(facts=newer))
    return set(newest)


def _assigned(session: TrainingSession, people: list[int]) -> None:
    training = session.training
    tell(Notice.TRAINER_ASSIGNED, people, key=f"teaches:{session.uid}", now=clock.now(),
         facts={**_session(session), "training": training.title}, training=training, about=training.uid)  # fmt: skip


def _nominations(kind: Notice, ids: tuple[int, ...]) -> None:
    now = clock.now()
    newest = {fact.nomination_id: fact for fact in db.session.scalars(
        select(NominationFact).where(NominationFact.nomination_id.in_(ids)).order_by(NominationFact.id)
    )}  # fmt: skip
    for one in db.session.scalars(select(Nomination).where(Nomination.id.in_(ids)).order_by(Nomination.id)):
        facts = {**_held(one.training), "name": one.person.shown_name, "state": one.state.value, "reason": one.reason}
        key = f"{kind.value}:{newest[one.id].uid}"
        accepted = one.state.value == "accepted"
        to = {"to": "trainings_learner.show" if accepted else "enrolment_public.show"}
        tell(kind, [one.person_id], key=key, facts={**facts, **to}, now=now, training=one.training,
             about=one.training.uid)  # fmt: skip
        sender = queries.account_of(one.delegation.made_by)
        if sender is not None and sender != one.person_id:
            tell(kind, [sender], key=key, facts={**facts, "to": "enrolment_staff.sent"}, now=now,
                 training=one.training, about=one.training.uid)  # fmt: skip


def _session(session: TrainingSession) -> dict[str, str]:
    room = ", ".join(part for part in (session.room, session.venue) if part)
    return {"session": session.title, "starts": session.starts_at.isoformat(), "room": room,
            "zone": session.training.zone}  # fmt: skip


def _held(training: Training) -> dict[str, Any]:
    place = ", ".join(part for part in (training.venue, training.city) if part)
    first, last = (day.isoformat() if day else "" for day in (training.starts, training.ends))
    return {"training": training.title, "first": first, "last": last, "place": place}
