"""Reads of series, signers and designs."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from lms.certificates import pdf, permissions
from lms.certificates.models import Certificate, Design, DesignVersion, Kind, Lending, Series, SeriesCounter, Signer
from lms.certificates.queries.lending import lent_to
from lms.core import files
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal
from lms.places.models import Office, Region
from lms.trainings.models import Training


def series_within(principal: Principal, *, text: str = "") -> Select[Series]:
    """Return the select of series in reach, by office and name."""
    statement = (
        select(Series)
        .join(Office, Office.id == Series.office_id)
        .where(permissions.reads(principal, Series.office_id))
        .options(joinedload(Series.office), joinedload(Series.programme))
        .order_by(Series.closed_at.is_not(None), Office.sort_name, Series.name)
    )
    words = folded(text).split()
    named = func.lower(Series.name + " " + Series.pattern)
    return statement.where(*(or_(Office.sort_name.contains(w), named.contains(w)) for w in words))


def signers_within(principal: Principal, *, text: str = "") -> Select[Signer]:
    """Return the select of signers in reach, by office and name."""
    statement = (
        select(Signer)
        .join(Office, Office.id == Signer.office_id)
        .where(permissions.reads(principal, Signer.office_id))
        .options(joinedload(Signer.office))
        .order_by(Office.sort_name, Signer.valid_from.desc(), Signer.full_name)
    )
    named = func.lower(Signer.full_name + " " + Signer.title)
    return statement.where(*(or_(Office.sort_name.contains(w), named.contains(w)) for w in folded(text).split()))


def designs_within(principal: Principal, *, text: str = "") -> Select[Design]:
    """Return the select of designs in reach, by office and name."""
    statement = (
        select(Design)
        .join(Office, Office.id == Design.office_id)
        .where(permissions.reads(principal, Design.office_id), Design.archived_at.is_(None))
        .options(joinedload(Design.office))
        .order_by(Office.sort_name, Design.name)
    )
    return statement.where(
        *(or_(Office.sort_name.contains(w), func.lower(Design.name).contains(w)) for w in folded(text).split())
    )


def get_series_within(principal: Principal, uid: UUID) -> Series:
    """Return a series in reach; Missing if there is none."""
    found = db.session.scalar(series_within(principal).where(Series.uid == uid))
    if found is None:
        raise Missing
    return found


def get_signer_within(principal: Principal, uid: UUID) -> Signer:
    """Return a signer in reach; Missing if there is none."""
    found = db.session.scalar(signers_within(principal).where(Signer.uid == uid))
    if found is None:
        raise Missing
    return found


def get_design_within(principal: Principal, uid: UUID) -> Design:
    """Return a design in reach; Missing if there is none."""
    found = db.session.scalar(designs_within(principal).where(Design.uid == uid))
    if found is None:
        raise Missing
    return found


def usable_series(principal: Principal, training: Training) -> Sequence[Series]:
    """Return the open series for a training's papers: its office's, those lent to its province, and those in reach."""
    return db.session.scalars(
        select(Series)
        .where(
            Series.closed_at.is_(None),
            Series.kind.in_([Kind.CERTIFICATE, Kind.STATEMENT]),
            or_(Series.programme_id.is_(None), Series.programme_id == training.programme_id),
            _usable(principal, training, Series, Lending.series_id),
        )
        .options(joinedload(Series.office))
        .order_by(
            Series.kind != Kind.CERTIFICATE,
            Series.office_id != training.office_id,
            Series.programme_id.is_(None),
            Series.name,
        )
    ).all()


def usable_signers(principal: Principal, training: Training, *, today: date) -> Sequence[Signer]:
    """Return who may sign today for a training's office or an office in reach."""
    return db.session.scalars(
        select(Signer)
        .where(
            Signer.valid_from <= today,
            or_(Signer.valid_until.is_(None), Signer.valid_until >= today),
            _usable(principal, training, Signer, Lending.signer_id),
        )
        .options(joinedload(Signer.office))
        .order_by(Signer.office_id != training.office_id, Signer.valid_from.desc(), Signer.full_name)
    ).all()


def usable_designs(principal: Principal, training: Training) -> Sequence[Design]:
    """Return the designs of a training's office and of offices in reach."""
    return db.session.scalars(
        select(Design)
        .where(Design.archived_at.is_(None), _usable(principal, training, Design, Lending.design_id))
        .options(joinedload(Design.office))
        .order_by(Design.office_id != training.office_id, Design.name)
    ).all()


def current_version(design_id: int) -> DesignVersion | None:
    """Return the newest version of a design with its logo, or None."""
    newest = select(DesignVersion).where(DesignVersion.design_id == design_id).order_by(DesignVersion.number.desc())
    return db.session.scalar(
        newest.limit(1).options(
            joinedload(DesignVersion.logo),
            joinedload(DesignVersion.emblem),
            joinedload(DesignVersion.design).joinedload(Design.office),
        )
    )


def paper_of(design_version_id: int) -> pdf.Paper:
    """Return what a design version draws on: its own files, settings and logo, whatever the folder holds today."""
    version = db.session.get_one(DesignVersion, design_version_id)
    found = pdf.DesignFiles(version.design.folder, version.files)
    return pdf.Paper(files=found, settings=version.settings, logo=_picture(version.logo),
                     emblem=_picture(version.emblem))  # fmt: skip


def numbers_given(series_ids: Sequence[int]) -> dict[int, int]:
    """Return how many numbers each series has given."""
    counted = select(Certificate.series_id, func.count()).where(Certificate.series_id.in_(series_ids))
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(Certificate.series_id))}


def next_serial(series_id: int, year: int) -> int:
    """Return which number would come next; it is not taken."""
    found = select(SeriesCounter.next_serial).where(SeriesCounter.series_id == series_id, SeriesCounter.year == year)
    return db.session.scalar(found) or 1


def next_serials(series_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """Return the numbers that would come next, by series and year; a pair that is missing begins at 1."""
    found = select(SeriesCounter.series_id, SeriesCounter.year, SeriesCounter.next_serial)
    rows = db.session.execute(found.where(SeriesCounter.series_id.in_(series_ids)))
    return {(row.series_id, row.year): row.next_serial for row in rows}


def offices_kept(principal: Principal, *, also: int | None = None) -> Sequence[Office]:
    """Return the offices for which somebody keeps series: those that are no libraries, and the own one; by region."""
    return db.session.scalars(
        select(Office)
        .join(Region, Region.id == Office.region_id)
        .where(
            permissions.keeps(principal, Office.id),
            or_(
                Office.closed_on.is_(None) & or_(Region.level <= 2, Office.id == (principal.office_id or 0)),
                Office.id == (also or 0),
            ),
        )
        .order_by(Region.code, Office.sort_name)
        .limit(1000)
    ).all()


def _picture(row: files.StoredFile | None) -> pdf.Picture | None:
    return pdf.Picture(files.read(row), row.media_type) if row else None


def _usable(
    principal: Principal, training: Training, table: type[Series] | type[Signer] | type[Design],
    lent: InstrumentedAttribute[int | None],
) -> ColumnElement[bool]:  # fmt: skip
    """Return the predicate "of the training's office, lent to its province, or of an office in reach"."""
    return or_(
        table.office_id == training.office_id,
        table.id.in_(lent_to(training, lent)),
        permissions.keeps(principal, table.office_id),
    )
