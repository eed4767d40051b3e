"""What people do with their messages, and what they want to be mailed about."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from flask_babel import gettext as _
from sqlalchemy import delete, insert, update

from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.notifications import queries
from lms.notifications.models import MailChoice, Message, Notice, ReaderZone


@transaction()
def mark_read(uid: UUID, *, by: Principal, now: datetime) -> Message:
    """Note that a message was read; twice changes nothing."""
    message = queries.get_own(by, uid)
    message.read_at = message.read_at or now
    return message


@transaction()
def mark_unread(uid: UUID, *, by: Principal) -> Message:
    """Let a message wait again."""
    message = queries.get_own(by, uid)
    message.read_at = None
    return message


@transaction()
def mark_all_read(*, by: Principal, now: datetime) -> int:
    """Note that all of one's messages were read; how many were not."""
    mine = (Message.person_id == (by.person_id or 0), Message.read_at.is_(None))
    return int(db.session.execute(update(Message).where(*mine).values(read_at=now)).rowcount)  # type: ignore[attr-defined]


@transaction()
def choose_mail(kinds: Collection[Notice], *, zone: str, by: Principal) -> None:
    """Choose the kinds of which one wants mail, and the zone in which one sleeps (empty: that of the training)."""
    if by.person_id is None:
        raise Missing
    if zone and zone not in available_timezones():
        raise Refused(_("Choose a zone of the list."), fields={"zone": _("Choose a zone of the list.")})
    db.session.execute(delete(MailChoice).where(MailChoice.person_id == by.person_id))
    rows = [{"person_id": by.person_id, "kind": kind, "wants_mail": kind in kinds} for kind in Notice]
    db.session.execute(insert(MailChoice), rows)
    db.session.execute(delete(ReaderZone).where(ReaderZone.person_id == by.person_id))
    if zone:
        db.session.add(ReaderZone(person_id=by.person_id, zone=zone))
