"""Marking what a person must decide, and grading again what was repaired."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.actions.closing import settle
from lms.quizzes.events import AttemptMarked, AttemptSubmitted
from lms.quizzes.models import Attempt, AttemptItem, ItemMark, ItemRegrade, MarkKind, QuestionVersion
from lms.quizzes.rules.marking import Given, Standing, by_rubric, judge


@transaction()
def mark(
    item_uid: UUID, *, by: Principal, now: datetime, fraction: float | None = None,
    levels: Mapping[str, int] | None = None, comment: str = "",
) -> ItemMark:  # fmt: skip
    """Give a mark for an answer; where two markers are apart, a third person's mark decides."""
    item = queries.get_markable(by, item_uid)
    _lock(item.attempt)
    rubric = item.version.settings.get("rubric") or ()
    worth = by_rubric(rubric, levels or {}) if rubric and fraction is None else fraction
    if worth is None or not 0 <= worth <= 1:
        raise Refused(_("Please give a mark for the whole answer, or for each row of the rubric."))
    earlier = queries.marks_of([item]).get(item.id, [])
    needs_second = item.attempt.quiz.needs_second_marker
    standing, _worth = judge(given(earlier), needs_second=needs_second)
    decides = standing == Standing.APART and by.id not in {one.by for one in earlier}
    made = ItemMark(
        item_id=item.id, kind=MarkKind.MODERATION if decides else MarkKind.MARK, fraction=worth,
        levels=dict(levels or {}), comment=comment.strip()[:4000], marker=by.name[:200], by=by.id, at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _standing, item.fraction = judge(given([*earlier, made]), needs_second=needs_second)
    db.session.flush()
    if _settle([item.attempt]):
        publish(AttemptMarked(attempt_id=item.attempt.id))
    trail.record("answer.marked", by=by.id, subject="attempt", subject_uid=item.attempt.uid, position=item.position,
                 per_cent=round(worth * 100, 2))  # fmt: skip
    return made


@transaction()
def mark_all(item_uids: Sequence[UUID], *, fraction: float, by: Principal, now: datetime, comment: str = "") -> int:
    """Give several answers the same mark; return how many."""
    for uid in item_uids:
        mark(uid, fraction=fraction, by=by, now=now, comment=comment)
    return len(item_uids)


@transaction()
def regrade(entry_uid: UUID, *, by: Principal, now: datetime) -> int:
    """Grade the answers to older versions of a question by its newest one; return how many marks moved."""
    entry = queries.get_entry_within(by, entry_uid)
    found = queries.regrade_preview(by, entry)
    if found is None:
        raise Refused(_("This question has no ready version that could grade its answers again."))
    items = queries.askable(by, entry, found.version)
    worth = queries.worth_by(found.version, items)
    facts = [_again(item, found.version, after, by=by, now=now) for item, after in zip(items, worth, strict=True)]
    moved = {item.attempt.id: item.attempt for item, fact in zip(items, facts, strict=True) if _moves(fact)}
    if facts:
        db.session.execute(insert(ItemRegrade), facts)
        db.session.execute(update(AttemptItem), [
            {"id": fact["item_id"], "version_id": fact["to_version_id"], "fraction": fact["after"]} for fact in facts
        ])  # fmt: skip
    _settle(list(moved.values()))
    changed = sum(map(_moves, facts))
    trail.record("question.regraded", by=by.id, subject="bank_entry", subject_uid=entry.uid, answers=len(items),
                 changed=changed)  # fmt: skip
    return changed


def _again(
    item: AttemptItem, version: QuestionVersion, after: float, *, by: Principal, now: datetime
) -> dict[str, Any]:
    return {"item_id": item.id, "from_version_id": item.version_id, "to_version_id": version.id,
            "before": item.fraction, "after": after, "by": by.id, "at": now}  # fmt: skip


def _moves(fact: dict[str, Any]) -> bool:
    return bool(abs((fact["before"] or 0.0) - fact["after"]) > 1e-9)


def given(rows: Sequence[ItemMark]) -> list[Given]:
    """Return marks as the rule reads them."""
    return [Given(row.by, row.fraction, row.kind == MarkKind.MODERATION) for row in rows]


def _lock(attempt: Attempt) -> None:
    db.session.execute(select(Attempt.id).where(Attempt.id == attempt.id).with_for_update())


def _settle(attempts: Sequence[Attempt]) -> list[Attempt]:
    """Sum attempts up again; tell of and return those that have a score now, or that pass where they did not."""
    earned = queries.earned_of([one.id for one in attempts])
    told = []
    for attempt in attempts:
        before = attempt.fraction is not None, attempt.is_passed
        settle(attempt, earned[attempt.id])
        if attempt.fraction is not None and before != (True, attempt.is_passed):
            told.append(attempt)
    db.session.flush()
    for attempt in told:
        publish(AttemptSubmitted(attempt_id=attempt.id, participation_id=attempt.participation_id,
                                 lesson_id=attempt.quiz.lesson_id))  # fmt: skip
    return told
