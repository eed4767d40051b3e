"""Who has earned the lesson hours of a training: decided anew, or granted by a person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import insert, update

from lms.core import clock, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.progress import queries, rules
from lms.progress.actions.ledger import post
from lms.progress.events import EligibilityDecided, LessonsCompleted
from lms.progress.models import Decision
from lms.trainings import queries as trainings
from lms.trainings.events import TrainingClosed
from lms.trainings.models import Training


@transaction()
def decide(training_id: int, *, now: datetime, only: Iterable[int] | None = None) -> int:
    """Decide who has earned the lesson hours of a training, and make the ledger say so; the number of the eligible.

    A decision that comes out as before is not written again. What a person granted stands.
    """
    training = db.session.get_one(Training, training_id)
    before = queries.current_decisions(training_id)
    wanted = set(only) if only is not None else None
    fresh = []
    for participation_id, inputs in queries.inputs_of(training, now=now).items():
        if wanted is not None and participation_id not in wanted:
            continue
        reasons = rules.decide(inputs)
        if training.is_self_paced and reasons and participation_id not in before:
            continue
        kept = before.get(participation_id)
        if kept is None or not (kept.granted_by or (kept.reasons == list(reasons) and kept.inputs == inputs.kept())):
            fresh.append(_decision_row(training, participation_id, inputs, reasons, now=now))
    _replace(fresh)
    current = queries.current_decisions(training_id)
    post(training, earned={key: row for key, row in current.items() if row.is_eligible}, now=now)
    if fresh:
        publish(
            EligibilityDecided(
                training_id=training_id, participation_ids=tuple(row["participation_id"] for row in fresh)
            )
        )
    return sum(row.is_eligible for row in current.values())


def decide_closed(event: TrainingClosed) -> None:
    """Decide for everyone in a training that was closed, and post their lesson hours."""
    decide(event.training_id, now=clock.now())


def decide_evaluated() -> int:
    """Decide again for those who have filled in their evaluations since, once these are over; how many trainings."""
    now = clock.now()
    refused = queries.refused_for_evaluations(now=now)
    for training_id, ids in refused.items():
        decide(training_id, now=now, only=ids)
    return len(refused)


def decide_self_paced(event: LessonsCompleted) -> None:
    """Decide for people in self-paced trainings as soon as they have completed their lessons."""
    for training_id, participation_id in queries.self_paced(event.participation_ids):
        decide(training_id, now=clock.now(), only=[participation_id])


@transaction()
def grant(participation_uid: UUID, *, by: Principal, reason: str, now: datetime) -> None:
    """Grant lesson hours as an exception, with the reason and the name of who granted them."""
    participation = trainings.get_participation_within(by, participation_uid)
    if not trainings.may_run(by, participation.training_id):
        raise Missing
    if not reason:
        raise Refused(_("An exception needs a reason."), fields={"reason": _("An exception needs a reason.")})
    inputs = queries.inputs_of(participation.training, now=now)[participation.id]
    row = _decision_row(participation.training, participation.id, inputs, (), now=now)
    _replace([row | {"is_eligible": True, "granted_by": by.id, "grant_reason": reason}])
    trail.record("progress.granted", by=by.id, subject="participation", subject_uid=participation.uid)
    current = queries.current_decisions(participation.training_id)
    post(participation.training, earned={k: d for k, d in current.items() if d.is_eligible}, now=now)
    publish(EligibilityDecided(training_id=participation.training_id, participation_ids=(participation.id,)))


def _decision_row(
    training: Training, participation_id: int, inputs: rules.Inputs, reasons: tuple[str, ...], *, now: datetime
) -> dict[str, Any]:
    return {
        "training_id": training.id,
        "participation_id": participation_id,
        "is_eligible": not reasons,
        "reasons": list(reasons),
        "inputs": inputs.kept(),
        "rule_version": rules.RULE_VERSION,
        "at": now,
        "is_current": True,
    }


def _replace(rows: list[dict[str, Any]]) -> None:
    """Append decisions; those that they replace stay, no longer current."""
    if not rows:
        return
    ids = [row["participation_id"] for row in rows]
    db.session.execute(
        update(Decision)
        .where(Decision.participation_id.in_(ids), Decision.is_current)
        .values(is_current=False)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(insert(Decision), rows)
    db.session.expire_all()
