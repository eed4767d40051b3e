"""The mail of a message, step by step: begun before the server hears of it, so that nobody sends it twice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from lms.core.db import db, transaction
from lms.notifications import queries, rules
from lms.notifications.models import Message, Notice, Posting, Step


@dataclass(frozen=True)
class Ready:
    """A mail that this worker has begun, and nobody else will send."""

    message_id: int
    uid: UUID
    attempt: int
    kind: Notice
    facts: dict[str, object]
    about: UUID | None
    email: str
    locale: str
    at: datetime


@transaction()
def begin(message_id: int, *, now: datetime) -> Ready | None:
    """Begin a mail; None where there is nothing to send, or somebody else is at it.

    A mail that a dead worker had begun may have been sent: that stays uncertain, and it is not sent again.
    """
    message = _lock(message_id)
    if message.mail_at is None or message.mail_at > now:
        return None
    last = queries.newest_step(message_id)
    if last is not None and last.step == Step.BEGUN:
        if rules.is_dead(last.at, now):
            _close(message, last.attempt, Step.UNCERTAIN, now=now, problem="worker")
        return None
    if last is not None and last.step != Step.FAILED:
        message.mail_at = None
        return None
    attempt = last.attempt + 1 if last else 1
    if not queries.wants_mail(message):
        _close(message, attempt, Step.DROPPED, now=now)
        return None
    db.session.add(Posting(message_id=message.id, attempt=attempt, step=Step.BEGUN, at=now))
    return Ready(message.id, message.uid, attempt, message.kind, message.facts, message.about,
                 message.person.email or "", message.person.locale, message.at)  # fmt: skip


@transaction()
def end(ready: Ready, step: Step, *, now: datetime, problem: str = "", is_final: bool = True) -> None:
    """Note how a mail ended, and when it is tried again where that may be."""
    message = _lock(ready.message_id)
    _close(message, ready.attempt, step, now=now, problem=problem)
    if step == Step.FAILED:
        message.mail_at = rules.next_try(ready.attempt, now, is_final=is_final)


@transaction()
def put_off(message_ids: Collection[int], *, now: datetime, by: timedelta) -> None:
    """Let mail wait that could not even be begun; what has ended meanwhile stays so."""
    waiting = (Message.id.in_(message_ids), Message.mail_at <= now)
    db.session.execute(update(Message).where(*waiting).values(mail_at=now + by))


def _lock(message_id: int) -> Message:
    held = select(Message).where(Message.id == message_id).with_for_update(key_share=True)
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def _close(message: Message, attempt: int, step: Step, *, now: datetime, problem: str = "") -> None:
    db.session.add(Posting(message_id=message.id, attempt=attempt, step=step, problem=problem[:40], at=now))
    message.mail_at = None
