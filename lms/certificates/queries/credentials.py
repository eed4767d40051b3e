"""Reads of credentials: keys, the signed documents, and what the status lists say."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from lms.certificates.credential.document import Issuer, PublicKey
from lms.certificates.models import Certificate, CertificateEvent, Credential, CredentialKey, Fact, StatusList
from lms.certificates.queries.journal import lost_bits, lost_endings, lost_key_lines
from lms.core import addresses
from lms.core.db import db
from lms.core.errors import Missing
from lms.places import queries as places
from lms.trainings.models import Training

ENDINGS = (Fact.REVOKED, Fact.REPLACED, Fact.VOIDED)


def issuer() -> Issuer:
    """Return this installation as the issuer of credentials."""
    site = places.site()
    return Issuer(addresses.public_url(), site.owner or site.name)


def signing_keys() -> Sequence[CredentialKey]:
    """Return every key that ever signed, the newest first."""
    return db.session.scalars(select(CredentialKey).order_by(CredentialKey.id.desc())).all()


def published_keys() -> list[PublicKey]:
    """Return the public halves of all keys with their dates; the journal has the last word after a restore."""
    kept = [PublicKey(row.public, row.valid_from, row.valid_until, row.revoked_at) for row in signing_keys()]
    return list({key.public: key for key in [*kept, *map(_lost, lost_key_lines())]}.values())


def find_current_key(*, now: datetime) -> CredentialKey | None:
    """Return the key that signs now, or None."""
    found = db.session.scalars(
        select(CredentialKey)
        .where(
            CredentialKey.revoked_at.is_(None),
            CredentialKey.valid_from <= now,
            or_(CredentialKey.valid_until.is_(None), CredentialKey.valid_until > now),
        )
        .order_by(CredentialKey.valid_from.desc(), CredentialKey.id.desc())
    )
    told = {key.public: key for key in map(_lost, lost_key_lines())}
    over = {key.public for key in told.values() if key.revoked_at or (key.valid_until and key.valid_until <= now)}
    return next((row for row in found if row.sealed and row.public not in over), None)


def next_beginning(after: datetime) -> datetime | None:
    """Return when the next key that waits for its day begins to sign, or None."""
    coming = select(func.min(CredentialKey.valid_from)).where(
        CredentialKey.valid_from > after, CredentialKey.revoked_at.is_(None)
    )
    return db.session.scalar(coming)


def count_signed() -> dict[int, int]:
    """Return how many credentials each key has signed."""
    counted = select(Credential.key_id, func.count()).group_by(Credential.key_id)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def count_public_halves() -> int:
    """Return how many keys came back from the journal after a restore, which has no more than their public halves."""
    return db.session.scalar(select(func.count()).where(CredentialKey.sealed == b"")) or 0


def find_credential(certificate_id: int) -> Credential | None:
    """Return a certificate's signed document, or None where it has none."""
    return db.session.scalar(select(Credential).where(Credential.certificate_id == certificate_id))


def find_key_of(certificate_id: int) -> CredentialKey | None:
    """Return the key that signed a certificate for machines, or None where it has no credential."""
    found = select(CredentialKey).join(Credential, Credential.key_id == CredentialKey.id)
    return db.session.scalar(found.where(Credential.certificate_id == certificate_id))


def get_status_list(uid: UUID) -> StatusList:
    """Return a status list; Missing when there is none."""
    found = db.session.scalar(select(StatusList).where(StatusList.uid == uid))
    if found is None:
        raise Missing
    return found


def ended_indexes(list_id: int) -> list[int]:
    """Return the bits of a status list that are set: certificates revoked, replaced or void."""
    ended = or_(
        Certificate.revoked_at.is_not(None),
        Certificate.replaced_by_id.is_not(None),
        Certificate.state == "void",
        Certificate.code.in_(list(lost_endings())),
    )
    found = select(Certificate.status_index).where(Certificate.status_list_id == list_id, ended)
    kept = {index for index in db.session.scalars(found) if index is not None}
    return sorted(kept.union(lost_bits(db.session.get_one(StatusList, list_id).uid)))


def list_changed_at(found: StatusList) -> datetime:
    """Return when a status list last changed."""
    newest = (
        select(func.max(CertificateEvent.id))
        .join(Certificate, Certificate.id == CertificateEvent.certificate_id)
        .where(Certificate.status_list_id == found.id, CertificateEvent.kind.in_(ENDINGS))
        .scalar_subquery()
    )
    kept = db.session.scalar(select(CertificateEvent.at).where(CertificateEvent.id == newest)) or found.made_at
    return max([kept, *(datetime.fromisoformat(line["at"]) for line in lost_endings().values())])


def _lost(line: dict[str, Any]) -> PublicKey:
    dates = ("valid_from", "valid_until", "revoked_at")
    begins, until, revoked = (line[name] and datetime.fromisoformat(line[name]) for name in dates)
    return PublicKey(line["public"], begins, until, revoked)


def credentials_of(certificate_ids: Sequence[int]) -> dict[int, Credential]:
    """Return signed documents by certificate."""
    rows = db.session.scalars(select(Credential).where(Credential.certificate_id.in_(certificate_ids)))
    return {row.certificate_id: row for row in rows}


def find_achievement(training_uid: UUID) -> dict[str, Any] | None:
    """Return what the newest credential of a training says it is for, or None."""
    found = db.session.scalar(
        select(Credential.document)
        .join(Certificate, Certificate.id == Credential.certificate_id)
        .join(Training, Training.id == Certificate.training_id)
        .where(Training.uid == training_uid)
        .order_by(Credential.id.desc())
        .limit(1)
    )
    return json.loads(found)["credentialSubject"]["achievement"] if found else None
