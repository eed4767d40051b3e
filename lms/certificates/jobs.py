"""Jobs of certificates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from lms.certificates import actions, pdf, queries, signing
from lms.certificates.models import Certificate, IssueBatch, Kind, State
from lms.core import clock, jobs, sealed
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.principals import command

TELL_EVERY = 5


def render(job: jobs.Job) -> dict[str, Any]:
    """Make the missing files of a batch, one after the other; may run twice, and a number is never taken here."""
    batch = db.session.get_one(IssueBatch, job.facts["batch_id"])
    waiting = queries.waiting_in(batch.id)
    done, total = batch.count - len(waiting), batch.count
    jobs.tell_progress(job, done, total)
    if not waiting:
        return {"issued": done}
    signatures = Signatures(batch.id)
    printer = pdf.Printer(queries.paper_of(batch.design_version_id))
    drawn: list[Drawn] = []
    for made in printer.files(_wanted(waiting, drawn)):
        one = drawn.pop(0)
        file = signatures.sign(made, one.signature)
        actions.finish(one.certificate_id, file, by_id=job.by, now=clock.now(), signed=one.credential)
        done += 1
        if done % TELL_EVERY == 0 or done == total:
            jobs.tell_progress(job, done, total)
            sealed.stay()
            if queries.is_paused(batch.id):
                break
    sealed.forget(signing.subject_of(batch.id))
    return {"issued": done}


def enter_list(job: jobs.Job) -> dict[str, Any]:
    """Enter a long list of earlier numbers that was confirmed."""

    def tell(done: int, total: int) -> None:
        jobs.tell_progress(job, done, total)

    try:
        return actions.enter_waiting(job.facts["list_id"], by_id=job.by or 0, now=clock.now(), tell=tell)
    except Refused:
        actions.take_list_back(job.facts["list_id"])
        raise


def issue_itself(job: jobs.Job) -> dict[str, Any]:
    """Number who has completed a self-paced training; a second run finds nobody."""
    batch = actions.issue_by_itself(job.facts["training_id"], by=command("self-study"), now=clock.now())
    return {"numbered": batch.count if batch else 0}


@dataclass(frozen=True)
class Drawn:
    """A paper on its way: how it will be signed, and the credential inside."""

    certificate_id: int
    signature: str
    credential: actions.Signed | None


class Signatures:
    """The signatures of a batch, made with the secret that its issuer typed."""

    def __init__(self, batch_id: int) -> None:
        self.batch_id = batch_id
        self.ready: dict[str, signing.Signature] = {}

    def sign(self, made: bytes, kind: str) -> bytes:
        """Return a file as it says that it is: unsigned, or with a signature of that kind."""
        if not kind:
            return made
        if kind not in self.ready:
            self.ready[kind] = signing.configured(kind, self._secret())
            self.ready[kind].require_ready()
        signed = self.ready[kind].sign(made)
        if not signing.carries_signature(signed):
            raise Refused(_("The file came back without a signature."))
        return signed

    def _secret(self) -> signing.Secret:
        found = sealed.opened(signing.subject_of(self.batch_id))
        if found is None:
            raise Refused(_("The passphrase is needed again: the worker that held it in its memory was restarted."))
        return signing.Secret.unpacked(found)


def _wanted(waiting: Sequence[int], drawn: list[Drawn]) -> Iterator[tuple[dict[str, Any], bytes | None]]:
    """Yield what each paper prints and carries, read when it is its turn; what becomes of it goes to `drawn`."""
    keys = None
    for certificate_id in waiting:
        certificate = db.session.get_one(Certificate, certificate_id, populate_existing=True)
        if certificate.state == State.NUMBERED:
            keys = actions.signing(now=clock.now(), held=keys)
            credential = _credential(certificate, keys)
            drawn.append(Drawn(certificate_id, certificate.data.get("signature", ""), credential))
            yield certificate.data, credential.document.encode() if credential else None
        db.session.expunge(certificate)


def _credential(certificate: Certificate, keys: actions.Signing) -> actions.Signed | None:
    """Return what is attached to the paper; statements and transcripts are no credentials."""
    if certificate.kind != Kind.CERTIFICATE:
        return None
    return actions.credential_of(certificate, keys, now=clock.now())
