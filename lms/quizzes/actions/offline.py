"""Answers that were given without a line, one by one, through the offline door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lms.core.db import transaction
from lms.core.errors import Unreadable
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.actions.attempts import submit
from lms.quizzes.actions.steps import save
from lms.quizzes.rules.steps import Sent, read_base, read_fields, read_moment

NOBODY = UUID(int=0)


@transaction()
def take_answer(
    uid: UUID, data: Mapping[str, Any], *, by: Principal, now: datetime, made_by: int | None = None
) -> dict[str, Any]:
    """Append one answer that a device kept; where somebody else lets it in, as the person's whose attempt it is."""
    attempt_uid, sent = read_answer(uid, data)
    outcome = save(attempt_uid, [sent], by=_whose(attempt_uid, by, made_by), now=now)[0]
    return {"outcome": "done", "kind": outcome.kind, "sequence": outcome.sequence}


@transaction()
def take_hand_in(
    uid: UUID,  # noqa: ARG001 - every kind of facts is told its uid
    data: Mapping[str, Any], *, by: Principal, now: datetime, made_by: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Hand in an attempt that ended on a device."""
    attempt_uid = read_hand_in(data)
    attempt = submit(attempt_uid, by=_whose(attempt_uid, by, made_by), now=now, checks_length=False)
    return {"outcome": "done", "state": attempt.state.value}


def read_answer(uid: UUID, data: Mapping[str, Any]) -> tuple[UUID, Sent]:
    """Return of which attempt a fact speaks, and the answer; Unreadable where it is none."""
    try:
        base, fields = read_base(data["base_seq"]), read_fields(data["fields"])
        certainty = (fields.get("--certainty") or [""])[0]
        sent = Sent(uid=uid, item_uid=UUID(data["item"]), base_seq=base, fields=fields,
                    certainty=int(certainty) if certainty in ("1", "2", "3") else None,
                    device=str(data.get("device", ""))[:40], client_at=read_moment(data.get("at")))  # fmt: skip
        return UUID(data["attempt"]), sent
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unreadable("This is no answer.") from error


def read_hand_in(data: Mapping[str, Any]) -> UUID:
    """Return which attempt was handed in; Unreadable where none is named."""
    try:
        return UUID(data["attempt"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unreadable("This hands nothing in.") from error


def training_of_answer(data: Mapping[str, Any]) -> int | None:
    """Return to which training an answer belongs, or None where it is none: it would wait for a human in vain."""
    try:
        return queries.find_training_of_attempt(read_answer(NOBODY, data)[0])
    except Unreadable:
        return None


def training_of(data: Mapping[str, Any]) -> int | None:
    """Return to which training an attempt belongs, or None where there is no such attempt."""
    try:
        return queries.find_training_of_attempt(read_hand_in(data))
    except Unreadable:
        return None


@dataclass(frozen=True)
class _Owner:
    """Whose attempt it is: what saving and handing in ask of a principal."""

    id: int
    person_id: int


def _whose(attempt_uid: UUID, by: Principal, made_by: int | None) -> Any:
    return by if made_by is None else _Owner(*queries.get_owner(attempt_uid))
