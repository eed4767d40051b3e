"""Reads of signing while nobody is present."""

from datetime import datetime

from sqlalchemy import select

from lms.certificates import signing
from lms.certificates.models import Certificate, State
from lms.core import sealed
from lms.core.db import db


def unattended_since(*, now: datetime) -> datetime | None:
    """Return since when all workers sign what nobody signs in person, or None while one of them cannot."""
    return sealed.held_since(signing.STANDING, now=now) if signing.may_be_unattended() else None


def unattended_signature(*, now: datetime) -> str:
    """Return how a paper is signed that nobody signs in person: with the office's key, or not at all."""
    return signing.UNATTENDED if unattended_since(now=now) else ""


def unattended_waiting() -> list[int]:
    """Return the batches with papers that wait to be signed like that, oldest first."""
    waiting = select(Certificate.batch_id).where(
        Certificate.state == State.NUMBERED, Certificate.data["signature"].as_string() == signing.UNATTENDED
    )
    return [key for key in db.session.scalars(waiting.distinct().order_by(Certificate.batch_id)) if key is not None]
