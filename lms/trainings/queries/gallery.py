"""Reads of a training's photos and materials, and of who may be shown."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from lms.accounts.models import Consent
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.files import StoredFile
from lms.core.names import folded
from lms.core.principals import Principal
from lms.trainings import permissions
from lms.trainings.models import (
    FileKind,
    Participation,
    ShowChoice,
    Shown,
    Training,
    TrainingFile,
    TrainingSession,
)

PURPOSE = "photos"


def files_of(training_id: int, kind: FileKind, *, public_only: bool = False) -> Sequence[TrainingFile]:
    """Return a training's photos or materials by session; `public_only` leaves out photos of people who said no."""
    found = (
        select(TrainingFile)
        .outerjoin(TrainingSession, TrainingSession.id == TrainingFile.session_id)
        .where(TrainingFile.training_id == training_id, TrainingFile.kind == kind, TrainingFile.removed_at.is_(None))
        .options(joinedload(TrainingFile.file), joinedload(TrainingFile.session))
        .order_by(TrainingSession.starts_at.nulls_first(), TrainingFile.session_id, TrainingFile.id)
    )
    return db.session.scalars(found.where(~_is_held_back()) if public_only else found).all()


def held_back(training_id: int) -> set[int]:
    """Return the ids of a training's photos that show somebody who said no."""
    return set(
        db.session.scalars(select(TrainingFile.id).where(TrainingFile.training_id == training_id, _is_held_back()))
    )


def get_file_within(principal: Principal, uid: UUID) -> TrainingFile:
    """Return a photo or material as staff see it; Missing out of reach, or when it was taken away."""
    return _one(uid, permissions.sees(principal))


def get_shared_file(principal: Principal, uid: UUID) -> TrainingFile:
    """Return a material or a photo that may be shown, for those who take part in its training; Missing otherwise."""
    mine = select(Participation.training_id).where(
        Participation.person_id == (principal.person_id or 0), Participation.withdrawn_at.is_(None)
    )
    return _one(uid, and_(Training.id.in_(mine), ~_is_held_back()))


def may_add_files(principal: Principal, training_id: int) -> bool:
    """Tell whether a principal may add photos and materials: who runs the training, and who teaches in it."""
    teaches = select(Participation.training_id).where(
        Participation.person_id == (principal.person_id or 0),
        Participation.capacity.in_(permissions.READING_CAPACITIES),
        Participation.withdrawn_at.is_(None),
    )
    allowed = or_(permissions.runs(principal), Training.id.in_(teaches))
    return db.session.scalar(select(Training.id).where(Training.id == training_id, allowed)) is not None


def find_same_file(training_id: int, sha256: str) -> TrainingFile | None:
    """Return a file of a training with the same bytes, or None."""
    found = select(TrainingFile).join(StoredFile, StoredFile.id == TrainingFile.file_id)
    same = (TrainingFile.training_id == training_id, TrainingFile.removed_at.is_(None), StoredFile.sha256 == sha256)
    return db.session.scalar(found.where(*same).limit(1))


def shown_on(photo_id: int) -> list[Participation]:
    """Return who is marked on a photo."""
    found = (
        select(Participation).join(Shown, Shown.participation_id == Participation.id).where(Shown.photo_id == photo_id)
    )
    return list(db.session.scalars(found.order_by(Participation.sort_name, Participation.id)))


def unwilling_in(training_id: int) -> list[Participation]:
    """Return the people of a training who do not want to be shown."""
    found = select(Participation).where(Participation.training_id == training_id, _says_no(Participation))
    return list(db.session.scalars(found.order_by(Participation.sort_name, Participation.id)))


def find_people(training_id: int, text: str, *, most: int) -> list[Participation]:
    """Return some people of a training by a part of their name."""
    found = select(Participation).where(Participation.training_id == training_id, Participation.withdrawn_at.is_(None))
    for word in folded(text).split():
        found = found.where(Participation.sort_name.contains(word, autoescape=True))
    return list(db.session.scalars(found.order_by(Participation.sort_name, Participation.id).limit(most)))


def may_be_shown(participation_id: int) -> bool:
    """Tell whether somebody may be shown on photos of a training."""
    found = select(Participation.id).where(Participation.id == participation_id, _says_no(Participation))
    return db.session.scalar(found) is None


def _one(uid: UUID, allowed: ColumnElement[bool]) -> TrainingFile:
    found = db.session.scalar(
        select(TrainingFile)
        .join(Training, Training.id == TrainingFile.training_id)
        .where(TrainingFile.uid == uid, TrainingFile.removed_at.is_(None), allowed)
        .options(joinedload(TrainingFile.file), joinedload(TrainingFile.training), joinedload(TrainingFile.session))
    )
    if found is None:
        raise Missing
    return found


def _is_held_back() -> ColumnElement[bool]:
    who = aliased(Participation)
    shown = (
        select(Shown.id)
        .join(who, who.id == Shown.participation_id)
        .where(Shown.photo_id == TrainingFile.id, _says_no(who))
    )
    return shown.correlate(TrainingFile).exists()


def _says_no(part: type[Participation]) -> ColumnElement[bool]:
    """Return the predicate "may not be shown": the newest word about this training, else that of the account."""
    here = select(func.max(ShowChoice.id)).where(ShowChoice.participation_id == part.id)
    there = select(func.max(Consent.id)).where(Consent.person_id == part.person_id, Consent.purpose == PURPOSE)
    newest_here, newest_there = here.correlate(part).scalar_subquery(), there.correlate(part).scalar_subquery()
    said_here = select(ShowChoice.may_show).where(ShowChoice.id == newest_here).correlate(part).scalar_subquery()
    said_there = select(Consent.is_given).where(Consent.id == newest_there).correlate(part).scalar_subquery()
    return func.coalesce(said_here, said_there, true()).is_(False)
