"""Reads of the demonstration."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.demo.rules.chance import uid
from lms.demo.rules.words import words
from lms.monitoring.queries.figures import count_all
from lms.monitoring.queries.scope import Scope
from lms.places.models import Programme
from lms.trainings import queries as trainings
from lms.trainings.models import Training, TrainingSession

EVENT = uid("training", "event")


def is_loaded() -> bool:
    """Tell whether the demonstration stands in this database."""
    return find_programme_id() is not None


def find_programme_id() -> int | None:
    """Return the id of the demonstrated programme, or None."""
    slug = words("programme")["programme"]["slug"]
    return db.session.scalar(select(Programme.id).where(Programme.slug == slug))


def figures() -> dict[str, dict[str, int]]:
    """Return {key: {expected, counted}}: what the public record says, and what the rows give."""
    facts = words("facts")
    measures = {key: one["measure"] for key, one in facts["achievements"].items()}
    counted = count_all(_scope(facts["starts"], facts["ends"]), list(measures.values()))
    found = {
        key: {"expected": facts["achievements"][key]["expected"], "counted": counted[measure]}
        for key, measure in measures.items()
    }
    event = event_numbers(EVENT)
    return found | {
        f"event.{key}": {"expected": number, "counted": event[key]} for key, number in facts["event"].items()
    }


def event_numbers(training_uid: UUID) -> dict[str, int]:
    """Return how many were invited to a training and arrived, on how many days it met, and how many subjects it had."""
    training = db.session.scalar(select(Training).where(Training.uid == training_uid))
    if training is None:
        return {"invited": 0, "participants": 0, "days": 0, "subjects": 0}
    numbers = trainings.four_numbers([training.id])[training.id]
    starts = db.session.scalars(
        select(TrainingSession.starts_at).where(
            TrainingSession.training_id == training.id, TrainingSession.cancelled_at.is_(None)
        )
    )
    days = {clock.local(moment, training.zone).date() for moment in starts}
    subjects = len(trainings.modules_of(training.id))
    return {"invited": numbers.invited, "participants": numbers.arrived, "days": len(days), "subjects": subjects}


def _scope(starts: date, ends: date) -> Scope:
    return Scope(programme_id=find_programme_id() or 0, starts=starts, ends=ends)
