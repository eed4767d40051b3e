"""Reading the journal back: each fact that a restored register has forgotten is there again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.certificates.credential import document, reading, strict
from lms.certificates.models import (
    Certificate,
    CertificateEvent,
    Credential,
    CredentialKey,
    Fact,
    KeyEvent,
    KeyFact,
    Series,
    State,
    StatusList,
)  # fmt: skip
from lms.certificates.rules import frozen
from lms.core import addresses, files
from lms.core.db import db
from lms.core.names import folded
from lms.trainings.models import Participation


def replay(line: dict[str, Any], series_id: int) -> None:
    """Let a fact of a certificate be again, as the journal has it."""
    found = db.session.scalar(select(Certificate).where(Certificate.uid == UUID(line["certificate"])))
    certificate = found or _stub(line, series_id)
    at, kind = datetime.fromisoformat(line["at"]), Fact(line["kind"])
    if kind == Fact.ISSUED and certificate.sha256 is None:
        _restore_file(certificate, line["facts"].get("sha256", ""), at)
    elif kind == Fact.REVOKED:
        certificate.revoked_at, certificate.revoke_reason, certificate.is_standing = at, line["reason"], False
    elif kind == Fact.VOIDED:
        certificate.state, certificate.is_standing, certificate.revoke_reason = State.VOID, False, line["reason"]
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
        status_list_id=_status_list(line), status_index=line.get("index"),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def _status_list(line: dict[str, Any]) -> int | None:
    """Return the status list in which a lost number has its place, so that its bit is set there and given to nobody."""
    if not line.get("list"):
        return None
    found = db.session.scalar(select(StatusList).where(StatusList.uid == UUID(line["list"])))
    if found is None:
        found = StatusList(uid=UUID(line["list"]), made_at=datetime.fromisoformat(line["at"]))
        db.session.add(found)
        db.session.flush()
    return found.id


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
    if file is not None and certificate.data.get("recovered"):
        made = files.read(file)
        _restore_credential(certificate, made, at)
        _name(certificate, reading.name_in(made, certificate.number))


def _restore_credential(certificate: Certificate, made: bytes, at: datetime) -> None:
    """Keep a credential again as it stands in its paper, and what it tells; the same as a JWT stood nowhere else."""
    text = reading.credential_in(made)
    if not text:
        return
    found = strict.parsed(text)
    public = str(found["proof"][0]["verificationMethod"]).rpartition("#")[2]
    key_id = db.session.scalar(select(CredentialKey.id).where(CredentialKey.public == public))
    if key_id is not None:
        certificate.data = certificate.data | document.facts_of(found)
        db.session.add(Credential(certificate_id=certificate.id, key_id=key_id, document=text, jwt="", made_at=at))


def _name(certificate: Certificate, name: str) -> None:
    """Write the name that stands on the paper: the journal names nobody, and the person may be called otherwise now."""
    certificate.name = name or certificate.name
    certificate.data = certificate.data | {"name": certificate.name}
    certificate.search_text = folded(f"{certificate.number} {certificate.code} {certificate.name}")[:500]


def replay_key(line: dict[str, Any], *, now: datetime) -> None:
    """Let a key be again as the journal has it: its public half, so that what it signed can be checked."""
    key = db.session.scalar(select(CredentialKey).where(CredentialKey.uid == UUID(line["key"])))
    begins, until = datetime.fromisoformat(line["valid_from"]), _moment(line["valid_until"])
    if key is None:
        key = CredentialKey(uid=UUID(line["key"]), public=line["public"], sealed=b"", valid_from=begins)
        until = until or max(now, begins)
        db.session.add(key)
    key.valid_until, key.revoked_at, key.revoke_reason = until, _moment(line["revoked_at"]), line["reason"]
    db.session.flush()
    at = datetime.fromisoformat(line["at"])
    db.session.add(KeyEvent(uid=UUID(line["event"]), key_id=key.id, kind=KeyFact(line["kind"]), at=at))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
