"""Saving responses: steps are appended, the newest that counts is repeated on its item."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

import structlog
from flask_babel import gettext as _
from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from lms.core.db import db, in_transaction, table_of, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.quizzes import queries, rules
from lms.quizzes.models import (
    AnswerFile,
    Attempt,
    AttemptItem,
    AttemptState,
    QuestionType,
    QuestionVersion,
    Quiz,
    ResponseStep,
    StepKind,
)  # fmt: skip
from lms.quizzes.queries import Asked
from lms.quizzes.rules import behaviours
from lms.quizzes.rules.steps import Known, Sent, judge
from lms.trainings.models import Participation

MOST_STEPS = 200
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of a step, and what counts for its item now; kind "conflict": its uuid had other content.

    `said` tells a rival's other answer in words.
    """

    uid: UUID
    item_uid: UUID
    kind: str
    sequence: int
    response: Any
    said: str = ""


@dataclass
class _Item:
    """An item while steps are put to it."""

    row: Row[Any]
    version: Asked
    sequence: int
    steps: int
    response: Any
    device: str
    certainty: int | None = None
    is_changed: bool = False


def save(attempt_uid: UUID, steps: Sequence[Sent], *, by: Principal, now: datetime) -> list[Outcome]:
    """Append a device's steps in order, each once; late and rival ones are kept and do not count. 3 statements."""
    if len(steps) > MOST_STEPS:
        raise Refused(_("Too many answers were sent at once."))
    if not steps:
        queries.get_own_attempt(by, attempt_uid)
        return []
    try:
        return _save(attempt_uid, steps, by=by, now=now)
    except IntegrityError:  # the same step came twice at once: PostgreSQL looked before it waited, and sees it now
        if in_transaction():
            raise  # PostgreSQL takes no more statements in it: whoever began it tries again
        return _save(attempt_uid, steps, by=by, now=now)


@transaction()
def _save(attempt_uid: UUID, steps: Sequence[Sent], *, by: Principal, now: datetime) -> list[Outcome]:
    rows = _load(attempt_uid, steps, by)
    versions = queries.asked_by_uid(row.version_uid for row in rows)
    items = {row.uid: _Item(row, versions[row.version_uid], row.sequence, row.steps, row.response, row.device,
                            row.certainty) for row in rows}  # fmt: skip
    is_over = rows[0].state != AttemptState.OPEN or rules.is_late(
        now, deadline_at=rows[0].deadline_at, grace_seconds=rows[0].grace_seconds
    )
    known = {row.known_uid: (row.content_hash, row.kind) for row in rows if row.known_uid}
    own_files = _own_files([one.row.id for one in items.values() if one.version.type == QuestionType.FILE])
    added: list[dict[str, Any]] = []
    outcomes = []
    for sent in steps:
        item = items.get(sent.item_uid)
        if item is None:
            raise Missing
        outcomes.append(_put(sent, item, known, added, own_files, is_over=is_over, by=by, now=now))
    _write(added, items.values())
    if is_over and added:
        log.warning("late answers kept", attempt_uid=str(attempt_uid), steps=len(added))
    return outcomes


@transaction()
def rebuild_answers() -> int:
    """Take each answer from its newest step that counts again; how many were different."""
    fresh = [
        {"id": row.id, "sequence": row.step_sequence, "response": row.step_response, "device": row.step_device}
        for row in queries.answers_beside_steps()
        if (row.sequence, row.response, row.device) != (row.step_sequence, row.step_response, row.step_device)
    ]
    if fresh:
        db.session.execute(update(AttemptItem), fresh)
    return len(fresh)


def _load(attempt_uid: UUID, steps: Sequence[Sent], by: Principal) -> Sequence[Row[Any]]:
    """Return the items that steps are for, locked, with what their attempt allows, beside each step known already."""
    facts = {
        "attempt_uid": attempt_uid, "person_id": by.person_id or 0, "principal_id": by.id,
        "item_uids": list({one.item_uid for one in steps}), "step_uids": [one.uid for one in steps],
    }  # fmt: skip
    rows = db.session.connection().execute(_LOCKED, facts).all()
    if not rows:
        raise Missing
    return cast("Sequence[Row[Any]]", rows)


