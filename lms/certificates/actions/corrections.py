"""Asking for a correction, and answering it with a replacement or a reason."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from lms.certificates import queries
from lms.certificates.actions.outcome import replace
from lms.certificates.events import CorrectionAnswered
from lms.certificates.models import Certificate, CorrectionRequest, Field, Outcome, State
from lms.core import files, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.names import clean
from lms.core.principals import Principal
from lms.trainings import queries as trainings

PROOFS = {b"%PDF": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
LARGEST_PROOF = 2 * 1024 * 1024


@transaction()
def ask_correction(
    code: str, *, field: Field, right: str, note: str = "", proof: bytes | None = None, by_id: int | None, now: datetime
) -> CorrectionRequest:
    """Say what is wrong on a certificate and how it is right; a second request while one waits changes that one."""
    certificate = queries.find_by_code(code)
    if certificate is None or certificate.state != State.ISSUED or not certificate.is_standing:
        raise Missing
    if certificate.training_id is None:
        raise Refused(_("This paper is made anew from the facts of the person; nothing in it is corrected by itself."))
    spelled = clean(right)
    if not spelled:
        message = _("Please write how it is right.")
        raise Refused(message, fields={"right": message})
    row = queries.find_open_request(certificate.id)
    if row is None:
        row = CorrectionRequest(certificate_id=certificate.id, asked_at=now)
        db.session.add(row)
    row.field, row.right, row.note, row.asked_by = field, spelled[:240], note[:500], by_id
    row.proof_id = _proof_id(proof) or row.proof_id
    db.session.flush()
    return row


@transaction()
def accept_correction(uid: UUID, *, right: str, by: Principal, now: datetime) -> Certificate:
    """Issue the replacement that a request asks for; dates and lesson hours stay. A second time gives the same one."""
    row = _held(uid, by)
    certificate = row.certificate
    if row.outcome == Outcome.REPLACED and certificate.successor is not None:
        return certificate.successor
    _require_open(row)
    if row.field == Field.OTHER:
        raise Refused(_("Only a name, a position or an office is corrected by itself; answer this request in words."))
    spelled = clean(right) or row.right
    name = spelled if row.field == Field.NAME else certificate.name
    changes = {} if row.field == Field.NAME else {row.field.value: spelled}
    made = replace(certificate.uid, name=name, reason=_("Corrected on request"), by=by, now=now, changes=changes)
    _answer(row, Outcome.REPLACED, made.number, by=by, now=now)
    return made


@transaction()
def decline_correction(uid: UUID, *, reason: str, by: Principal, now: datetime) -> CorrectionRequest:
    """Answer a request without a replacement, with the reason that the asker reads."""
    row = _held(uid, by)
    _require_open(row)
    if not reason:
        raise Refused(_("Please give the reason."), fields={"reason": _("Please give the reason.")})
    _answer(row, Outcome.DECLINED, reason, by=by, now=now)
    return row


def _held(uid: UUID, by: Principal) -> CorrectionRequest:
    row = queries.get_request_within(by, uid)
    training_id = row.certificate.training_id
    if training_id is None or not trainings.may_run(by, training_id):
        raise Missing
    return row


def _require_open(row: CorrectionRequest) -> None:
    if row.outcome != Outcome.OPEN:
        raise Refused(_("This request was answered already."))


def _answer(row: CorrectionRequest, outcome: Outcome, answer: str, *, by: Principal, now: datetime) -> None:
    row.outcome, row.answer, row.answered_by, row.answered_at = outcome, answer[:500], by.id, now
    trail.record("certificates.correction", by=by.id, subject="correction_request", subject_uid=row.uid,
                 outcome=outcome.value)  # fmt: skip
    db.session.flush()
    publish(CorrectionAnswered(request_id=row.id))


def _proof_id(proof: bytes | None) -> int | None:
    if not proof:
        return None
    kind = next((name for start, name in PROOFS.items() if proof.startswith(start)), None)
    if kind is None or len(proof) > LARGEST_PROOF:
        message = _("The proof must be a PDF or a picture (PNG, JPEG) of at most 2 MB.")
        raise Refused(message, fields={"proof": message})
    row = files.store(proof, name="proof", media_type=kind)
    db.session.flush()
    return row.id
