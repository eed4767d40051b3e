"""Jobs of certificates."""

from collections.abc import Iterator, Sequence
from typing import Any

from lms.certificates import actions, pdf, queries
from lms.certificates.models import Certificate, IssueBatch, Kind, State
from lms.core import clock, jobs
from lms.core.db import db

TELL_EVERY = 5


def render(job: jobs.Job) -> dict[str, Any]:
    """Make the missing files of a batch, one after the other; may run twice, and a number is never taken here."""
    batch = db.session.get_one(IssueBatch, job.facts["batch_id"])
    waiting = queries.waiting_in(batch.id)
    done, total = batch.count - len(waiting), batch.count
    jobs.tell_progress(job, done, total)
    if not waiting:
        return {"issued": done}
    printer = pdf.Printer(queries.paper_of(batch.design_version_id))
    drawn: list[tuple[int, actions.Signed | None]] = []
    for made in printer.files(_wanted(waiting, drawn)):
        certificate_id, signed = drawn.pop(0)
        actions.finish(certificate_id, made, by_id=job.by, now=clock.now(), signed=signed)
        done += 1
        if done % TELL_EVERY == 0 or done == total:
            jobs.tell_progress(job, done, total)
    return {"issued": done}


def _wanted(
    waiting: Sequence[int], drawn: list[tuple[int, actions.Signed | None]]
) -> Iterator[tuple[dict[str, Any], bytes | None]]:
    """Yield what each paper prints and carries, read when it is its turn; its id and credential go to `drawn`."""
    signing = actions.signing(now=clock.now())
    for certificate_id in waiting:
        certificate = db.session.get_one(Certificate, certificate_id, populate_existing=True)
        if certificate.state == State.NUMBERED:
            signed = _credential(certificate, signing)
            drawn.append((certificate_id, signed))
            yield certificate.data, signed.document.encode() if signed else None
        db.session.expunge(certificate)


def _credential(certificate: Certificate, signing: actions.Signing) -> actions.Signed | None:
    """Return what is attached to the paper; statements and transcripts are no credentials."""
    if certificate.kind != Kind.CERTIFICATE:
        return None
    return actions.credential_of(certificate, signing, now=clock.now())
