"""The journal of the register: written after each change, and read back after a restore, so no number comes twice."""

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select

from lms.certificates import permissions, queries
from lms.certificates.actions import numbering
from lms.certificates.models import Certificate, CertificateEvent, Fact, Series, State
from lms.certificates.rules import frozen
from lms.core import addresses, files, journal, trail
from lms.core.db import after_commit, db, transaction
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal
from lms.trainings.models import Participation

log = structlog.get_logger(__name__)


def note_later() -> None:
    """Let the journal learn what this transaction writes, once it is written."""
    after_commit(_catch_up_or_tell)


def catch_up() -> int:
    """Write everything that happened since the journal's last line; how many lines. Nothing before a reconciliation."""
    with journal.held() as book:
        newest = book.newest()
        if newest and queries.is_behind():
            return 0
        knows_last = bool(newest) and queries.has_event(UUID(newest[-1]["event"]))
        known = {line["event"] for line in newest}
        newest_id = max(line["id"] for line in newest) if knows_last else 0
        lines = [_line(row) for row in queries.events_since(newest_id, known=known)]
        book.add(lines)
        return len(lines)


@transaction()
def reconcile(*, by: Principal) -> int:
    """Bring a restored register up to the journal: numbers given since are kept, endings hold; how many facts."""
    if not permissions.may_reconcile(by):
        raise Missing
    lines = queries.lost_lines()
    series = queries.known_series({line["series"] for line in lines})
    for line in lines:
        _replay(line, series[line["series"]])
    for (uid, year), serial in queries.highest_serials(lines).items():
        numbering.raise_counter(series[uid], year, serial + 1)
    trail.record("certificates.reconciled", by=by.id, subject="register", facts=len(lines))
    return len(lines)


def _catch_up_or_tell() -> None:
    try:
        catch_up()
    except OSError:
        log.exception("the journal of the register cannot be written")


def _line(row: Any) -> dict[str, Any]:
    return {
        "event": str(row.event), "id": row.id, "kind": row.kind.value, "at": row.at.isoformat(), "reason": row.reason,
        "facts": row.facts, "certificate": str(row.certificate), "series": str(row.series), "year": row.year,
        "serial": row.serial, "number": row.number, "code": row.code, "paper": row.paper.value,
        "historic": row.is_historic, "participation": str(row.participation) if row.participation else None,
    }  # fmt: skip


def _replay(line: dict[str, Any], series_id: int) -> None:
    found = db.session.scalar(select(Certificate).where(Certificate.uid == UUID(line["certificate"])))
    certificate = found or _stub(line, series_id)
    at, kind = datetime.fromisoformat(line["at"]), Fact(line["kind"])
    if kind == Fact.ISSUED and certificate.sha256 is None:
        _restore_file(certificate, line["facts"].get("sha256", ""), at)
    elif kind == Fact.REVOKED:
        certificate.revoked_at, certificate.revoke_reason, certificate.is_standing = at, line["reason"], False
    elif kind == Fact.VOIDED:
        certificate.state, certificate.is_standing = State.VOID, False
    elif kind == Fact.REPLACED:
        certificate.is_standing = False
        number = line["facts"].get("successor")
        successor = select(Certificate.id).where(Certificate.series_id == series_id, Certificate.number == number)
        certificate.replaced_by_id = db.session.scalar(successor)
    db.session.add(CertificateEvent(uid=UUID(line["event"]), certificate_id=certificate.id, kind=kind, at=at,
                                    reason=line["reason"], facts=line["facts"]))  # fmt: skip
    db.session.flush()


def _stub(line: dict[str, Any], series_id: int) -> Certificate:
    """Return a number that was given after the backup: all that is left of it is the journal's line."""
    part = _participation(line["participation"])
    series = db.session.get_one(Series, series_id)
    name, is_historic = part.name_shown if part else "", bool(line.get("historic"))
    data = {"number": line["number"], "name": name, "recovered": True, "issuer": series.office.name, "jp": 0,
            "training": part.training.title if part else "", "office": part.office_shown if part else "",
            **frozen.code_facts(line["code"], addresses.public_url())}  # fmt: skip
    row = Certificate(
        uid=UUID(line["certificate"]), series_id=series_id, year=line["year"], serial=line["serial"],
        number=line["number"], code=line["code"], kind=line["paper"], name=name, data=data,
        is_historic=is_historic, state=State.ISSUED if is_historic else State.NUMBERED,
        search_text=folded(f"{line['number']} {line['code']} {name}")[:500], is_standing=_may_stand(line, part),
        participation_id=part.id if part else None, person_id=part.person_id if part else None,
        training_id=part.training_id if part else None, capacity=part.capacity if part else None,
        numbered_at=datetime.fromisoformat(line["at"]),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def _may_stand(line: dict[str, Any], part: Participation | None) -> bool:
    if part is None:
        return True
    standing = select(Certificate.id).where(
        Certificate.participation_id == part.id, Certificate.kind == line["paper"], Certificate.is_standing
    )
    return db.session.scalar(standing) is None


def _participation(uid: str | None) -> Participation | None:
    return db.session.scalar(select(Participation).where(Participation.uid == UUID(uid))) if uid else None


def _restore_file(certificate: Certificate, sha256: str, at: datetime) -> None:
    if not sha256 or certificate.state == State.VOID:
        return
    file = files.adopt(sha256, name=f"{certificate.number.replace('/', '-')}.pdf", media_type="application/pdf")
    db.session.flush()
    certificate.sha256, certificate.file_id = sha256, file.id if file else None
    certificate.state, certificate.issued_at = State.ISSUED, at
