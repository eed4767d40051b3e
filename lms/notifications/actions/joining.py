"""Messages of two people who were found to be one."""

from typing import Any

from sqlalchemy import delete, select, update

from lms.accounts.events import PeopleMerged
from lms.core.db import db
from lms.notifications.models import MailChoice, Message, ReaderZone


def move_person(event: PeopleMerged) -> None:
    """Let messages and choices of somebody who was merged belong to the person that was kept.

    What both were told stays once more under a key of its own: it was sent, so it stays in the log.
    """
    told = select(Message.key).where(Message.person_id == event.kept_id)
    doubled = update(Message).where(Message.person_id == event.merged_id, Message.key.in_(told))
    db.session.execute(doubled.values(key=Message.key + f"+{event.merged_id}"))
    _move(Message, event)
    chosen = select(MailChoice.kind).where(MailChoice.person_id == event.kept_id)
    db.session.execute(delete(MailChoice).where(MailChoice.person_id == event.merged_id, MailChoice.kind.in_(chosen)))
    _move(MailChoice, event)
    if db.session.scalar(select(ReaderZone.id).where(ReaderZone.person_id == event.kept_id)):
        db.session.execute(delete(ReaderZone).where(ReaderZone.person_id == event.merged_id))
    _move(ReaderZone, event)


def _move(table: Any, event: PeopleMerged) -> None:
    db.session.execute(update(table).where(table.person_id == event.merged_id).values(person_id=event.kept_id))
