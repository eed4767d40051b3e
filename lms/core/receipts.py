"""Twice is once: a write that a phone repeats is answered as the first time."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, Uuid, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock
from lms.core.db import Json, Model, db, moment, pk, transaction
from lms.core.errors import Conflict


class Receipt(Model):
    """The answer to one write, kept under the writer's own uuid."""

    __table_args__ = (UniqueConstraint("principal_id", "uuid"),)
    id: Mapped[pk]
    principal_id: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    uuid: Mapped[UUID] = mapped_column(Uuid)
    content_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[moment]


@transaction()
def once(uuid: UUID, content: Any, act: Callable[[], dict[str, Any]], *, by: int) -> dict[str, Any]:
    """Do an act once per (principal, uuid) and return its answer; the same uuid with other content is a Conflict."""
    seen = _hash(content)
    receipt = db.session.scalar(select(Receipt).where(Receipt.principal_id == by, Receipt.uuid == uuid))
    if receipt is None:
        answer = act()
        db.session.add(Receipt(principal_id=by, uuid=uuid, content_hash=seen, answer=answer, at=clock.now()))
        return answer
    if receipt.content_hash != seen:
        raise Conflict("This was sent before with other content.")
    return receipt.answer


def _hash(content: Any) -> str:
    return sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
