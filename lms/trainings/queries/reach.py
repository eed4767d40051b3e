"""Which trainings a principal sees and runs."""

from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.trainings import permissions
from lms.trainings.models import Participation, Training, TrainingState


def trainings_within(principal: Principal, *, templates: bool = False) -> Select[Training]:
    """Return the select of all trainings (or templates) that a principal sees on staff pages."""
    return select(Training).where(permissions.sees(principal), Training.is_template.is_(templates))


def trainings_run_by(principal: Principal, *, templates: bool = False) -> Select[Training]:
    """Return the select of all trainings (or templates) that a principal may change."""
    return select(Training).where(permissions.runs(principal), Training.is_template.is_(templates))


def get_training_within(principal: Principal, uid: UUID) -> Training:
    """Return a training or template with its programme, kind, office and region; Missing when out of reach."""
    training = db.session.scalar(_seen_by(principal), {"training_uid": uid})
    if training is None:
        raise Missing
    return training


def get_public_training(uid: UUID) -> Training:
    """Return a training that visitors may see, with what public pages show; Missing otherwise."""
    training = db.session.scalar(
        select(Training)
        .where(
            Training.uid == uid,
            Training.is_public,
            Training.is_template.is_(False),
            Training.state.in_([TrainingState.OPEN, TrainingState.CLOSED, TrainingState.CANCELLED]),
        )
        .options(
            joinedload(Training.kind),
            joinedload(Training.office),
            joinedload(Training.region),
            joinedload(Training.programme),
        )
    )
    if training is None:
        raise Missing
    return training


def may_run(principal: Principal, training_id: int) -> bool:
    """Tell whether a principal may change a training and its people."""
    return db.session.scalar(_run_by(principal), {"training_id": training_id}) is not None


def helps_somewhere(principal: Principal) -> bool:
    """Tell whether somebody is trainer, moderator or organiser of some training."""
    if principal.person_id is None:
        return False
    found = select(Participation.id).where(
        Participation.person_id == principal.person_id,
        Participation.capacity.in_(permissions.READING_CAPACITIES),
        Participation.withdrawn_at.is_(None),
    )
    return db.session.scalar(found.limit(1)) is not None


# Built once for each principal: nearly every page of a training asks both.
@lru_cache(maxsize=512)
def _seen_by(principal: Principal) -> Select[Training]:
    parts = (Training.programme, Training.kind, Training.office, Training.region, Training.library)
    return (
        select(Training)
        .where(Training.uid == bindparam("training_uid"), permissions.sees(principal))
        .options(*(joinedload(part) for part in parts))
    )


@lru_cache(maxsize=512)
def _run_by(principal: Principal) -> Select[int]:
    return select(Training.id).where(Training.id == bindparam("training_id"), permissions.runs(principal))
