"""Issuing, phase two, and what happens to certificates afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.certificates import queries, signing
from lms.certificates.actions import issuing, numbering
from lms.certificates.actions.credentials import Signed
from lms.certificates.actions.journal import note_later
from lms.certificates.events import (
    CertificateIssued,
    CertificateReplaced,
    CertificateRevoked,
    PapersLost,
    PassphraseNeeded,
)
from lms.certificates.models import Certificate, CertificateEvent, Credential, Fact, IssueBatch, State
from lms.certificates.rules.names import require_printable, require_same_name
from lms.core import files, sealed, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.trainings import queries as trainings
from lms.web import fonts


@transaction()
def finish(certificate_id: int, pdf: bytes, *, by_id: int | None, now: datetime, signed: Signed | None = None) -> bool:
    """Keep a certificate's file, its hash and its credential; False when it was finished or voided meanwhile."""
    held = select(Certificate).where(Certificate.id == certificate_id).with_for_update(key_share=True)
    certificate = db.session.scalars(held.execution_options(populate_existing=True)).one()
    if certificate.state != State.NUMBERED:
        return False
    file = files.store(pdf, name=f"{certificate.number.replace('/', '-')}.pdf", media_type="application/pdf")
    db.session.flush()
    certificate.file_id, certificate.sha256 = file.id, file.sha256
    certificate.state, certificate.issued_at = State.ISSUED, now
    if signed is not None:
        db.session.add(Credential(certificate_id=certificate.id, key_id=signed.key_id, document=signed.document,
                                  jwt=signed.jwt, made_at=now))  # fmt: skip
    note(certificate, Fact.ISSUED, by_id=by_id, now=now, sha256=file.sha256)
    publish(CertificateIssued(certificate_id=certificate.id))
    return True


@transaction()
def ask_passphrase(batch_id: int, *, job_id: int) -> None:
    """Tell who can type it that papers wait for a passphrase; once for each try."""
    kind = queries.signature_of(batch_id)
    sealed.forget(signing.subject_of(batch_id))  # a worker that was killed has left its box
    publish(PassphraseNeeded(batch_id=batch_id, job_id=job_id, is_unattended=kind == signing.UNATTENDED))


@transaction()
def tell_lost(batch_id: int, *, job_id: int) -> None:
    """Tell who started a batch that numbers of it are void, when its making has ended."""
    publish(PapersLost(batch_id=batch_id, job_id=job_id))


@transaction()
def revoke(certificate_uid: UUID, *, reason: str, by: Principal, now: datetime) -> Certificate:
    """Take a certificate's worth away, with the reason that everybody who verifies it reads."""
    certificate = _hold(certificate_uid, by)
    if certificate.revoked_at is not None:
        return certificate
    _require_reason(reason)
    if certificate.state != State.ISSUED:
        raise Refused(_("This certificate has no file yet; its number can be made void instead."))
    certificate.revoked_at, certificate.revoke_reason, certificate.is_standing = now, reason, False
    note(certificate, Fact.REVOKED, by_id=by.id, now=now, reason=reason)
    trail.record("certificates.revoke", by=by.id, subject="certificate", subject_uid=certificate.uid)
    publish(CertificateRevoked(certificate_id=certificate.id))
    return certificate


@transaction()
def void(certificate_uid: UUID, *, reason: str, by: Principal, now: datetime) -> Certificate:
    """Make a number void whose certificate has no file; the number is kept and never given again."""
    certificate = _hold(certificate_uid, by)
    if certificate.state == State.VOID:
        return certificate
    _require_reason(reason)
    if certificate.state != State.NUMBERED:
        raise Refused(_("This certificate has been issued; it can only be revoked or replaced."))
    _make_void(certificate, reason, by_id=by.id, now=now)
    return certificate


@transaction()
def give_up(certificate_id: int, *, reason: str, by_id: int | None, now: datetime) -> bool:
    """Make a number void whose file cannot be made; False when it was finished or voided meanwhile."""
    held = select(Certificate).where(Certificate.id == certificate_id).with_for_update(key_share=True)
    certificate = db.session.scalars(held.execution_options(populate_existing=True)).one()
    if certificate.state != State.NUMBERED:
        return False
    _make_void(certificate, reason, by_id=by_id, now=now)
    return True


