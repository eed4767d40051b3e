"""Reads of whom mail goes to, and of what is due."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from lms.accounts.models import Person
from lms.core.db import db
from lms.notifications.models import MailChoice, Message, Notice, Posting, ReaderZone


def readers(person_ids: Collection[int], kind: Notice) -> list["Reader"]:
    """Return people with where mail reaches them, the zone that they chose, and whether they want mail of a kind."""
    choice = and_(MailChoice.person_id == Person.id, MailChoice.kind == kind)
    found = (
        select(Person.id, Person.email, ReaderZone.zone, MailChoice.wants_mail)
        .outerjoin(ReaderZone, ReaderZone.person_id == Person.id)
        .outerjoin(MailChoice, choice)
        .where(Person.id.in_(person_ids), Person.merged_into_id.is_(None))
        .order_by(Person.id)
    )
    return [Reader(*row) for row in db.session.execute(found)]


class Reader:
    """Somebody who is told something."""

    def __init__(self, id: int, email: str | None, zone: str | None, wants: bool | None) -> None:
        self.id = id
        self.zone = zone or ""
        self.takes_mail = bool(email) and wants is not False


def wants_mail(message: Message) -> bool:
    """Tell whether a message's mail is still wanted, and has somewhere to go."""
    return any(reader.takes_mail for reader in readers([message.person_id], message.kind))


def due_ids(now: datetime, *, most: int) -> list[int]:
    """Return the ids of messages whose mail is due, those that wait longest first."""
    due = select(Message.id).where(Message.mail_at <= now).order_by(Message.mail_at, Message.id).limit(most)
    return list(db.session.scalars(due))


def newest_step(message_id: int) -> Posting | None:
    """Return the newest step of a message's mail, or None."""
    steps: Any = select(Posting).where(Posting.message_id == message_id).order_by(Posting.id.desc())
    found: Posting | None = db.session.scalar(steps.limit(1))
    return found
