"""Checking an answer during an attempt, where a quiz allows it."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import update

from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.quizzes import queries, rules
from lms.quizzes.models import Attempt, AttemptItem, AttemptState, ItemCheck, Method
from lms.quizzes.queries import Item
from lms.quizzes.rules import behaviours


@transaction()
def check(attempt_uid: UUID, item_uid: UUID, *, by: Principal, now: datetime) -> ItemCheck | None:
    """Check what counts for an item now; the same answer again, or a settled item, adds nothing."""
    attempt = queries.get_own_attempt(by, attempt_uid, locked=True)
    item = next((one for one in queries.items_of(attempt.id) if one.uid == item_uid), None)
    if (
        item is None
        or attempt.method == Method.OFFLINE
        or not behaviours.may_check(attempt.quiz.behaviour, item.version)
    ):
        raise Missing
    _require_open(attempt, item, now)
    tries = queries.checks_of(attempt.id).get(item.id, [])
    if behaviours.is_settled(attempt.quiz.behaviour, item.version, tries) or (tries and tries[-1] == item.response):
        return None
    made = ItemCheck(item_id=item.id, number=len(tries) + 1, response=item.response, principal_id=by.id, at=now)
    db.session.add(made)
    db.session.execute(update(AttemptItem).where(AttemptItem.id == item.id).values(checks=len(tries) + 1))
    db.session.flush()
    return made


def _require_open(attempt: Attempt, item: Item, now: datetime) -> None:
    is_over = rules.is_late(now, deadline_at=attempt.deadline_at, grace_seconds=attempt.grace_seconds)
    if attempt.state != AttemptState.OPEN or is_over:
        raise Refused(_("The time is over."))
    if item.response is None:
        raise Refused(_("Please answer the question first."))
