"""What accounts add to the pages of offices and regions."""

from typing import Any

from lms.accounts import permissions, queries
from lms.core import clock
from lms.core.principals import Principal
from lms.places import queries as places
from lms.places.models import Office, Region


def sees_people(principal: Principal, _subject: object) -> bool:
    """Tell whether somebody may look at people."""
    return permissions.may_see_people(principal)


def office_card(_principal: Principal, office: Office) -> dict[str, Any]:
    """Load who works at an office, and who was in charge of it."""
    today = clock.today(places.site().zone)
    return {
        "staff": queries.staff_of_office(office.id, today=today),
        "earlier": queries.in_charge_before(office.id, today=today),
    }


def region_card(principal: Principal, region: Region) -> dict[str, Any]:
    """Load the teams of a region."""
    return {"teams": queries.teams_in(principal, region.id)}