def _own_files(item_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the uids of the files that were sent for items."""
    found: dict[int, set[str]] = {}
    if item_ids:
        rows = select(AnswerFile.item_id, AnswerFile.uid).where(AnswerFile.item_id.in_(item_ids))
        for item_id, uid in db.session.execute(rows):
            found.setdefault(item_id, set()).add(str(uid))
    return found


def _response(sent: Sent, item: _Item, own_files: dict[int, set[str]]) -> Any:
    fields = sent.fields
    if fields is None:
        response = rules.clean_response(item.version, sent.response)
    else:
        response = rules.given(item.version, lambda suffix: fields.get(suffix, []))
    if item.version.type != QuestionType.FILE or response is None:
        return response
    return [uid for uid in response if uid in own_files.get(item.row.id, ())] or None


def _put(
    sent: Sent, item: _Item, known: dict[UUID, tuple[str, StepKind]], added: list[dict[str, Any]],
    own_files: dict[int, set[str]], *, is_over: bool, by: Principal, now: datetime,
) -> Outcome:  # fmt: skip
    response = _response(sent, item, own_files)
    content = _hash(sent, response)
    if sent.uid in known:
        before, kind = known[sent.uid]
        word = kind.value if before == content else "conflict"
        return _outcome(sent, item, word)
    is_settled = item.row.behaviour == behaviours.IMMEDIATE and item.row.checks > 0
    kind = judge(sent, response, Known(item.sequence, item.response, item.device), is_over=is_over or is_settled)
    item.steps += 1
    added.append({
        "uid": sent.uid, "principal_id": by.id, "item_id": item.row.id, "sequence": item.steps,
        "base_seq": sent.base_seq, "kind": kind, "response": response, "content_hash": content,
        "certainty": sent.certainty,
        "device": sent.device, "at": now, "client_at": sent.client_at,
    })  # fmt: skip
    known[sent.uid] = (content, kind)
    item.is_changed = True
    if kind == StepKind.SAVED:
        item.sequence, item.response, item.device = item.steps, response, sent.device
        item.certainty = sent.certainty or item.certainty
    return _outcome(sent, item, kind.value)


def _outcome(sent: Sent, item: _Item, kind: str) -> Outcome:
    said = rules.summary(item.version, item.response) if kind in {"rival", "conflict"} else ""
    return Outcome(sent.uid, sent.item_uid, kind, item.sequence, item.response, said)


def _write(added: list[dict[str, Any]], items: Any) -> None:
    if not added:
        return
    repeats = [
        {"item_id": item.row.id, "sequence": item.sequence, "steps": item.steps, "response": item.response,
         "device": item.device, "certainty": item.certainty}
        for item in items if item.is_changed
    ]  # fmt: skip
    connection = db.session.connection()
    connection.execute(_ADD, added)
    connection.execute(_REPEAT, repeats)


def _hash(sent: Sent, response: Any) -> str:
    said = [str(sent.item_uid), response, sent.base_seq, *([sent.certainty] if sent.certainty else [])]
    return sha256(json.dumps(said).encode()).hexdigest()


# Built once, of columns of the tables: building such a statement costs more than running it. They are run on the
# connection itself, because a quiz saves each answer by itself and the session would add a third to what that costs.
_item, _attempt, _step = table_of(AttemptItem).c, table_of(Attempt).c, table_of(ResponseStep).c
_is_known = (_step.principal_id == bindparam("principal_id")) & _step.uid.in_(bindparam("step_uids", expanding=True))
_LOCKED = (
    select(
        _item.id, _item.uid, _item.sequence, _item.steps, _item.response, _item.device, _item.certainty, _item.checks,
        table_of(QuestionVersion).c.uid.label("version_uid"), _attempt.state, _attempt.deadline_at,
        _attempt.grace_seconds, table_of(Quiz).c.behaviour,
        _step.uid.label("known_uid"), _step.content_hash, _step.kind,
    )
    .join_from(table_of(AttemptItem), table_of(Attempt), _attempt.id == _item.attempt_id)
    .join(table_of(Participation), table_of(Participation).c.id == _attempt.participation_id)
    .join(table_of(QuestionVersion), table_of(QuestionVersion).c.id == _item.version_id)
    .join(table_of(Quiz), table_of(Quiz).c.id == _attempt.quiz_id)
    .outerjoin(table_of(ResponseStep), _is_known)
    .where(_attempt.uid == bindparam("attempt_uid"), table_of(Participation).c.person_id == bindparam("person_id"),
           _item.uid.in_(bindparam("item_uids", expanding=True)))
    .order_by(_item.id).with_for_update(of=[table_of(Attempt), table_of(AttemptItem)])
)  # fmt: skip
_ADD = insert(table_of(ResponseStep))
_REPEAT = update(table_of(AttemptItem)).where(_item.id == bindparam("item_id"))
