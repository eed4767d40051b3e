"""Reads of certificates: one by code, a person's, a training's, the register."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from lms.certificates import permissions
from lms.certificates.models import Certificate, CertificateEvent, IssueBatch, Kind, Series, State, StatusList
from lms.certificates.rules.standing import Standing, standing
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.ids import read_crockford
from lms.core.names import folded
from lms.core.principals import Principal
from lms.trainings import queries as trainings
from lms.trainings.models import Training

SORTS = {
    "number": (Certificate.series_id, Certificate.year, func.coalesce(Certificate.serial, 0), Certificate.number),
    "name": (Certificate.name,),
    "at": (Certificate.numbered_at, func.coalesce(Certificate.serial, 0), Certificate.number),
}


def standing_of(certificate: Certificate, *, today: date) -> Standing:
    """Return what a certificate is worth on a day."""
    return standing(
        state=certificate.state, revoked_at=certificate.revoked_at, is_replaced=certificate.replaced_by_id is not None,
        expires_on=certificate.expires_on, today=today, is_historic=certificate.is_historic,
    )  # fmt: skip


def whole() -> Select[Certificate]:
    """Return the select of certificates with their series, training, successor and file."""
    return select(Certificate).options(
        joinedload(Certificate.series).joinedload(Series.office),
        joinedload(Certificate.training),
        joinedload(Certificate.successor),
        joinedload(Certificate.file),
    )


def find_by_code(text: str) -> Certificate | None:
    """Return the certificate with a code, however it was typed, with its successor; or None."""
    code = read_crockford(text)
    if code is None:
        return None
    return db.session.scalar(whole().where(Certificate.code == code))


def find_by_codes(codes: Sequence[str]) -> dict[str, Certificate]:
    """Return certificates by their codes, with their successors; unknown ones are left out."""
    return {row.code: row for row in db.session.scalars(whole().where(Certificate.code.in_(codes)))}


def find_by_hash(sha256: str) -> Certificate | None:
    """Return the certificate whose file has this hash, or None."""
    return db.session.scalar(whole().where(Certificate.sha256 == sha256).limit(1))


def predecessor_of(certificate_id: int) -> Certificate | None:
    """Return the certificate that this one replaces, or None."""
    return db.session.scalar(select(Certificate).where(Certificate.replaced_by_id == certificate_id))


def get_certificate_within(principal: Principal, uid: UUID) -> Certificate:
    """Return a certificate in reach: of a training or an office's series that the principal sees; Missing if none."""
    found = db.session.scalar(whole().where(Certificate.uid == uid, within(principal)))
    if found is None:
        raise Missing
    return found


def follower_of(statement: Certificate) -> Certificate | None:
    """Return the certificate that has followed a statement of attendance, or None."""
    return db.session.scalar(
        select(Certificate).where(
            Certificate.participation_id == statement.participation_id, Certificate.kind == Kind.CERTIFICATE,
            Certificate.is_standing, Certificate.state == State.ISSUED,
        )
    )  # fmt: skip


def may_end(principal: Principal, certificate: Certificate) -> bool:
    """Tell whether somebody may revoke or replace a certificate: who runs its training, else who keeps its series."""
    if certificate.training_id is not None:
        return trainings.may_run(principal, certificate.training_id)
    kept = select(Series.id).where(Series.id == certificate.series_id, permissions.keeps(principal, Series.office_id))
    return db.session.scalar(kept) is not None


def get_own(person_id: int | None, uid: UUID) -> Certificate:
    """Return somebody's own certificate; Missing when it is another's."""
    found = db.session.scalar(whole().where(Certificate.uid == uid, Certificate.person_id == (person_id or 0)))
    if found is None:
        raise Missing
    return found


def get_batch_within(principal: Principal, uid: UUID) -> IssueBatch:
    """Return a batch with its job, series and training; Missing when its training is out of reach."""
    found = db.session.scalar(
        select(IssueBatch)
        .where(IssueBatch.uid == uid, IssueBatch.training_id.in_(_trainings(principal)))
        .options(joinedload(IssueBatch.job), joinedload(IssueBatch.series), joinedload(IssueBatch.training))
    )
    if found is None:
        raise Missing
    return found


def of_person(person_id: int | None) -> Sequence[Certificate]:
    """Return a person's certificates with their trainings, the newest first; void numbers are left out."""
    return db.session.scalars(
        whole()
        .where(Certificate.person_id == (person_id or 0), Certificate.state != State.VOID)
        .order_by(Certificate.numbered_at.desc(), Certificate.id.desc())
    ).all()


def issued_in(training_id: int) -> Sequence[Certificate]:
    """Return the certificates of a training that stand and have their file, by number."""
    return db.session.scalars(
        select(Certificate)
        .where(Certificate.training_id == training_id, Certificate.is_standing, Certificate.state == State.ISSUED)
        .options(joinedload(Certificate.file))
        .order_by(Certificate.series_id, Certificate.year, Certificate.serial)
    ).all()


