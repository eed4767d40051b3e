"""Reads of the desk at the hotel: who is expected, who came last, who may be there twice."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from lms.accounts import queries as accounts
from lms.accounts.models import Person
from lms.core.db import db
from lms.core.principals import Principal
from lms.enrolment.models import Delegation, Nomination
from lms.trainings import queries as trainings
from lms.trainings.models import Participation

SHOWN = 30
LAST = 6


def expected_at_desk(training_id: int, text: str) -> Sequence[Participation]:
    """Return the people of a training whom somebody at the desk may mean: who has not arrived yet comes first."""
    rows = trainings.people_rows(training_id, text=text, sort="name")
    turn = (Participation.arrived_at.is_not(None), Participation.sort_name, Participation.id)
    return db.session.scalars(rows.order_by(None).order_by(*turn).limit(SHOWN)).all()


def last_arrived(training_id: int) -> Sequence[Participation]:
    """Return who arrived last, the newest first."""
    return db.session.scalars(
        trainings.people_rows(training_id)
        .where(Participation.arrived_at.is_not(None))
        .order_by(None)
        .order_by(Participation.arrived_at.desc(), Participation.id.desc())
        .limit(LAST)
    ).all()


def letters_of(participation_ids: Iterable[int]) -> dict[int, Delegation]:
    """Return the letters of assignment under which people were sent, by participation, in one query."""
    rows = db.session.execute(
        select(Nomination.participation_id, Delegation)
        .join(Delegation, Delegation.id == Nomination.delegation_id)
        .where(Nomination.participation_id.in_(list(participation_ids)))
        .order_by(Nomination.id)
    )
    return {row[0]: row[1] for row in rows if row[0]}


def doubles_in(training_id: int) -> Sequence[tuple[Participation, Participation]]:
    """Return pairs of a training's people who may be one human: the same name, at one office or at none.

    Two people with one phone or one NIP cannot exist: their table forbids it.
    """
    one, other = aliased(Participation), aliased(Participation)
    same_office = or_(one.office_id == other.office_id, one.office_id.is_(None), other.office_id.is_(None))
    rows = db.session.execute(
        select(one, other)
        .join(other, and_(other.training_id == one.training_id, other.sort_name == one.sort_name, same_office))
        .where(
            one.training_id == training_id, one.person_id < other.person_id, one.withdrawn_at.is_(None),
            other.withdrawn_at.is_(None),
        )
        .options(joinedload(one.person), joinedload(other.person))
        .order_by(one.sort_name, one.id)
        .limit(SHOWN)
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]


def without_account(principal: Principal, training_id: int) -> Select[Person]:
    """Return the select of a training's people in reach who have no account yet."""
    there = select(Participation.person_id).where(
        Participation.training_id == training_id, Participation.withdrawn_at.is_(None)
    )
    return (
        accounts.people_within(principal)
        .where(Person.id.in_(there), Person.password_hash.is_(None))
        .order_by(Person.sort_name, Person.id)
    )
