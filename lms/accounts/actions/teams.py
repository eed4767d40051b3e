"""Teams: standing groups of people of several offices in a region."""

from datetime import date, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts import permissions, queries
from lms.accounts.models import Team, TeamMember
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.core.principals import Principal


@transaction()
def make_team(*, name: str, programme_id: int, region_id: int, by: Principal) -> Team:
    """Make a team of a programme in a region in reach."""
    if not permissions.may_keep_teams(by) or not queries.reaches_region(by, region_id):
        message = _("You cannot make a team there.")
        raise Refused(message, fields={"region": message})
    made = Team(name=clean(name)[:200], programme_id=programme_id, region_id=region_id, label={})
    db.session.add(made)
    db.session.flush()
    trail.record("team.made", by=by.id, subject="team", subject_uid=made.uid)
    return made


@transaction()
def rename_team(uid: UUID, *, name: str, by: Principal) -> None:
    """Give a team in reach another name."""
    team = _get(uid, by)
    team.name = clean(name)[:200]
    trail.record("team.renamed", by=by.id, subject="team", subject_uid=team.uid)


@transaction()
def add_member(uid: UUID, *, person_uid: UUID, part: str, since: date, by: Principal) -> None:
    """Let a person in reach be a member of a team from a day on; who is one already stays so."""
    team = _get(uid, by)
    person = queries.get_person_within(by, person_uid)
    present = select(TeamMember.id).where(
        TeamMember.team_id == team.id, TeamMember.person_id == person.id, TeamMember.until.is_(None)
    )
    if db.session.scalar(present) is not None:
        raise Refused(_("This person is a member already."))
    db.session.add(TeamMember(team_id=team.id, person_id=person.id, part=clean(part)[:120], since=since))
    trail.record("team.joined", by=by.id, subject="team", subject_uid=team.uid, person=str(person.uid))


@transaction()
def end_member(uid: UUID, member_uid: UUID, *, today: date, by: Principal) -> None:
    """End a membership; the row stays with its dates."""
    team = _get(uid, by)
    member = db.session.scalar(select(TeamMember).where(TeamMember.uid == member_uid, TeamMember.team_id == team.id))
    if member is None:
        raise Missing
    if member.until is None:
        member.until = max(member.since, today - timedelta(days=1))
        trail.record("team.left", by=by.id, subject="team", subject_uid=team.uid)


def _get(uid: UUID, by: Principal) -> Team:
    team = queries.get_team_within(by, uid)
    if not permissions.may_keep_teams(by):
        raise Missing
    return team
