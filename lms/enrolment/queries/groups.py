"""Reads of a training's groups."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.enrolment.models import Delegation, GroupMember, Nomination, TrainingGroup
from lms.places.models import Office
from lms.trainings.models import Participation
from lms.trainings.permissions import runs


def groups_of(training_id: int) -> Sequence[TrainingGroup]:
    """Return a training's groups by name."""
    return db.session.scalars(
        select(TrainingGroup).where(TrainingGroup.training_id == training_id).order_by(TrainingGroup.sort_name)
    ).all()


def group_sizes(training_id: int) -> Sequence[Any]:
    """Return (TrainingGroup, how many of its members take part still) of a training's groups, by name."""
    stays = select(Participation.id).where(
        Participation.training_id == training_id, Participation.withdrawn_at.is_(None)
    )
    return db.session.execute(
        select(TrainingGroup, func.count(GroupMember.id))
        .outerjoin(GroupMember, (GroupMember.group_id == TrainingGroup.id) & GroupMember.participation_id.in_(stays))
        .where(TrainingGroup.training_id == training_id)
        .group_by(TrainingGroup.id).order_by(TrainingGroup.sort_name)
    ).all()  # fmt: skip


def group_cells(training_id: int) -> dict[int, str]:
    """Return the groups of each participation in a training as a list of people says them. One query."""
    found: dict[int, list[str]] = {}
    for participation_id, name in db.session.execute(
        select(GroupMember.participation_id, TrainingGroup.name)
        .join(TrainingGroup, TrainingGroup.id == GroupMember.group_id)
        .where(TrainingGroup.training_id == training_id).order_by(TrainingGroup.sort_name)
    ):  # fmt: skip
        found.setdefault(participation_id, []).append(name)
    return {one: "; ".join(names) for one, names in found.items()}


def get_group_within(principal: Principal, uid: UUID) -> TrainingGroup:
    """Return a group of a training that a principal runs; else Missing."""
    found = db.session.scalar(
        select(TrainingGroup).join(TrainingGroup.training).where(TrainingGroup.uid == uid, runs(principal))
        .options(contains_eager(TrainingGroup.training))
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def members_of(group_id: int) -> set[int]:
    """Return the participations of a group."""
    return set(db.session.scalars(select(GroupMember.participation_id).where(GroupMember.group_id == group_id)))


def sent_by(training_id: int) -> dict[int, str]:
    """Return the name of the office that each participant comes from: the one that sent, else the own one."""
    own = db.session.execute(
        select(Participation.id, Participation.office_shown)
        .where(Participation.training_id == training_id, Participation.withdrawn_at.is_(None))
        .order_by(Participation.id)
    )  # fmt: skip
    found = {row.id: row.office_shown for row in own}
    sent = db.session.execute(
        select(Nomination.participation_id, Office.name)
        .join(Delegation, Delegation.id == Nomination.delegation_id).join(Office, Office.id == Delegation.office_id)
        .where(Nomination.training_id == training_id, Nomination.participation_id.in_(found))
    )  # fmt: skip
    return {one: name for one, name in (found | {row[0]: row[1] for row in sent}).items() if name}
