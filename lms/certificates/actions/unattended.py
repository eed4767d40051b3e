"""Signing while nobody is present: self-study, transcripts and replacements, with the office's own key file.

An administrator types its passphrase once; it is sealed to the workers that run then, and a restart forgets it.
Papers that are numbered while no worker holds it are unsigned, and say nothing of a signature.
"""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from lms.certificates import permissions, queries, signing
from lms.certificates.actions.issuing import RENDER
from lms.certificates.models import IssueBatch
from lms.core import jobs, sealed, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal


@transaction()
def hold_passphrase(secret: signing.Secret, *, by: Principal, now: datetime) -> int:
    """Let the workers sign what nobody signs in person, until they are restarted; how many hold the passphrase.

    What was numbered to be signed like that and still waits is made now.
    """
    _require_keeper(by)
    if not signing.may_be_unattended():
        raise Refused(_("Only the key file of the office signs while nobody is present."))
    held = sealed.seal(signing.STANDING, secret.packed(), now=now)
    trail.record("certificates.unattended", by=by.id, subject="register", workers=held)
    for batch_id in queries.unattended_waiting():
        _go_on(batch_id, by)
    return held


@transaction()
def forget_passphrase(*, by: Principal) -> None:
    """Let nothing be signed any more while nobody is present."""
    _require_keeper(by)
    sealed.forget(signing.STANDING)
    trail.record("certificates.unattended_ended", by=by.id, subject="register")


def _go_on(batch_id: int, by: Principal) -> None:
    batch = db.session.scalars(select(IssueBatch).where(IssueBatch.id == batch_id)).one()
    if batch.job is None or batch.job.state not in {jobs.State.WAITING, jobs.State.RUNNING}:
        batch.job_id = jobs.enqueue(RENDER, by=by.id, batch_id=batch.id).id
        db.session.flush()


def _require_keeper(by: Principal) -> None:
    if not permissions.may_keep_keys(by):
        raise Missing
