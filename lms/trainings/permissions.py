"""Who sees and who runs a training: one predicate for the list and for the single row."""

from functools import lru_cache

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from lms.core.principals import Grant, Principal, Role
from lms.places import rules as places
from lms.places.models import Office, Region
from lms.trainings.models import Capacity, Participation, Training

READERS = (
    Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.COORDINATOR, Role.VERIFIER, Role.AUDITOR, Role.OFFICE_OPERATOR,
    Role.FACILITATOR,
)  # fmt: skip
RUNNERS = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.COORDINATOR)
READING_CAPACITIES = (Capacity.ORGANISER, Capacity.TRAINER, Capacity.MODERATOR)
RUNNING_CAPACITIES = (Capacity.ORGANISER,)


def may_plan(principal: Principal) -> bool:
    """Tell whether somebody may make trainings at all."""
    return principal.is_one_of(*RUNNERS)


def sees_trainings(principal: Principal, _subject: object = None) -> bool:
    """Tell whether the list of trainings belongs to somebody's navigation."""
    return principal.is_one_of(*READERS)


@lru_cache(maxsize=512)
def sees(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate "this training is within the principal's reach"."""
    return _reached(principal, READERS, READING_CAPACITIES)


@lru_cache(maxsize=512)
def runs(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate "the principal may change this training and its people"."""
    return _reached(principal, RUNNERS, RUNNING_CAPACITIES)


def plans_in(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate on Region "the principal may hold a training there"."""
    return or_(false(), *(_region_of(grant) for grant in principal.grants_of(*RUNNERS)))


def offices_planned_from(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate on Office, with its Region joined, "the principal may let it organise"."""
    return or_(false(), *(_office_of(grant) for grant in principal.grants_of(*RUNNERS)))


def may_plan_at(principal: Principal, *, reach_code: str, office_id: int, programme_id: int) -> bool:
    """Tell whether a principal may hold a training of a programme in a region, organised by an office."""
    return any(
        _covers(grant, reach_code, office_id) and grant.programme_id in {None, programme_id}
        for grant in principal.grants_of(*RUNNERS)
    )


def _covers(grant: Grant, reach_code: str, office_id: int) -> bool:
    if grant.office_id:
        return grant.office_id == office_id
    return not grant.reach_code or f"{reach_code}.".startswith(f"{grant.reach_code}.")


def _office_of(grant: Grant) -> ColumnElement[bool]:
    return Office.id == grant.office_id if grant.office_id else _region_of(grant)


def _reached(principal: Principal, roles: tuple[Role, ...], capacities: tuple[Capacity, ...]) -> ColumnElement[bool]:
    by_role = (_by_grant(grant) for grant in principal.grants_of(*roles))
    return or_(false(), *by_role, _by_participation(principal, capacities))


def _by_grant(grant: Grant) -> ColumnElement[bool]:
    programme = Training.programme_id == grant.programme_id if grant.programme_id else true()
    return and_(programme, _place_of(grant))


def _place_of(grant: Grant) -> ColumnElement[bool]:
    if grant.role == Role.FACILITATOR:
        return Training.library_id.in_(grant.library_ids)
    if grant.office_id:
        return Training.office_id == grant.office_id
    if grant.reach_code:
        return Training.region_id.in_(select(Region.id).where(places.below(Region.reach_code, grant.reach_code)))
    return true()


def _region_of(grant: Grant) -> ColumnElement[bool]:
    if grant.office_id:
        return true()
    return places.below(Region.reach_code, grant.reach_code) if grant.reach_code else true()


def _by_participation(principal: Principal, capacities: tuple[Capacity, ...]) -> ColumnElement[bool]:
    if principal.person_id is None:
        return false()
    return Training.id.in_(
        select(Participation.training_id).where(
            Participation.person_id == principal.person_id,
            Participation.capacity.in_(capacities),
            Participation.withdrawn_at.is_(None),
        )
    )
