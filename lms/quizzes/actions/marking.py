"""Marking what a person must decide."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.actions.regrading import settle_again
from lms.quizzes.events import AttemptMarked
from lms.quizzes.models import Attempt, ItemMark, MarkKind
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
    _settle(item.attempt)
    trail.record("answer.marked", by=by.id, subject="attempt", subject_uid=item.attempt.uid, position=item.position,
                 per_cent=round(worth * 100, 2))  # fmt: skip
    return made


@transaction()
def mark_all(item_uids: Sequence[UUID], *, fraction: float, by: Principal, now: datetime, comment: str = "") -> int:
    """Give several answers the same mark; return how many."""
    for uid in item_uids:
        mark(uid, fraction=fraction, by=by, now=now, comment=comment)
    return len(item_uids)


def given(rows: Sequence[ItemMark]) -> list[Given]:
    """Return marks as the rule reads them."""
    return [Given(row.by, row.fraction, row.kind == MarkKind.MODERATION) for row in rows]


def _settle(attempt: Attempt) -> None:
    """Sum an attempt up again, and tell when it has a score now; who is told reads it from the refreshed row."""
    has_score = settle_again([attempt.id])
    db.session.refresh(attempt, ["fraction", "is_passed"])
    if has_score:
        publish(AttemptMarked(attempt_id=attempt.id))


def _lock(attempt: Attempt) -> None:
    db.session.execute(select(Attempt.id).where(Attempt.id == attempt.id).with_for_update())
