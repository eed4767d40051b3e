"""Reads of modules that issue certificates by themselves: their setting, what hinders it, and who waits."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.certificates import permissions
from lms.certificates.models import Design, Kind, ModuleCertificate, Series, Signer
from lms.certificates.queries.keeping import designs_within, series_within, signers_within
from lms.certificates.queries.people import PersonRow, as_rows, rows_of
from lms.core.db import db
from lms.core.principals import Principal
from lms.progress import queries as progress
from lms.trainings.models import Training, TrainingModule, TrainingState

OPEN = (TrainingState.OPEN, TrainingState.CLOSED)


def find_module_certificate(module_id: int) -> ModuleCertificate | None:
    """Return the certificate setting of a module, whether it holds or has ended; or None."""
    return db.session.scalar(_settings().where(ModuleCertificate.module_id == module_id))


def setting_of(training_id: int) -> ModuleCertificate | None:
    """Return what lets a self-paced training issue by itself: the setting of its first module that has one; or None."""
    return db.session.scalars(
        _settings()
        .join(TrainingModule, TrainingModule.module_id == ModuleCertificate.module_id)
        .join(Training, Training.id == TrainingModule.training_id)
        .where(
            Training.id == training_id, Training.is_self_paced, Training.state.in_(OPEN),
            ModuleCertificate.ended_at.is_(None),
        )
        .order_by(TrainingModule.position, TrainingModule.id)
        .limit(1)
    ).first()  # fmt: skip


def self_paced_with(module_id: int) -> Sequence[Training]:
    """Return the self-paced trainings in which a module can be studied, by title."""
    return db.session.scalars(
        select(Training)
        .join(TrainingModule, TrainingModule.training_id == Training.id)
        .where(TrainingModule.module_id == module_id, Training.is_self_paced, Training.state.in_(OPEN))
        .order_by(Training.sort_name)
    ).all()


def ready_by_itself(training_id: int, setting: ModuleCertificate) -> list[PersonRow]:
    """Return who has completed a self-paced training, confirmed the name and has no certificate yet."""
    rows = as_rows(db.session.execute(rows_of(training_id, status="ready")))
    if not setting.needs_tests or not rows:
        return rows
    passed = progress.passed_post_tests(training_id, [row.participation.id for row in rows])
    return [row for row in rows if row.participation.id in passed]


def offered_series(principal: Principal) -> Sequence[Series]:
    """Return the open series for certificates that somebody keeps."""
    kept = series_within(principal).where(
        permissions.keeps(principal, Series.office_id), Series.kind == Kind.CERTIFICATE, Series.closed_at.is_(None)
    )
    return db.session.scalars(kept).all()


def offered_signers(principal: Principal, *, today: date) -> Sequence[Signer]:
    """Return who signs today for an office for which somebody keeps."""
    lasting = Signer.valid_until.is_(None) | (Signer.valid_until >= today)
    kept = signers_within(principal).where(
        permissions.keeps(principal, Signer.office_id), Signer.valid_from <= today, lasting
    )
    return db.session.scalars(kept).all()


def offered_designs(principal: Principal) -> Sequence[Design]:
    """Return the designs of offices for which somebody keeps."""
    kept = designs_within(principal).where(permissions.keeps(principal, Design.office_id))
    return db.session.scalars(kept).all()


def _settings() -> Select[ModuleCertificate]:
    return select(ModuleCertificate).options(
        joinedload(ModuleCertificate.series).joinedload(Series.office), joinedload(ModuleCertificate.signer),
        joinedload(ModuleCertificate.design), joinedload(ModuleCertificate.module),
    )  # fmt: skip