def history_of(certificate_id: int) -> Sequence[CertificateEvent]:
    """Return what happened to a certificate, oldest first."""
    return db.session.scalars(
        select(CertificateEvent).where(CertificateEvent.certificate_id == certificate_id).order_by(CertificateEvent.id)
    ).all()


def register_rows(
    principal: Principal, *, text: str = "", series: str = "", year: str = "", status: str = "", sort: str = "-number"
) -> Select[Certificate]:
    """Return the select of all numbers in reach, filtered and sorted."""
    statement = whole().where(within(principal))
    for word in folded(text).split():
        statement = statement.where(Certificate.search_text.contains(word, autoescape=True))
    if series:
        statement = statement.where(Certificate.series_id.in_(select(Series.id).where(Series.uid == _uid(series))))
    if year.isdecimal() and len(year) == 4:
        statement = statement.where(Certificate.year == int(year))
    if status in _STATUSES:
        statement = statement.where(_STATUSES[status])
    columns = SORTS.get(sort.lstrip("-"), SORTS["number"])
    ordered = [column.desc() if sort.startswith("-") else column.asc() for column in columns]
    return statement.order_by(*ordered, Certificate.id)


def years_of(principal: Principal) -> list[int]:
    """Return the years in which numbers were given within reach, newest first."""
    found = select(Certificate.year).where(within(principal)).distinct().order_by(Certificate.year.desc())
    return list(db.session.scalars(found))


def within(principal: Principal) -> ColumnElement[bool]:
    kept = select(Series.id).where(permissions.reads(principal, Series.office_id))
    return or_(Certificate.training_id.in_(_trainings(principal)), Certificate.series_id.in_(kept))


def _trainings(principal: Principal) -> Select[Any]:
    return trainings.trainings_within(principal).with_only_columns(Training.id)


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def waiting_in(batch_id: int) -> Sequence[int]:
    """Return the ids of a batch's certificates that have no file yet, by number."""
    return db.session.scalars(
        select(Certificate.id)
        .where(Certificate.batch_id == batch_id, Certificate.state == State.NUMBERED)
        .order_by(Certificate.serial)
    ).all()


def papers_waiting(certificate_ids: Sequence[int]) -> Sequence[Any]:
    """Return what is needed to make papers, of those that have no file yet, by number."""
    waiting = _papers().where(Certificate.id.in_(certificate_ids), Certificate.state == State.NUMBERED)
    return db.session.execute(waiting.order_by(Certificate.serial)).all()


def find_issued_in(batch_id: int) -> Any:
    """Return what a paper of a batch was made of that has its file, or None."""
    made = _papers().where(Certificate.batch_id == batch_id, Certificate.state == State.ISSUED)
    return db.session.execute(made.order_by(Certificate.serial).limit(1)).one_or_none()


def count_void(batch_id: int) -> int:
    """Return how many numbers of a batch were made void."""
    found = select(func.count()).where(Certificate.batch_id == batch_id, Certificate.state == State.VOID)
    return db.session.scalar(found) or 0


def _papers() -> Select[Any]:
    return select(
        Certificate.id, Certificate.kind, Certificate.data, Certificate.expires_on, Certificate.status_index,
        StatusList.uid.label("status_list"),
    ).outerjoin(StatusList, StatusList.id == Certificate.status_list_id)  # fmt: skip


def is_paused(batch_id: int) -> bool:
    """Tell whether somebody has paused a batch."""
    return db.session.scalar(select(IssueBatch.paused_at).where(IssueBatch.id == batch_id)) is not None


def count_by_state(training_id: int) -> dict[State, int]:
    """Return how many standing certificates a training has, by state."""
    rows = db.session.execute(
        select(Certificate.state, func.count())
        .where(Certificate.training_id == training_id, Certificate.is_standing, Certificate.kind == Kind.CERTIFICATE)
        .group_by(Certificate.state)
    )
    return {row[0]: row[1] for row in rows}


def batches_of(training_id: int) -> Sequence[IssueBatch]:
    """Return the batches of a training with their jobs, the newest first."""
    return db.session.scalars(
        select(IssueBatch)
        .where(IssueBatch.training_id == training_id)
        .options(joinedload(IssueBatch.job), joinedload(IssueBatch.series), joinedload(IssueBatch.signer))
        .order_by(IssueBatch.id.desc())
    ).all()


_REPLACED = Certificate.replaced_by_id.is_not(None)
_STATUSES: dict[str, ColumnElement[bool]] = {
    "valid": (Certificate.state == State.ISSUED) & Certificate.is_standing & ~Certificate.is_historic,
    "recorded": Certificate.is_historic & Certificate.is_standing,
    "numbered": Certificate.state == State.NUMBERED,
    "revoked": Certificate.revoked_at.is_not(None),
    "replaced": _REPLACED & Certificate.revoked_at.is_(None),
    "void": Certificate.state == State.VOID,
}
