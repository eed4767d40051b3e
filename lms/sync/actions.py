"""Facts are taken one by one; what is refused waits for a human."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from lms.core import receipts, trail
from lms.core.db import db, transaction
from lms.core.errors import Conflict, Missing, Refused, Unreadable
from lms.core.principals import Principal
from lms.sync import queries, rules
from lms.sync.models import Outcome, QuarantinedFact
from lms.sync.rules import Fact


def receive(entry: Any, *, by: Principal, now: datetime, foreign: bool = False) -> dict[str, Any]:
    """Take one fact in a short transaction of its own and return its answer; nothing that is wrong with it is raised.

    Outcomes: done, unknown (a code that nobody knows was kept), quarantined, conflict (the same uuid was sent with
    other content), unreadable. A `foreign` fact was made on this device by somebody else: it goes to a human at once.
    """
    try:
        fact = rules.read_fact(entry)
        kind = queries.get_kind(fact.kind)
        rules.require_size(fact, kind)
        if foreign:
            return _once(fact, lambda: _keep(fact, kind, _("Made on this device by somebody else"), by=by, now=now), by)
        try:
            return _take(fact, kind, by=by, now=now)
        except IntegrityError:  # the same fact came twice at once; the other one has its answer by now
            return _take(fact, kind, by=by, now=now)
    except Unreadable:
        return {"outcome": "unreadable"}
    except Conflict:
        return {"outcome": "conflict"}
    except Refused as refusal:
        return {"outcome": "refused", "why": str(refusal.message)}


def _take(fact: Fact, kind: rules.SyncKind, *, by: Principal, now: datetime) -> dict[str, Any]:
    try:
        return _once(fact, lambda: kind.take(fact.uid, fact.data, by=by, now=now), by)
    except (Unreadable, Conflict):
        raise
    except Refused as refusal:
        why = _("Not within the reach of who sent it") if isinstance(refusal, Missing) else str(refusal.message)
        return _once(fact, lambda: _keep(fact, kind, why, by=by, now=now), by)


def _once(fact: Fact, act: Any, by: Principal) -> dict[str, Any]:
    return receipts.once(fact.uid, {"kind": fact.kind, "data": fact.data}, act, by=by.id)


def _keep(fact: Fact, kind: rules.SyncKind, why: str, *, by: Principal, now: datetime) -> dict[str, Any]:
    training_id = kind.training_of(fact.data)
    if training_id is None:
        raise Unreadable("It belongs to no training.")
    if queries.count_waiting_of(by.id) >= rules.MOST_WAITING:
        raise Refused(_("Too much waits for a human already. It stays on the device."))
    kept = QuarantinedFact(
        training_id=training_id, principal_id=by.id, fact_uid=fact.uid, kind=fact.kind, data=dict(fact.data),
        why=why, at=now,
    )  # fmt: skip
    db.session.add(kept)
    return {"outcome": "quarantined", "why": why}


@transaction()
def accept(training_uid: UUID, uids: Sequence[UUID], *, by: Principal, now: datetime) -> int:
    """Let facts in after all, as the marks of who made them; how many. The first that cannot be taken stops all."""
    training = queries.get_run_training(by, training_uid)
    facts = queries.waiting_among(training.id, uids)
    for fact in facts:
        queries.get_kind(fact.kind).take(fact.fact_uid, fact.data, by=by, now=now, made_by=fact.principal_id)
        _settle(fact, Outcome.ACCEPTED, "", by=by, now=now)
    trail.record("quarantine.accepted", by=by.id, subject="training", subject_uid=training.uid, facts=len(facts))
    return len(facts)


@transaction()
def discard(training_uid: UUID, uids: Sequence[UUID], *, reason: str, by: Principal, now: datetime) -> int:
    """Discard facts with a reason; how many. They stay in the table as they came."""
    if not reason:
        raise Refused(_("Say why, in a few words."), fields={"reason": _("Say why, in a few words.")})
    training = queries.get_run_training(by, training_uid)
    facts = queries.waiting_among(training.id, uids)
    for fact in facts:
        _settle(fact, Outcome.DISCARDED, reason, by=by, now=now)
    trail.record("quarantine.discarded", by=by.id, subject="training", subject_uid=training.uid, facts=len(facts))
    return len(facts)


def _settle(fact: QuarantinedFact, outcome: Outcome, reason: str, *, by: Principal, now: datetime) -> None:
    fact.outcome, fact.settle_reason, fact.settled_by, fact.settled_at = outcome, reason, by.id, now
