"""Reads of one's own messages, and of what one wants to be mailed about."""

from uuid import UUID

from sqlalchemy import Select, bindparam, func, select

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.notifications.models import MailChoice, Message, Notice, ReaderZone


def inbox_of(person_id: int, *, unread: bool = False) -> Select[Message]:
    """Return the select of a person's messages, the newest first."""
    found = select(Message).where(Message.person_id == person_id)
    if unread:
        found = found.where(Message.read_at.is_(None))
    return found.order_by(Message.at.desc(), Message.id.desc())


def count_unread(person_id: int) -> int:
    """Return how many messages a person has not read."""
    return db.session.scalar(_UNREAD, {"person_id": person_id}) or 0


def get_own(principal: Principal, uid: UUID) -> Message:
    """Return a message of one's own; Missing for anybody else's."""
    found = select(Message).where(Message.uid == uid, Message.person_id == (principal.person_id or 0))
    message = db.session.scalar(found)
    if message is None:
        raise Missing
    return message


def choices_of(person_id: int) -> dict[Notice, bool]:
    """Return of which kinds a person wants mail: all but those that were turned off."""
    chosen = select(MailChoice.kind, MailChoice.wants_mail).where(MailChoice.person_id == person_id)
    said: dict[Notice, bool] = {row.kind: row.wants_mail for row in db.session.execute(chosen)}
    return {kind: said.get(kind, True) for kind in Notice}


def zone_of(person_id: int) -> str:
    """Return the time zone that a person chose, empty for that of the training."""
    return db.session.scalar(select(ReaderZone.zone).where(ReaderZone.person_id == person_id)) or ""


# Built once: every page of staff and participants asks it.
_UNREAD = select(func.count()).where(Message.person_id == bindparam("person_id"), Message.read_at.is_(None))
