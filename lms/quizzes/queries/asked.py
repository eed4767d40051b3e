"""What attempts ask: their items as plain rows, with versions that are kept in memory.

A version is never changed once it was asked, so a process reads it once; its uid is what it is known by.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from lms.core.db import db, table_of
from lms.core.principals import Principal
from lms.quizzes.models import Attempt, AttemptItem, QuestionType, QuestionVersion
from lms.quizzes.rules import numbered
from lms.trainings.models import Participation

MOST_KEPT = 3000
_kept: dict[UUID, "Asked"] = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """A version of a question, as the bank keeps it."""

    id: int
    uid: UUID
    entry_id: int
    number: int
    type: QuestionType
    text: str
    html: str
    feedback: str
    feedback_html: str
    options: list[dict[str, Any]]
    settings: dict[str, Any]
    objective: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an attempt, as AttemptItem keeps it, with the version that it asks."""

    id: int
    uid: UUID
    position: int
    page: int
    slot_id: int | None
    version_id: int
    option_order: list[str]
    points: int
    sequence: int
    steps: int
    device: str
    response: Any
    certainty: int | None
    checks: int
    fraction: float | None
    version: Asked
    number: int
    """Which question it is; 0 where it asks nothing."""


def items_of(attempt_id: int) -> Sequence[Item]:
    """Return the items of an attempt in order, each with its version: one query, and one for versions not met yet."""
    return _items(db.session.execute(_OF_ATTEMPT, {"attempt_id": attempt_id}).all())


def own_items(principal: Principal, attempt_uid: UUID) -> Sequence[Item]:
    """Return the items of one's own attempt in the same way; none where it is not one's own."""
    who = {"attempt_uid": attempt_uid, "person_id": principal.person_id or 0}
    return _items(db.session.execute(_OF_PERSON, who).all())


def asked_by_uid(uids: Iterable[UUID]) -> dict[UUID, Asked]:
    """Return versions by uid; those that this process has not met yet in one query."""
    wanted = set(uids)
    found = {uid: _kept[uid] for uid in wanted if uid in _kept}
    if missing := wanted - found.keys():
        if len(_kept) > MOST_KEPT:
            _kept.clear()
        rows: Iterable[Any] = db.session.execute(_VERSIONS, {"uids": list(missing)})
        fresh = {row.uid: Asked(*row) for row in rows}
        _kept.update(fresh)
        found |= fresh
    return found


def asked_by_id(ids: Sequence[int]) -> dict[int, Asked]:
    """Return versions by id."""
    uids = {row.id: row.uid for row in db.session.execute(_UIDS, {"ids": list(ids)})}
    known = asked_by_uid(uids.values())
    return {id_: known[uid] for id_, uid in uids.items()}


def _items(rows: Sequence[Any]) -> Sequence[Item]:
    versions = asked_by_uid(row[-1] for row in rows)
    own = [versions[row[-1]] for row in rows]
    numbers = numbered(one.type for one in own)
    return [
        Item(*row[:-1], version, number)  # type: ignore[call-arg]
        for row, version, number in zip(rows, own, numbers, strict=True)
    ]


# Built once: building such a statement costs more than running it. Columns of the tables, so that plain rows come out.
_item, _version = table_of(AttemptItem).c, table_of(QuestionVersion).c
_ITEMS = (
    select(
        _item.id, _item.uid, _item.position, _item.page, _item.slot_id, _item.version_id, _item.option_order,
        _item.points, _item.sequence, _item.steps, _item.device, _item.response, _item.certainty, _item.checks,
        _item.fraction, _version.uid,
    )
    .join_from(table_of(AttemptItem), table_of(QuestionVersion), _version.id == _item.version_id)
    .order_by(_item.position)
)  # fmt: skip
_OF_ATTEMPT = _ITEMS.where(_item.attempt_id == bindparam("attempt_id"))
_attempt, _seat = table_of(Attempt).c, table_of(Participation).c
_OF_PERSON = (
    _ITEMS.join(table_of(Attempt), _attempt.id == _item.attempt_id)
    .join(table_of(Participation), _seat.id == _attempt.participation_id)
    .where(_attempt.uid == bindparam("attempt_uid"), _seat.person_id == bindparam("person_id"),
           _seat.withdrawn_at.is_(None))
)  # fmt: skip
_VERSIONS = select(
    _version.id, _version.uid, _version.entry_id, _version.number, _version.type, _version.text, _version.html,
    _version.feedback, _version.feedback_html, _version.options, _version.settings, _version.objective,
).where(_version.uid.in_(bindparam("uids", expanding=True)))  # fmt: skip
_UIDS = select(_version.id, _version.uid).where(_version.id.in_(bindparam("ids", expanding=True)))
