"""Saving responses: steps are appended, the newest that counts is repeated on its item."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import structlog
from flask_babel import gettext as _
from sqlalchemy import Row, insert, select, update

from lms.core.db import db, transaction
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
    sequence: int
    steps: int
    response: Any
    device: str
    certainty: int | None = None
    is_changed: bool = False


@transaction()
def save(attempt_uid: UUID, steps: Sequence[Sent], *, by: Principal, now: datetime) -> list[Outcome]:
    """Append a device's steps in order, each once; late and rival ones are kept and do not count. 4 statements."""
    if len(steps) > MOST_STEPS:
        raise Refused(_("Too many answers were sent at once."))
    rows = _load(attempt_uid, by)
    items = {row.uid: _Item(row, row.sequence, row.steps, row.response, row.device, row.certainty)
             for row in rows}  # fmt: skip
    is_over = rows[0].state != AttemptState.OPEN or rules.is_late(
        now, deadline_at=rows[0].deadline_at, grace_seconds=rows[0].grace_seconds
    )
    known = _known([one.uid for one in steps], by)
    own_files = _own_files([row.id for row in rows if row.type == QuestionType.FILE])
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


def _load(attempt_uid: UUID, by: Principal) -> Sequence[Row[Any]]:
    rows = db.session.execute(
        select(
            AttemptItem.id, AttemptItem.uid, AttemptItem.sequence, AttemptItem.steps, AttemptItem.response,
            AttemptItem.device, QuestionVersion.type, QuestionVersion.options, QuestionVersion.settings,
            Attempt.state, Attempt.deadline_at, Attempt.grace_seconds, AttemptItem.certainty, AttemptItem.checks,
            Quiz.behaviour,
        )
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Participation, Participation.id == Attempt.participation_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.version_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Attempt.uid == attempt_uid, Participation.person_id == (by.person_id or 0))
        .order_by(AttemptItem.id).with_for_update(of=[Attempt, AttemptItem])
    ).all()  # fmt: skip
    if not rows:
        raise Missing
    return rows


def _known(uids: Sequence[UUID], by: Principal) -> dict[UUID, tuple[str, StepKind]]:
    rows = db.session.execute(
        select(ResponseStep.uid, ResponseStep.content_hash, ResponseStep.kind)
        .where(ResponseStep.principal_id == by.id, ResponseStep.uid.in_(uids))
    )  # fmt: skip
    return {row.uid: (row.content_hash, row.kind) for row in rows}


def _own_files(item_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the uids of the files that were sent for items."""
    found: dict[int, set[str]] = {}
    if item_ids:
        rows = select(AnswerFile.item_id, AnswerFile.uid).where(AnswerFile.item_id.in_(item_ids))
        for item_id, uid in db.session.execute(rows):
            found.setdefault(item_id, set()).add(str(uid))
    return found


def _response(sent: Sent, row: Any, own_files: dict[int, set[str]]) -> Any:
    fields = sent.fields
    if fields is None:
        response = rules.clean_response(row, sent.response)
    else:
        response = rules.given(row, lambda suffix: fields.get(suffix, []))
    if row.type != QuestionType.FILE or response is None:
        return response
    return [uid for uid in response if uid in own_files.get(row.id, ())] or None


def _put(
    sent: Sent, item: _Item, known: dict[UUID, tuple[str, StepKind]], added: list[dict[str, Any]],
    own_files: dict[int, set[str]], *, is_over: bool, by: Principal, now: datetime,
) -> Outcome:  # fmt: skip
    response = _response(sent, item.row, own_files)
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
    said = rules.summary(item.row, item.response) if kind in {"rival", "conflict"} else ""
    return Outcome(sent.uid, sent.item_uid, kind, item.sequence, item.response, said)


def _write(added: list[dict[str, Any]], items: Any) -> None:
    if not added:
        return
    db.session.execute(insert(ResponseStep), added)
    db.session.execute(update(AttemptItem), [
        {"id": item.row.id, "sequence": item.sequence, "steps": item.steps, "response": item.response,
         "device": item.device, "certainty": item.certainty}
        for item in items if item.is_changed
    ])  # fmt: skip


def _hash(sent: Sent, response: Any) -> str:
    said = [str(sent.item_uid), response, sent.base_seq, *([sent.certainty] if sent.certainty else [])]
    return sha256(json.dumps(said).encode()).hexdigest()
