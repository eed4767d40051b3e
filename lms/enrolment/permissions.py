"""Who names people for trainings, and whose names one sees."""

from sqlalchemy import ColumnElement, select

from lms.accounts.permissions import may_invite
from lms.core.principals import Principal, Role
from lms.enrolment.models import Delegation
from lms.places.models import Office, Region
from lms.places.queries.offices import within

NOMINATORS = (Role.OFFICE_OPERATOR, Role.COORDINATOR, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)


def may_nominate(principal: Principal) -> bool:
    """Tell whether somebody may send people in the name of an office."""
    return principal.is_one_of(*NOMINATORS)


def nominates(principal: Principal, _subject: object) -> bool:
    """Tell whether the navigation leads somebody to the delegations."""
    return may_nominate(principal)


def prints_slips(principal: Principal, _subject: object) -> bool:
    """Tell whether a training's page leads somebody to the slips with codes."""
    return may_invite(principal)


def sends(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate on Delegation "sent by an office within the principal's reach"."""
    offices = select(Office.id).join(Region, Region.id == Office.region_id).where(within(principal))
    return Delegation.office_id.in_(offices)
