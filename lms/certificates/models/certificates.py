"""Certificates, what happened to them, and the batches in which they were issued."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Person
from lms.certificates.models.credentials import StatusList
from lms.certificates.models.designs import DesignVersion
from lms.certificates.models.series import Kind, Series, Signer
from lms.core.db import Code, Json, Model, choice, moment, pk, uid
from lms.core.files import StoredFile
from lms.core.jobs import Job
from lms.core.wordings import KeptWords
from lms.trainings.models import Capacity, Participation, Training


class State(StrEnum):
    """How far the making of a certificate has come."""

    NUMBERED = "numbered"
    ISSUED = "issued"
    VOID = "void"


class IssueBatch(Model):
    """One act of issuing: from which series, signed by whom, in which design; a transcript is of no training."""

    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int | None] = mapped_column(ForeignKey("training.id"), index=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    signer_id: Mapped[int] = mapped_column(ForeignKey("signer.id"))
    design_version_id: Mapped[int] = mapped_column(ForeignKey("design_version.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    count: Mapped[int] = mapped_column(default=0)
    paused_at: Mapped[moment | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    made_at: Mapped[moment]
    training: Mapped[Training | None] = relationship()
    series: Mapped[Series] = relationship()
    signer: Mapped[Signer] = relationship()
    design_version: Mapped[DesignVersion] = relationship()
    job: Mapped[Job | None] = relationship()


class Certificate(Model):
    """A number with everything that its paper prints, frozen. Never deleted.

    A historic one was given before this register: it has no file here, and no serial where its series writes otherwise.
    """

    __table_args__ = (
        UniqueConstraint("series_id", "year", "serial"),
        UniqueConstraint("series_id", "number"),
        UniqueConstraint("status_list_id", "status_index"),
        CheckConstraint("state != 'issued' OR sha256 IS NOT NULL OR is_historic", name="issued"),
        CheckConstraint("serial IS NOT NULL OR is_historic", name="serial"),
        CheckConstraint("state != 'void' OR NOT is_standing", name="void"),
        Index(
            "uq_certificate_standing", "participation_id", "kind", unique=True,
            sqlite_where=text("is_standing"), postgresql_where=text("is_standing"),
        ),
    )  # fmt: skip
    id: Mapped[pk]
    uid: Mapped[uid]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    year: Mapped[int]
    serial: Mapped[int | None]
    is_historic: Mapped[bool] = mapped_column(default=False)
    number: Mapped[str] = mapped_column(String(200), index=True)
    code: Mapped[str] = mapped_column(Code, unique=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind), default=Kind.CERTIFICATE)
    capacity: Mapped[Capacity | None] = mapped_column(choice(Capacity))
    participation_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    training_id: Mapped[int | None] = mapped_column(ForeignKey("training.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("issue_batch.id"), index=True)
    design_version_id: Mapped[int | None] = mapped_column(ForeignKey("design_version.id"))
    state: Mapped[State] = mapped_column(choice(State), default=State.NUMBERED, index=True)
    is_standing: Mapped[bool] = mapped_column(default=True)
    name: Mapped[str] = mapped_column(String(240))
    search_text: Mapped[str] = mapped_column(String(500), default="")
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    numbered_at: Mapped[moment]
    issued_at: Mapped[moment | None] = mapped_column(index=True)
    expires_on: Mapped[date | None]
    revoked_at: Mapped[moment | None]
    revoke_reason: Mapped[str] = mapped_column(String(500), default="")
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    status_list_id: Mapped[int | None] = mapped_column(ForeignKey("status_list.id"))
    status_index: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    series: Mapped[Series] = relationship()
    person: Mapped[Person | None] = relationship()
    participation: Mapped[Participation | None] = relationship()
    training: Mapped[Training | None] = relationship()
    design_version: Mapped[DesignVersion | None] = relationship()
    file: Mapped[StoredFile | None] = relationship(foreign_keys=file_id)
    scan: Mapped[StoredFile | None] = relationship(foreign_keys=scan_id)
    status_list: Mapped[StatusList | None] = relationship()
    successor: Mapped["Certificate | None"] = relationship(remote_side="Certificate.id")


class Credential(Model):
    """A certificate as it was signed for machines: the same bytes at every download. Never changed."""

    id: Mapped[pk]
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), unique=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("credential_key.id"))
    document: Mapped[str] = mapped_column(Text)
    jwt: Mapped[str] = mapped_column(Text)
    made_at: Mapped[moment]


class Fact(StrEnum):
    """What happened to a certificate."""

    NUMBERED = "numbered"
    ISSUED = "issued"
    REVOKED = "revoked"
    REPLACED = "replaced"
    VOIDED = "voided"


class CertificateEvent(Model):
    """Something happened to a certificate: appended, with its reason."""

    id: Mapped[pk]
    uid: Mapped[uid]
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    kind: Mapped[Fact] = mapped_column(choice(Fact))
    reason: Mapped[str] = mapped_column(KeptWords(500), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
