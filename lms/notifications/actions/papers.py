"""Reactions to certificates and marks: those whom they concern are told."""

from typing import Any

from lms.certificates import queries as certificates
from lms.certificates.actions.issuing import RENDER
from lms.certificates.events import (
    CertificateIssued,
    CertificateRevoked,
    CorrectionAnswered,
    NamesToConfirm,
    PapersLost,
    PassphraseNeeded,
)
from lms.certificates.models import Certificate, CorrectionRequest, IssueBatch
from lms.core import clock
from lms.core.db import db
from lms.core.jobs import Job, JobFailed
from lms.notifications import queries
from lms.notifications.actions.telling import tell
from lms.notifications.models import Notice
from lms.places import queries as places
from lms.quizzes.events import AttemptMarked
from lms.quizzes.models import Attempt
from lms.quizzes.rules import review
from lms.trainings.models import Participation, Training


def told_issued(event: CertificateIssued) -> None:
    """Tell that a certificate is there, or that it stands in the place of another."""
    paper = db.session.get_one(Certificate, event.certificate_id)
    old = paper.data.get("replaces", "")
    facts = {**_facts(paper), "old": old}
    _to_owner(paper, Notice.CERTIFICATE_REPLACED if old else Notice.CERTIFICATE_ISSUED, facts)


def told_revoked(event: CertificateRevoked) -> None:
    """Tell that a certificate holds no longer, and why."""
    paper = db.session.get_one(Certificate, event.certificate_id)
    _to_owner(paper, Notice.CERTIFICATE_REVOKED, {**_facts(paper), "reason": paper.revoke_reason})


def told_correction(event: CorrectionAnswered) -> None:
    """Tell who asked for a correction what became of it; the owner where a visitor asked."""
    row = db.session.get_one(CorrectionRequest, event.request_id)
    paper = row.certificate
    reader = queries.account_of(row.asked_by) or paper.person_id
    if reader is not None:
        facts = {**_facts(paper), "outcome": row.outcome.value, "answer": row.answer}
        tell(Notice.CORRECTION_ANSWERED, [reader], key=f"correction:{row.uid}", facts=facts, now=clock.now(),
             training=paper.training)  # fmt: skip


def told_names(event: NamesToConfirm) -> None:
    """Tell each whose name is not confirmed to look at it, with the day until which to answer."""
    training, notice = db.session.get_one(Training, event.training_id), certificates.notice_of(event.training_id)
    if notice is None:
        return
    until = clock.local(notice.due, training.zone).date()
    facts = {"training": training.title, "until": until.isoformat()}
    silent = {part.person_id: part.uid for part in db.session.scalars(certificates.unconfirmed(training.id))}
    tell(Notice.NAME_TO_CONFIRM, silent, key=f"name:{notice.uid}", facts=facts, now=clock.now(), training=training,
         about=silent)  # fmt: skip


def told_passphrase(event: PassphraseNeeded) -> None:
    """Tell who issued a batch that its papers wait for the passphrase; administrators where nobody signs in person."""
    batch, now = db.session.get_one(IssueBatch, event.batch_id), clock.now()
    maker = queries.account_of(batch.made_by)
    if maker is not None and batch.training is not None and not event.is_unattended:
        tell(Notice.PAPERS_WAIT, [maker], key=f"passphrase:{batch.uid}:{event.job_id}", now=now,
             facts={"training": batch.training.title}, training=batch.training, about=batch.uid)  # fmt: skip
        return
    today = clock.local(now, places.site().zone).date()
    tell(Notice.PAPERS_WAIT, queries.administrators(today), key=f"passphrase:office:{today.isoformat()}", now=now,
         facts={"training": "", "to": "certificates_staff.all_keys"})  # fmt: skip


def told_lost(event: PapersLost) -> None:
    """Tell who started a batch how many of its numbers are void, and that the people can be given new ones."""
    batch, job = db.session.get_one(IssueBatch, event.batch_id), db.session.get_one(Job, event.job_id)
    _to_maker(batch, job, {"void": certificates.count_void(batch.id), "left": 0})


def told_failed(event: JobFailed) -> None:
    """Tell who started a batch that its files could not be made; one that waits for a passphrase was told already."""
    job = db.session.get_one(Job, event.job_id)
    if job.name != RENDER:
        return
    batch, now = db.session.get_one(IssueBatch, job.facts["batch_id"]), clock.now()
    if not certificates.asks_passphrase(batch, now=now):
        _to_maker(batch, job, {"void": 0, "left": len(certificates.waiting_in(batch.id))})


def _to_maker(batch: IssueBatch, job: Job, facts: dict[str, Any]) -> None:
    """Tell who started a batch, once for each time that it was begun; administrators where it began by itself."""
    now, maker = clock.now(), queries.account_of(batch.made_by)
    today = clock.local(now, places.site().zone).date()
    readers = [maker] if maker is not None else queries.administrators(today)
    key = f"papers:{batch.uid}:{job.created_at.isoformat()}"
    training = batch.training
    facts |= {"training": training.title, "to": ""} if training else {"training": "", "to": "operations_staff.jobs"}
    tell(Notice.PAPERS_FAILED, readers, key=key, facts=facts, now=now, training=training,
         about=batch.uid if training else None)  # fmt: skip


def told_marked(event: AttemptMarked) -> None:
    """Tell a learner that every answer that waited for a person has its mark."""
    attempt = db.session.get_one(Attempt, event.attempt_id)
    part = db.session.get_one(Participation, attempt.participation_id)
    facts: dict[str, Any] = {"quiz": attempt.quiz.lesson.title}
    if review.is_always_visible(attempt.quiz.review, "marks"):
        facts["score"] = attempt.fraction or 0.0
    tell(Notice.ESSAY_MARKED, [part.person_id], key=f"marked:{attempt.uid}", facts=facts, now=clock.now(),
         training=part.training, about=attempt.uid)  # fmt: skip


def _facts(paper: Certificate) -> dict[str, str]:
    return {"number": paper.number, "code": paper.code, "training": str(paper.data.get("training", ""))}


def _to_owner(paper: Certificate, kind: Notice, facts: dict[str, str]) -> None:
    if paper.person_id is not None:
        tell(kind, [paper.person_id], key=f"{kind.value}:{paper.uid}", facts=facts, now=clock.now(),
             training=paper.training)  # fmt: skip
