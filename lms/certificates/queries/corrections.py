"""Reads of requests to correct a certificate."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lms.certificates.models import Certificate, CorrectionRequest, Outcome
from lms.certificates.queries.certificates import within
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.trainings import queries as trainings
from lms.trainings.models import Training


def requests_within(principal: Principal, *, outcome: str = "open") -> Select[CorrectionRequest]:
    """Return the select of requests in reach with their certificates; those that wait longest come first."""
    statement = (
        select(CorrectionRequest)
        .join(Certificate, Certificate.id == CorrectionRequest.certificate_id)
        .where(within(principal))
        .options(
            joinedload(CorrectionRequest.certificate).joinedload(Certificate.training),
            joinedload(CorrectionRequest.certificate).joinedload(Certificate.series),
            joinedload(CorrectionRequest.certificate).joinedload(Certificate.successor),
        )
        .order_by(CorrectionRequest.asked_at, CorrectionRequest.id)
    )
    return statement.where(CorrectionRequest.outcome == outcome) if outcome in list(Outcome) else statement


def count_open(principal: Principal) -> int:
    """Return how many requests wait within reach."""
    inner = requests_within(principal).options().order_by(None).with_only_columns(CorrectionRequest.id).subquery()
    return db.session.scalar(select(func.count()).select_from(inner)) or 0


def get_request_within(principal: Principal, uid: UUID) -> CorrectionRequest:
    """Return a request in reach; Missing when there is none."""
    found = db.session.scalar(requests_within(principal, outcome="").where(CorrectionRequest.uid == uid))
    if found is None:
        raise Missing
    return found


def find_open_request(certificate_id: int) -> CorrectionRequest | None:
    """Return the request that waits for a certificate, or None."""
    return db.session.scalar(
        select(CorrectionRequest).where(
            CorrectionRequest.certificate_id == certificate_id, CorrectionRequest.outcome == Outcome.OPEN
        )
    )


def trainings_run(principal: Principal, training_ids: Sequence[int | None]) -> set[int]:
    """Return which of these trainings somebody runs."""
    run = trainings.trainings_run_by(principal).with_only_columns(Training.id).order_by(None)
    return set(db.session.scalars(run.where(Training.id.in_([key for key in training_ids if key]))))


def days_waiting(asked_at: datetime, *, now: datetime) -> int:
    """Return how many whole days a request has waited."""
    return max(0, (now - asked_at).days)
