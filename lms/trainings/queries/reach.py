"""Which trainings a principal sees and runs."""

from uuid import UUID

from sqlalchemy import Select, select
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
    training = db.session.scalar(
        select(Training)
        .where(Training.uid == uid, permissions.sees(principal))
        .options(
            joinedload(Training.programme),
            joinedload(Training.kind),
            joinedload(Training.office),
            joinedload(Training.region),
            joinedload(Training.library),
        )
    )
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
    found = db.session.scalar(select(Training.id).where(Training.id == training_id, permissions.runs(principal)))
    return found is not None


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
