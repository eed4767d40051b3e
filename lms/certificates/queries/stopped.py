"""Batches that stand still: their papers have numbers, and the making of their files waits for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lms.certificates import signing
from lms.certificates.models import Certificate, IssueBatch, State
from lms.certificates.queries.unattended import unattended_since
from lms.core import sealed
from lms.core.db import db
from lms.core.jobs import Job
from lms.core.jobs import State as Work
from lms.core.principals import Principal
from lms.trainings import queries as trainings
from lms.trainings.models import Training

WAITS = Certificate.state == State.NUMBERED
MOST = 20


@dataclass(frozen=True)
class Stopped:
    """A batch whose making has failed, how many files it still lacks, and of which training they are."""

    batch: IssueBatch
    left: int
    title: str


def stopped_of(principal: Principal) -> list[Stopped]:
    """Return the batches of trainings that a principal began and that stand still: the oldest MOST, oldest first."""
    return _read(_stopped().where(IssueBatch.made_by == principal.id).limit(MOST))


def stopped_in(training_id: int) -> list[Stopped]:
    """Return the batches of a training that stand still, oldest first."""
    return _read(_stopped().where(IssueBatch.training_id == training_id))


def stopped_beside(batch: IssueBatch, principal: Principal) -> Sequence[IssueBatch]:
    """Return the other batches of a principal that stand still and that this one's secret opens, oldest first.

    The key file is the office's, whoever signs; at BSrE an officer's secret opens the papers of that officer alone.
    """
    others = _stopped().where(
        IssueBatch.made_by == principal.id,
        IssueBatch.id != batch.id,
        IssueBatch.training_id.in_(trainings.trainings_run_by(principal).with_only_columns(Training.id)),
    )
    if not signing.may_be_unattended():
        others = others.where(IssueBatch.signer_id == batch.signer_id)
    return [one.batch for one in _read(others)]


def count_unattended_stopped() -> int:
    """Return how many papers wait for the passphrase of the office's key file, which an administrator types."""
    if not signing.may_be_unattended():
        return 0
    waiting = (
        select(func.count(Certificate.id))
        .join(IssueBatch, IssueBatch.id == Certificate.batch_id)
        .join(Job, Job.id == IssueBatch.job_id)
        .where(WAITS, Job.state == Work.FAILED, Certificate.data["signature"].as_string() == signing.UNATTENDED)
    )
    return db.session.scalar(waiting) or 0


def signature_of(batch_id: int) -> str:
    """Return how the papers of a batch are signed that have no file yet; "" where they are not."""
    data = db.session.scalar(
        select(Certificate.data).where(Certificate.batch_id == batch_id, WAITS).order_by(Certificate.id).limit(1)
    )
    return str(data.get("signature", "")) if data else ""


def asks_passphrase(batch: IssueBatch, *, now: datetime) -> bool:
    """Tell whether papers of a batch wait for a signature that no worker can make now."""
    kind = signature_of(batch.id)
    if not signing.is_made_here(kind) or sealed.is_held(signing.subject_of(batch.id), now=now):
        return False
    return kind != signing.UNATTENDED or unattended_since(now=now) is None


def find_batch_of(certificate: Certificate) -> IssueBatch | None:
    """Return the batch in which a certificate of a training was issued, or None."""
    found = db.session.get(IssueBatch, certificate.batch_id) if certificate.batch_id else None
    return found if found is not None and found.training_id else None


def _stopped() -> Select[Any]:
    left = select(func.count()).where(Certificate.batch_id == IssueBatch.id, WAITS).scalar_subquery()
    return (
        select(IssueBatch, left.label("left"), Training.title)
        .join(Training, Training.id == IssueBatch.training_id)
        .join(Job, Job.id == IssueBatch.job_id)
        .where(Job.state == Work.FAILED, IssueBatch.paused_at.is_(None), left > 0)
        .options(joinedload(IssueBatch.job))
        .order_by(IssueBatch.id)
    )


def _read(statement: Select[Any]) -> list[Stopped]:
    return [Stopped(*row) for row in db.session.execute(statement)]
