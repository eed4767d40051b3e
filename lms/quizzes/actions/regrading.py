"""Grading answers again by a repaired question, and summing their attempts up again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, insert, update

from lms.core import trail
from lms.core.db import db, table_of, transaction
from lms.core.errors import Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.quizzes import queries, rules
from lms.quizzes.events import AttemptSubmitted
from lms.quizzes.models import Attempt, AttemptItem, ItemRegrade
from lms.quizzes.queries import Change


@transaction()
def regrade(entry_uid: UUID, *, by: Principal, now: datetime) -> int:
    """Grade the answers to older versions of a question by its newest one; return how many marks moved."""
    entry = queries.get_entry_within(by, entry_uid)
    found = queries.find_regrade(by, entry, locked=True)
    if found is None:
        raise Refused(_("This question has no ready version that could grade its answers again."))
    if found.answers:
        _write(found.answers, found.version.id, by=by, now=now)
        settle_again(list(dict.fromkeys(one.attempt_id for one in found.changes)))
    trail.record("question.regraded", by=by.id, subject="bank_entry", subject_uid=entry.uid,
                 answers=len(found.answers), changed=len(found.changes))  # fmt: skip
    return len(found.changes)


def settle_again(attempt_ids: Sequence[int]) -> bool:
    """Sum attempts up again, and tell of those that have a score now, or pass where they did not; True if any.

    Inside a transaction; attempts that were loaded in it must be refreshed.
    """
    rows = list(queries.sums_of(attempt_ids))
    facts = [_settled(row) for row in rows]
    if facts:
        db.session.execute(_SETTLE, facts)
    told = [row for row, fact in zip(rows, facts, strict=True) if _is_news(row, fact)]
    for row in told:
        publish(AttemptSubmitted(attempt_id=row.id, participation_id=row.participation_id, lesson_id=row.lesson_id))
    return bool(told)


def _write(answers: Sequence[Change], version_id: int, *, by: Principal, now: datetime) -> None:
    db.session.execute(insert(table_of(ItemRegrade)), [
        {"item_id": one.item_id, "from_version_id": one.version_id, "to_version_id": version_id, "before": one.before,
         "after": one.after, "by": by.id, "at": now}
        for one in answers
    ])  # fmt: skip
    db.session.execute(_GRADE, [
        {"item_id": one.item_id, "version_id": version_id, "fraction": one.after} for one in answers
    ])  # fmt: skip


def _settled(row: Any) -> dict[str, Any]:
    """Return what an attempt is worth from the sums of its answers; nothing while one waits for a person."""
    fraction = None if row.waiting else rules.share(row.points, row.earned)
    return {"attempt_id": row.id, "fraction": fraction, "is_passed": rules.passes(fraction, row.pass_mark)}


def _is_news(row: Any, fact: dict[str, Any]) -> bool:
    return fact["fraction"] is not None and (row.fraction is None or row.is_passed != fact["is_passed"])


_GRADE = update(table_of(AttemptItem)).where(table_of(AttemptItem).c.id == bindparam("item_id"))
_SETTLE = update(table_of(Attempt)).where(table_of(Attempt).c.id == bindparam("attempt_id"))
