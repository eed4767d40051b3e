"""Reads of what was sent to the people of a training."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Person
from lms.core.db import db
from lms.core.names import folded
from lms.notifications.models import Message, Notice, Posting, Step


@dataclass(frozen=True)
class Told:
    """What became of a message's mail: its newest step, and when."""

    step: Step
    at: datetime


def log_of(training_id: int, *, text: str = "", kind: str = "") -> Select[Message]:
    """Return the select of what people were told about a training, the newest first."""
    found = (
        select(Message)
        .join(Person, Person.id == Message.person_id)
        .where(Message.training_id == training_id)
        .options(joinedload(Message.person))
    )
    for word in folded(text).split():
        found = found.where(Person.sort_name.contains(word, autoescape=True))
    if kind in set(Notice):
        found = found.where(Message.kind == kind)
    return found.order_by(Message.at.desc(), Message.id.desc())


def posted(message_ids: Collection[int]) -> dict[int, Told]:
    """Return what became of the mail of messages, by message; those without mail are left out."""
    newest = select(func.max(Posting.id)).where(Posting.message_id.in_(message_ids)).group_by(Posting.message_id)
    rows = db.session.scalars(select(Posting).where(Posting.id.in_(newest)))
    return {row.message_id: Told(row.step, row.at) for row in rows}
