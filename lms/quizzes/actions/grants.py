"""One attempt more, and an attempt that is put aside."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.names import clean
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.actions.closing import finish
from lms.quizzes.models import Attempt, AttemptGrant, AttemptState


@transaction()
def allow_attempt(attempt_uid: UUID, *, reason: str, by: Principal, now: datetime) -> AttemptGrant:
    """Allow the person of an attempt one more at the same quiz."""
    attempt, reason = queries.get_run_attempt(by, attempt_uid), clean(reason)[:300]
    grant = _add(attempt, None, reason=reason, by=by, now=now)
    trail.record("attempt.allowed", by=by.id, subject="attempt", subject_uid=attempt.uid, reason=reason)
    return grant


@transaction()
def put_aside(attempt_uid: UUID, *, reason: str, by: Principal, now: datetime) -> Attempt:
    """Put a finished attempt aside: its answers stay, its score counts no more, and the person may begin another."""
    return set_aside(queries.get_run_attempt(by, attempt_uid), reason=clean(reason)[:300], by=by, now=now)


@transaction()
def end_attempt(attempt_uid: UUID, *, reason: str, by: Principal, now: datetime) -> Attempt:
    """Hand in an open attempt for its person, with what was saved; one that has ended stays as it is."""
    attempt, reason = queries.get_run_attempt(by, attempt_uid), clean(reason)[:300]
    db.session.execute(select(Attempt.id).where(Attempt.id == attempt.id).with_for_update())
    db.session.refresh(attempt)
    if attempt.state != AttemptState.OPEN:
        return attempt
    if not reason:
        raise Refused(_("Please say why."), fields={"reason": _("Please say why.")})
    finish(attempt, AttemptState.SUBMITTED, at=now)
    trail.record("attempt.ended", by=by.id, subject="attempt", subject_uid=attempt.uid, reason=reason)
    return attempt


def set_aside(attempt: Attempt, *, reason: str, by: Principal, now: datetime) -> Attempt:
    """Do the same to an attempt that was found within somebody's reach. Inside a transaction."""
    db.session.execute(select(Attempt.id).where(Attempt.id == attempt.id).with_for_update())
    if attempt.state == AttemptState.ABANDONED:
        return attempt
    if attempt.state == AttemptState.OPEN:
        raise Refused(_("This attempt is still open. It can be put aside when it was handed in."))
    before = attempt.fraction
    attempt.state, attempt.fraction, attempt.is_passed = AttemptState.ABANDONED, None, None
    _add(attempt, attempt.id, reason=reason, by=by, now=now)
    trail.record("attempt.put_aside", by=by.id, subject="attempt", subject_uid=attempt.uid, reason=reason,
                 per_cent=None if before is None else round(before * 100, 2))  # fmt: skip
    return attempt


def _add(attempt: Attempt, aside_id: int | None, *, reason: str, by: Principal, now: datetime) -> AttemptGrant:
    if not reason:
        raise Refused(_("Please say why."), fields={"reason": _("Please say why.")})
    grant = AttemptGrant(quiz_id=attempt.quiz_id, participation_id=attempt.participation_id, attempt_id=aside_id,
                         reason=reason, by=by.id, at=now)  # fmt: skip
    db.session.add(grant)
    db.session.flush()
    return grant
