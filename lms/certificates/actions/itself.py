"""Certificates that issue themselves: a module's setting, the request on completion, and the issuing in a job."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.catalogue import queries as catalogue
from lms.certificates import permissions, queries
from lms.certificates.actions import issuing
from lms.certificates.actions.designs import keep_version
from lms.certificates.models import IssueBatch, ModuleCertificate
from lms.certificates.rules.itself import hindrance
from lms.core import clock, jobs, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.progress.events import EligibilityDecided
from lms.trainings.models import Training
from lms.web import fonts

JOB = "certificates.issue_itself"


@transaction()
def set_module_certificate(
    module_uid: UUID, *, series_uid: UUID, signer_uid: UUID, design_uid: UUID, place: str = "",
    needs_tests: bool = False, by: Principal, now: datetime,
) -> ModuleCertificate:  # fmt: skip
    """Let a module issue certificates by itself to who completes it alone; who waits for one gets it now."""
    module = _module(module_uid, by)
    series = issuing.one_of(queries.offered_series(by), series_uid, "series", _("Choose an open series."))
    today = clock.local(now, series.zone).date()
    signers = queries.offered_signers(by, today=today)
    signer = issuing.one_of(signers, signer_uid, "signer", _("Choose somebody who may sign today."))
    design = issuing.one_of(queries.offered_designs(by), design_uid, "design", _("Choose a design."))
    row = queries.find_module_certificate(module) or ModuleCertificate(module_id=module)
    row.series_id, row.signer_id, row.design_id = series.id, signer.id, design.id
    row.place, row.needs_tests, row.set_by, row.set_at, row.ended_at = place, needs_tests, by.id, now, None
    db.session.add(row)
    db.session.flush()
    trail.record("certificates.module_set", by=by.id, subject="module", subject_uid=module_uid, series=series.name)
    for training in queries.self_paced_with(module):
        ask_for_papers_of(training.id)
    return row


@transaction()
def end_module_certificate(module_uid: UUID, *, by: Principal, now: datetime) -> ModuleCertificate:
    """Let a module issue no more certificates by itself; those that were issued stay."""
    row = queries.find_module_certificate(_module(module_uid, by))
    if row is None:
        raise Missing
    if row.ended_at is None:
        row.ended_at = now
        trail.record("certificates.module_ended", by=by.id, subject="module", subject_uid=module_uid)
    return row


def ask_for_papers(event: EligibilityDecided) -> None:
    """Ask the worker for the certificates of a self-paced training that somebody has completed."""
    ask_for_papers_of(event.training_id)


def ask_for_papers_of(training_id: int) -> None:
    """Ask the worker for the certificates of a training, where it issues by itself."""
    if queries.setting_of(training_id) is not None:
        jobs.enqueue(JOB, by=None, training_id=training_id)


@transaction()
def issue_by_itself(training_id: int, *, by: Principal, now: datetime) -> IssueBatch | None:
    """Number those who have completed a self-paced training and confirmed their names; None when nobody waits.

    Nobody is there to type a passphrase: it is signed while the workers hold that of the office's key, else not at all,
    and it says just that.
    """
    held = select(Training).where(Training.id == training_id).with_for_update(key_share=True)
    training, setting = db.session.scalars(held).one(), queries.setting_of(training_id)
    if setting is None:
        return None
    ready = queries.in_paper_order(queries.ready_by_itself(training_id, setting))
    rows = [row for row in ready if not any(map(fonts.lacking, issuing.own_texts(row).values()))]
    if ready and not rows:
        issuing.require_printable(issuing.own_texts(ready[0]))
    if not rows:
        return None
    series, signer = setting.series, setting.signer
    problem = hindrance(series_is_closed=series.closed_at is not None, signs_from=signer.valid_from,
                        signs_until=signer.valid_until, today=clock.local(now, series.zone).date())  # fmt: skip
    if problem:
        raise Refused(problem)
    version = keep_version(setting.design_id, by=by, now=now)
    return issuing.number(training, series, signer, version, rows, place=setting.place, by=by, now=now,
                          signature=queries.unattended_signature(now=now))  # fmt: skip


def _module(uid: UUID, by: Principal) -> int:
    if not permissions.may_keep(by):
        raise Missing
    return catalogue.get_module_within(by, uid).id
