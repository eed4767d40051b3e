"""Reads for planning a training: its modules, and what a form may offer."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Module, Release
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.places.models import Office, OfficeKind, Region
from lms.trainings import permissions
from lms.trainings.models import Training, TrainingFact, TrainingKind, TrainingModule, TrainingSession

WIDE_LEVELS = 2


def newest_releases(module_ids: Iterable[int]) -> dict[int, Release]:
    """Return the newest release of each module that has one, by module id."""
    newest = select(func.max(Release.id)).where(Release.module_id.in_(list(module_ids))).group_by(Release.module_id)
    rows = db.session.scalars(select(Release).where(Release.id.in_(newest)))
    return {row.module_id: row for row in rows}


def modules_of(training_id: int) -> Sequence[TrainingModule]:
    """Return the modules of a training in their order, with their pinned releases."""
    return db.session.scalars(
        select(TrainingModule)
        .where(TrainingModule.training_id == training_id)
        .options(joinedload(TrainingModule.module), joinedload(TrainingModule.release))
        .order_by(TrainingModule.position, TrainingModule.id)
    ).all()


def get_pinned(training_id: int, module_uid: UUID) -> TrainingModule:
    """Return a module of a training; Missing when it is not taught there."""
    row = db.session.scalar(
        select(TrainingModule)
        .join(Module, Module.id == TrainingModule.module_id)
        .where(TrainingModule.training_id == training_id, Module.uid == module_uid)
        .options(joinedload(TrainingModule.module), joinedload(TrainingModule.release))
    )
    if row is None:
        raise Missing
    return row


def session_days(training_id: int, zone: str) -> list[date]:
    """Return the local days of a training's sessions that take place, first and last of each."""
    rows = db.session.execute(
        select(TrainingSession.starts_at, TrainingSession.ends_at).where(
            TrainingSession.training_id == training_id, TrainingSession.cancelled_at.is_(None)
        )
    )
    return [clock.local(moment, zone).date() for row in rows for moment in row]


def history_of(training_id: int) -> Sequence[TrainingFact]:
    """Return what happened to a training, newest first."""
    return db.session.scalars(
        select(TrainingFact).where(TrainingFact.training_id == training_id).order_by(TrainingFact.id.desc())
    ).all()


def kinds(programme_id: int | None = None) -> Sequence[TrainingKind]:
    """Return the kinds of trainings of a programme (or of all) in their order."""
    statement = select(TrainingKind).order_by(TrainingKind.programme_id, TrainingKind.position, TrainingKind.id)
    if programme_id is not None:
        statement = statement.where(TrainingKind.programme_id == programme_id)
    return db.session.scalars(statement).all()


def offered_regions(principal: Principal, tree_id: int, *, also: int | None = None) -> Sequence[Region]:
    """Return the regions of the two widest levels where a principal may hold a training, by code."""
    wide = (Region.level <= WIDE_LEVELS) & Region.valid_until.is_(None) & permissions.plans_in(principal)
    return db.session.scalars(
        select(Region).where(Region.tree_id == tree_id, or_(wide, Region.id == (also or 0))).order_by(Region.code)
    ).all()


def offered_offices(principal: Principal, *, also: int | None = None) -> Sequence[Office]:
    """Return the offices that a principal may make organisers: those of its reach that are no village libraries."""
    here = permissions.offices_planned_from(principal) & Office.closed_on.is_(None)
    wide = here & (or_(OfficeKind.is_library.is_(False), Region.level <= WIDE_LEVELS))
    return db.session.scalars(
        select(Office)
        .join(Region, Region.id == Office.region_id)
        .join(OfficeKind, OfficeKind.id == Office.kind_id)
        .where(or_(wide, Office.id == (also or 0)))
        .order_by(Region.code, Office.sort_name)
    ).all()


def offered_modules(programme_id: int | None, *, also: Iterable[int] = ()) -> Sequence[Module]:
    """Return the published modules that a training of a programme may teach, in their order."""
    published = Module.id.in_(select(Release.module_id)) & Module.archived_at.is_(None)
    own = or_(Module.programme_id.is_(None), Module.programme_id == programme_id)
    return db.session.scalars(
        select(Module)
        .where(or_(published & own, Module.id.in_(list(also))))
        .order_by(Module.position, Module.sort_name)
    ).all()


def sources_within(principal: Principal) -> Sequence[Training]:
    """Return the templates that a principal may copy, and the newest trainings."""
    templates = (
        select(Training)
        .where(Training.is_template, permissions.sees(principal))
        .order_by(Training.sort_name)
        .limit(100)
    )
    recent = (
        select(Training)
        .where(Training.is_template.is_(False), permissions.sees(principal))
        .order_by(Training.id.desc())
        .limit(20)
    )
    return [*db.session.scalars(templates), *db.session.scalars(recent)]
