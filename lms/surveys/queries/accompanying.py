"""Reads of who accompanies participants after a training: named, or near by service or office."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, or_, select, union
from sqlalchemy.orm import joinedload

from lms.accounts.models import AssignedLibrary, Person, RoleGrant
from lms.core.db import db
from lms.core.principals import Role
from lms.surveys import permissions
from lms.surveys.models import Mentor, Survey
from lms.surveys.queries.mentors import is_answered, is_open
from lms.surveys.queries.surveys import is_spoken_of
from lms.trainings.models import Participation

MOST_OFFERED = 50


def find_mentor(participation_id: int) -> Mentor | None:
    """Return who was named as a participant's mentor, or None."""
    found = select(Mentor).where(Mentor.participation_id == participation_id).options(joinedload(Mentor.person))
    return db.session.scalar(found)


def own_mentors(person_id: int, training_id: int) -> list[str]:
    """Return the names of those who were named to accompany a person after a training."""
    found = (
        select(Person)
        .join(Mentor, Mentor.person_id == Person.id)
        .join(Participation, Participation.id == Mentor.participation_id)
        .where(Participation.person_id == person_id, Participation.training_id == training_id)
        .order_by(Person.sort_name)
    )
    return [person.shown_name for person in db.session.scalars(found)]


def colleagues_of(participation: Participation) -> Sequence[Person]:
    """Return people of a participant's office who may be named, some fifty by name."""
    of_office = select(Person).where(
        Person.office_id == participation.office_id, Person.office_id.is_not(None), Person.merged_into_id.is_(None),
        Person.id != participation.person_id,
    )  # fmt: skip
    return db.session.scalars(of_office.order_by(Person.sort_name, Person.id).limit(MOST_OFFERED)).all()


def mentors_near(office_ids: Collection[int | None], *, today: date) -> dict[int, list[Person]]:
    """Return who serves or leads offices on a day, by office: those who are asked where nobody was named."""
    near = _near(today)
    found = select(near.c.office_id, Person).join(Person, Person.id == near.c.person_id)
    rows = db.session.execute(
        found.where(near.c.office_id.in_([one for one in office_ids if one])).order_by(Person.sort_name, Person.id)
    )
    by_office: dict[int, list[Person]] = defaultdict(list)
    for office_id, person in rows:
        by_office[office_id].append(person)
    return by_office


def mentors_about(survey: Survey, participation_ids: Collection[int], *, today: date) -> dict[int, list[str]]:
    """Return the names of those whom a survey asks about participants, by participation."""
    asked = _asked(Survey.id == survey.id, today=today)
    rows = db.session.execute(
        select(asked.c.participation_id, Person.full_name)
        .join(Person, Person.id == asked.c.person_id)
        .where(asked.c.participation_id.in_(participation_ids))
        .order_by(Person.sort_name, Person.id)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for participation_id, name in rows:
        names[participation_id].append(name)
    return names


def silent_mentors(training_id: int, *, now: datetime, today: date) -> Select[int, UUID, str]:
    """Return the select of (person_id, uid, name_shown) of those who are asked about a training's people and silent."""
    asked = _asked(Survey.training_id == training_id, is_open(now), today=today)
    return (
        select(Person.id.label("person_id"), Person.uid, Person.full_name.label("name_shown"))
        .where(Person.id.in_(select(asked.c.person_id)))
        .order_by(Person.sort_name, Person.id)
    )


def mentors_waited_for(*, now: datetime, today: date) -> list[tuple[Survey, list[int]]]:
    """Return the open surveys that ask mentors, each with the people who are asked and silent."""
    asked = _asked(is_open(now), today=today)
    silent: dict[int, list[int]] = defaultdict(list)
    for survey_id, person_id in db.session.execute(select(asked.c.survey_id, asked.c.person_id).distinct()):
        silent[survey_id].append(person_id)
    found = select(Survey).where(Survey.id.in_(list(silent))).options(joinedload(Survey.training)).order_by(Survey.id)
    return [(survey, sorted(silent[survey.id])) for survey in db.session.scalars(found)]


def unnamed_of_office(participation: Participation) -> Select[Participation]:
    """Return the select of the people whom one's office sent to the same training and who have no named mentor."""
    return select(Participation).where(
        Participation.training_id == participation.training_id,
        Participation.office_id == participation.office_id,
        Participation.capacity.in_(permissions.ANSWERING),
        Participation.withdrawn_at.is_(None),
        ~permissions.is_named(),
    )


def _asked(*surveys: ColumnElement[bool], today: date) -> Subquery:
    """Return the rows (survey_id, participation_id, person_id) of who is asked about whom and not answered yet.

    It says for all what `permissions.mentors` says for one.
    """
    pending = (
        select(Survey.id.label("survey_id"), Participation.id.label("participation_id"))
        .join(Participation, Participation.training_id == Survey.training_id)
        .where(is_spoken_of(), ~is_answered(), *surveys)
    )
    near = _near(today)
    named = pending.join(Mentor, Mentor.participation_id == Participation.id).add_columns(Mentor.person_id)
    others = (
        pending.join(near, near.c.office_id == Participation.office_id)
        .add_columns(near.c.person_id)
        .where(~permissions.is_named(), near.c.person_id != Participation.person_id)
    )
    return union(named, others).subquery()


def _near(today: date) -> Subquery:
    """Return the rows (office_id, person_id) of who serves or leads an office on a day."""
    held = and_(RoleGrant.revoked_at.is_(None), RoleGrant.valid_from <= today,
                or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until >= today))  # fmt: skip
    served = (
        select(AssignedLibrary.office_id, RoleGrant.person_id)
        .join(RoleGrant, RoleGrant.id == AssignedLibrary.grant_id)
        .where(held, RoleGrant.role == Role.FACILITATOR, AssignedLibrary.since <= today,
               or_(AssignedLibrary.until.is_(None), AssignedLibrary.until >= today))
    )  # fmt: skip
    leads = RoleGrant.role.in_(permissions.SUPERIORS)
    granted = select(RoleGrant.office_id, RoleGrant.person_id).where(held, leads, RoleGrant.office_id.is_not(None))
    own = select(Person.office_id, Person.id).join(RoleGrant, RoleGrant.person_id == Person.id)
    return union(served, granted, own.where(held, leads, Person.office_id.is_not(None))).subquery()