def _make_void(certificate: Certificate, reason: str, *, by_id: int | None, now: datetime) -> None:
    certificate.state, certificate.is_standing, certificate.revoke_reason = State.VOID, False, reason
    note(certificate, Fact.VOIDED, by_id=by_id, now=now, reason=reason)
    trail.record("certificates.void", by=by_id, subject="certificate", subject_uid=certificate.uid)


@transaction()
def replace(
    certificate_uid: UUID, *, name: str, reason: str, by: Principal, now: datetime,
    changes: Mapping[str, str] | None = None,
) -> Certificate:  # fmt: skip
    """Issue a successor with a corrected name (or position, or office) and a new number; dates and hours stay."""
    old = _hold(certificate_uid, by)
    if old.successor is not None:
        return old.successor
    _require_reason(reason)
    training_uid, before = _issued_in(old)
    spelled = require_same_name(old.name, name)
    require_printable(fonts.lacking(spelled))
    issuing.require_printable(changes or {})
    series, training = old.series, trainings.get_training_within(by, training_uid)
    on, serial = numbering.take(series.id, 1, now=now)
    batch = IssueBatch(training_id=training.id, series_id=series.id, signer_id=before.signer_id, count=1, made_by=by.id,
                       design_version_id=before.design_version_id, made_at=now)  # fmt: skip
    db.session.add(batch)
    old.is_standing = False
    db.session.flush()
    changed = {**(changes or {}), "name": spelled, "replaces": old.number, "on_day": on.isoformat(),
               "signature": queries.unattended_signature(now=now) or signing.mode(),
               "made_at": now.strftime("%Y-%m-%dT%H:%M:%SZ")}  # fmt: skip
    made = issuing.certificate_row(batch, series, on=on, serial=serial, now=now, row_facts=_same(old, changed))
    (new_id,) = issuing.keep(training, batch, [made], by=by, now=now)
    old.replaced_by_id = new_id
    note(old, Fact.REPLACED, by_id=by.id, now=now, reason=reason, successor=made["number"])
    trail.record("certificates.replace", by=by.id, subject="certificate", subject_uid=old.uid, successor=made["number"])
    publish(CertificateReplaced(certificate_id=old.id, successor_id=new_id))
    return db.session.get_one(Certificate, new_id)


def _issued_in(old: Certificate) -> tuple[UUID, IssueBatch]:
    """Return the training and the batch of a certificate that can be replaced."""
    if old.state != State.ISSUED or not old.is_standing or old.training is None or old.batch_id is None:
        raise Refused(_("Only a certificate that is valid can be replaced."))
    return old.training.uid, db.session.get_one(IssueBatch, old.batch_id)


def _same(old: Certificate, changed: dict[str, Any]) -> dict[str, Any]:
    return {"participation_id": old.participation_id, "person_id": old.person_id, "capacity": old.capacity,
            "data": old.data | changed}  # fmt: skip


def _hold(uid: UUID, by: Principal) -> Certificate:
    certificate = queries.get_certificate_within(by, uid)
    if not queries.may_end(by, certificate):
        raise Missing
    db.session.execute(select(Certificate.id).where(Certificate.id == certificate.id).with_for_update(key_share=True))
    db.session.refresh(certificate)
    return certificate


def _require_reason(reason: str) -> None:
    if not reason:
        raise Refused(_("Please give the reason."), fields={"reason": _("Please give the reason.")})


def note(
    certificate: Certificate, kind: Fact, *, by_id: int | None, now: datetime, reason: str = "", **facts: Any
) -> None:
    """Append what happened to a certificate, and let the journal learn it."""
    db.session.add(
        CertificateEvent(certificate_id=certificate.id, kind=kind, by=by_id, at=now, reason=reason, facts=facts)
    )
    note_later()
    db.session.flush()
