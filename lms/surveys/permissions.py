"""Who looks at evaluations and who holds them: whoever sees and whoever runs the training; and who is a mentor."""

from sqlalchemy import ColumnElement, Exists, and_, exists, false, or_

from lms.core.principals import Principal, Role
from lms.surveys.models import Mentor
from lms.trainings.models import Capacity, Participation

ANSWERING = (Capacity.PARTICIPANT, Capacity.FACILITATOR)
"""Who is asked: those who came to learn."""
SUPERIORS = (Role.LIBRARY_MANAGER, Role.OFFICE_OPERATOR)


def mentors(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate "the principal is this Participation's mentor".

    That is who was named; where nobody was, who serves its library or leads its office. Nobody speaks of oneself.
    """
    served = {library for grant in principal.grants_of(Role.FACILITATOR) for library in grant.library_ids}
    led = principal.grants_of(*SUPERIORS)
    own = {grant.office_id for grant in led if grant.office_id} | ({principal.office_id} if led else set())
    offices = sorted(office for office in served | own if office)
    near = and_(Participation.office_id.in_(offices), ~is_named()) if offices else false()
    mine = exists().where(Mentor.participation_id == Participation.id, Mentor.person_id == principal.person_id)
    return and_(or_(mine, near), Participation.person_id != principal.person_id)


def is_named() -> Exists:
    """Return the predicate "somebody was named as this Participation's mentor"."""
    return exists().where(Mentor.participation_id == Participation.id).correlate(Participation)
