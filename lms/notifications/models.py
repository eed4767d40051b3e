"""Tables of messages, of what was mailed, and of what people want to be mailed about."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Person
from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.trainings.models import Training


class Notice(StrEnum):
    """What a message tells of."""

    CERTIFICATE_ISSUED = "certificate_issued"
    CERTIFICATE_REPLACED = "certificate_replaced"
    CERTIFICATE_REVOKED = "certificate_revoked"
    CORRECTION_ANSWERED = "correction_answered"
    NAME_TO_CONFIRM = "name_to_confirm"
    REGISTRATION_DECIDED = "registration_decided"
    PROMOTED = "promoted"
    SESSION_MOVED = "session_moved"
    SESSION_CANCELLED = "session_cancelled"
    TRAINING_CANCELLED = "training_cancelled"
    TRAINING_SOON = "training_soon"
    EVALUATION_OPEN = "evaluation_open"
    TRAINER_ASSIGNED = "trainer_assigned"
    ESSAY_MARKED = "essay_marked"
    ROLE_GIVEN = "role_given"
    ROLE_EXPIRING = "role_expiring"
    REMINDER = "reminder"
    MENTOR_ASKED = "mentor_asked"
    TRAINING_REOPENED = "training_reopened"
    QUESTIONS_OPEN = "questions_open"
    SIGN_IN_CHANGED = "sign_in_changed"
    PAPERS_WAIT = "papers_wait"
    PAPERS_FAILED = "papers_failed"


class Group(StrEnum):
    """Whom of a training a reminder is for."""

    NOT_REGISTERED = "not_registered"
    NAME_UNCONFIRMED = "name_unconfirmed"
    NO_EVALUATION = "no_evaluation"
    ABSENT = "absent"
    EVERYONE = "everyone"
    NO_ANSWERS = "no_answers"
    MENTOR_SILENT = "mentor_silent"


class Reminder(Model):
    """What an organiser wrote to a group of a training: appended; `count` people were in the group then."""

    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    group: Mapped[Group] = mapped_column(choice(Group))
    words: Mapped[str] = mapped_column(Text)
    count: Mapped[int]
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]


class Message(Model):
    """Something that a person should know. `key` tells the fact, so that it is told once; `facts` fill its words.

    `mail_at` is when its mail is due (none: no mail is wanted, or nothing is left to do); `about` is the uid of what
    it leads to.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_message_person_read", "person_id", "read_at"),
        Index("ix_message_training_kind", "training_id", "kind"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[Notice] = mapped_column(choice(Notice))
    key: Mapped[str] = mapped_column(String(120))
    training_id: Mapped[int | None] = mapped_column(ForeignKey("training.id"))
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminder.id"), index=True)
    about: Mapped[UUID | None] = mapped_column(Uuid)
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    at: Mapped[moment]
    read_at: Mapped[moment | None]
    mail_at: Mapped[moment | None] = mapped_column(index=True)
    person: Mapped[Person] = relationship()
    training: Mapped[Training | None] = relationship()


class Step(StrEnum):
    """A step of a message's mail."""

    BEGUN = "begun"
    SENT = "sent"
    FAILED = "failed"  # the server said no, or was away: it may be tried again
    UNCERTAIN = "uncertain"  # the line or the worker broke in between: never tried again
    DROPPED = "dropped"  # the person wants no such mail, or has no address any more


class Posting(Model):
    """A step of a message's mail: appended. `problem` is a code of the server, never its words."""

    __table_args__ = (
        UniqueConstraint("message_id", "attempt", "step"),
        CheckConstraint("attempt >= 0", name="attempt"),
    )
    id: Mapped[pk]
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    attempt: Mapped[int]
    step: Mapped[Step] = mapped_column(choice(Step))
    problem: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[moment]


class MailChoice(Model):
    """Whether a person wants mail of a kind; who chose nothing gets it."""

    __table_args__ = (UniqueConstraint("person_id", "kind"),)
    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[Notice] = mapped_column(choice(Notice))
    wants_mail: Mapped[bool]


class ReaderZone(Model):
    """In which time zone somebody sleeps, where it is another than that of their training."""

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    zone: Mapped[str] = mapped_column(String(60))
