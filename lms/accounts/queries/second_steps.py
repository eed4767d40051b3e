"""Reads of the second step of a sign-in: a person's app, what is left of its recovery codes, what is awaited."""

from datetime import datetime

from sqlalchemy import func, select

from lms.accounts.models import CodeApp, PendingSignIn, RecoveryCode
from lms.core import ids
from lms.core.db import db


def find_code_app(person_id: int) -> CodeApp | None:
    """Return the app that gives a person's codes, confirmed or only begun, or None."""
    return db.session.scalar(select(CodeApp).where(CodeApp.person_id == person_id))


def has_second_step(person_id: int) -> bool:
    """Tell whether a person's sign-in asks for a code after the password."""
    confirmed = select(CodeApp.id).where(CodeApp.person_id == person_id, CodeApp.confirmed_at.is_not(None))
    return db.session.scalar(confirmed) is not None


def codes_left(app_id: int) -> int:
    """Count the recovery codes that were not used yet."""
    unused = select(func.count()).select_from(RecoveryCode)
    return db.session.scalar(unused.where(RecoveryCode.app_id == app_id, RecoveryCode.used_at.is_(None))) or 0


def find_pending(token: str, *, now: datetime) -> PendingSignIn | None:
    """Return the sign-in that a device's token waits for the second step of, or None when it is over."""
    return db.session.scalar(
        select(PendingSignIn)
        .where(PendingSignIn.digest == ids.digest(token), PendingSignIn.used_at.is_(None))
        .where(PendingSignIn.expires_at > now)
    )
