"""Who looks at evaluations and who holds them: whoever sees and whoever runs the training; and who is a mentor."""

from sqlalchemy import ColumnElement, and_, false

from lms.core.principals import Principal, Role
from lms.trainings.models import Capacity, Participation

ANSWERING = (Capacity.PARTICIPANT, Capacity.FACILITATOR)
"""Who is asked: those who came to learn."""
SUPERIORS = (Role.LIBRARY_MANAGER, Role.OFFICE_OPERATOR)


def mentors(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate "the principal is this Participation's mentor": serves its library, or leads its office."""
    served = {library for grant in principal.grants_of(Role.FACILITATOR) for library in grant.library_ids}
    led = principal.grants_of(*SUPERIORS)
    own = {grant.office_id for grant in led if grant.office_id} | ({principal.office_id} if led else set())
    offices = {office for office in served | own if office}
    if not offices:
        return false()
    return and_(Participation.office_id.in_(sorted(offices)), Participation.person_id != principal.person_id)
