"""Reads of invitations: whom to write to, and whose personal link was opened."""

import hmac
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import joinedload

from lms.core import keys
from lms.core.db import db
from lms.core.errors import Missing
from lms.trainings import queries as trainings
from lms.trainings.models import Participation, Training

PROOF = 24  # hex digits of a keyed hash: 96 bits


def proof_of(participation_uid: UUID) -> str:
    """Return what makes a link personal: only this installation can make it."""
    return keys.pseudonym(str(participation_uid), "invitation")[:PROOF]


def get_invited(participation_uid: UUID, proof: str) -> Participation:
    """Return whose personal link this is, with the training; Missing for any other link."""
    found = db.session.scalar(
        select(Participation)
        .where(Participation.uid == participation_uid)
        .options(joinedload(Participation.training).joinedload(Training.office), joinedload(Participation.person))
    )
    if found is None or not hmac.compare_digest(proof.encode(), proof_of(participation_uid).encode()):
        raise Missing
    return found


def people_to_write_to(training_id: int, group: str, text: str) -> Select[Participation]:
    """Return the select of a training's people of a group: "unanswered" or "expected"."""
    return trainings.people_rows(training_id, text=text, sort="name").where(_of(group))


def _of(group: str) -> ColumnElement[bool]:
    if group == "expected":
        return and_(Participation.registered_at.is_not(None), Participation.arrived_at.is_(None))
    return and_(Participation.invited_at.is_not(None), Participation.registered_at.is_(None))
