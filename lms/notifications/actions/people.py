"""Reactions to roles and sign-ins: who is given a role is told, who is about to lose one, whose way in was changed."""

from datetime import datetime

from lms.accounts.events import RoleGiven, SignInChanged
from lms.accounts.models import RoleGrant
from lms.core import clock
from lms.core.db import db
from lms.notifications import queries, rules
from lms.notifications.actions.telling import tell
from lms.notifications.models import Notice
from lms.places import queries as places


def told_role(event: RoleGiven) -> None:
    """Tell somebody of a new role."""
    given = db.session.get_one(RoleGrant, event.grant_id)
    facts = {**_facts(given), "from": given.valid_from.isoformat()}
    tell(Notice.ROLE_GIVEN, [given.person_id], key=f"role:{given.uid}", facts=facts, now=clock.now())


def told_sign_in(event: SignInChanged) -> None:
    """Tell somebody that the way in which they sign in was changed, whoever changed it."""
    tell(Notice.SIGN_IN_CHANGED, [event.person_id], key=f"sign-in:{event.way.value}:{event.at.isoformat()}",
         facts={"way": event.way.value, "reason": event.reason}, now=event.at)  # fmt: skip


def told_expiring(now: datetime) -> int:
    """Tell those whose role ends soon; once for each last day."""
    today = clock.local(now, places.site().zone).date()
    told = 0
    for given in queries.expiring_grants(today, days=rules.EXPIRES_DAYS):
        until = given.valid_until.isoformat() if given.valid_until else ""
        told += tell(Notice.ROLE_EXPIRING, [given.person_id], key=f"role-ends:{given.uid}:{until}",
                     facts={**_facts(given), "until": until}, now=now)  # fmt: skip
    return told


def _facts(given: RoleGrant) -> dict[str, str]:
    place = given.office or given.region
    return {"role": given.role.value, "place": place.name if place else ""}
