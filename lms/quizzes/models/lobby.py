"""Places in the waiting room of a quiz."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model, moment, pk


class LobbyPlace(Model):
    """Somebody's place before a quiz that opens later: the attempt that will begin there is settled beforehand.

    `attempt_uid`, `seed` and `key` (hexadecimal; it seals the questions) are those of that attempt, `number` tells
    whose turn comes when. `ready_at`: the questions lie on the device. `opened_at`: the attempt was begun.
    """

    __table_args__ = (UniqueConstraint("quiz_id", "participation_id"), CheckConstraint("number >= 0", name="number"))
    id: Mapped[pk]
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    number: Mapped[int]
    attempt_uid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    seed: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    came_at: Mapped[moment]
    seen_at: Mapped[moment]
    ready_at: Mapped[moment | None]
    opened_at: Mapped[moment | None]
