"""Groups of people within a training: by hand, by who sent them, or by a column of an imported list."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.names import clean, folded
from lms.core.principals import Principal
from lms.enrolment import queries
from lms.enrolment.actions.drafts import get_runnable
from lms.enrolment.models import GroupMember, TrainingGroup
from lms.trainings import actions as trainings
from lms.trainings.events import ParticipationsJoined
from lms.trainings.models import Participation

MOST = 120


@transaction()
def make_group(training_uid: UUID, *, name: str, by: Principal, now: datetime) -> TrainingGroup:
    """Add a group to a training; one of this name is found again."""
    training = trainings.lock_training(get_runnable(training_uid, by).id)
    known = {one.sort_name: one for one in queries.groups_of(training.id)}
    return _get_or_make(training.id, known, name, by=by, now=now)


@transaction()
def change_group(group_uid: UUID, *, name: str, member_uids: Collection[UUID], by: Principal) -> TrainingGroup:
    """Rename a group and let it have exactly these people of its training."""
    group = queries.get_group_within(by, group_uid)
    trainings.lock_training(group.training_id)
    word = _require_name(name)
    if any(one.sort_name == folded(word) and one.id != group.id for one in queries.groups_of(group.training_id)):
        words = _("There is a group of this name already.")
        raise Refused(words, fields={"name": words})
    group.name, group.sort_name = word, folded(word)
    own = select(Participation.id).where(Participation.training_id == group.training_id,
                                         Participation.uid.in_(member_uids))  # fmt: skip
    wanted, before = set(db.session.scalars(own)), queries.members_of(group.id)
    _leave(group.id, before - wanted)
    _join({(group.id, one) for one in wanted - before})
    trail.record("group.changed", by=by.id, subject="training_group", subject_uid=group.uid, members=len(wanted))
    return group


@transaction()
def remove_group(group_uid: UUID, *, by: Principal) -> UUID:
    """Remove a group, with what was given to it; its people stay. Return the training's address."""
    group = queries.get_group_within(by, group_uid)
    training = trainings.lock_training(group.training_id)
    db.session.delete(group)
    db.session.flush()
    trail.record("group.removed", by=by.id, subject="training", subject_uid=training.uid, name=group.name)
    return training.uid


@transaction()
def group_by_sender(training_uid: UUID, *, by: Principal, now: datetime) -> int:
    """Put everybody into a group called like the office that they come from; return how many groups that are."""
    training = trainings.lock_training(get_runnable(training_uid, by).id)
    return put_into_groups(training.id, list(queries.sent_by(training.id).items()), by=by, now=now)


def put_into_groups(training_id: int, names: Sequence[tuple[int, str]], *, by: Principal, now: datetime) -> int:
    """Put participations into groups by name, made where there is none; return how many groups. In a transaction."""
    known = {one.sort_name: one for one in queries.groups_of(training_id)}
    groups = {
        name: _get_or_make(training_id, known, name, by=by, now=now)
        for name in dict.fromkeys(name for _one, name in names)
    }
    there = {(group.id, one) for group in groups.values() for one in queries.members_of(group.id)}
    _join({(groups[name].id, one) for one, name in names} - there)
    return len({group.id for group in groups.values()})


def join_groups(event: ParticipationsJoined) -> None:
    """Let the participation that is kept of two be in the groups of both."""
    theirs = GroupMember.participation_id == event.merged_id
    own = select(GroupMember.group_id).where(GroupMember.participation_id == event.kept_id)
    db.session.execute(delete(GroupMember).where(theirs, GroupMember.group_id.in_(own)))
    db.session.execute(update(GroupMember).where(theirs).values(participation_id=event.kept_id))


def _get_or_make(
    training_id: int, known: dict[str, TrainingGroup], name: str, *, by: Principal, now: datetime
) -> TrainingGroup:
    word = _require_name(name)
    if (found := known.get(folded(word))) is not None:
        return found
    made = TrainingGroup(training_id=training_id, name=word, sort_name=folded(word), made_by=by.id, made_at=now)
    db.session.add(made)
    db.session.flush()
    known[made.sort_name] = made
    trail.record("group.made", by=by.id, subject="training_group", subject_uid=made.uid, name=word)
    return made


def _require_name(name: str) -> str:
    word = clean(name).replace(";", ",")[:MOST]  # a list of people parts the names of groups by it
    if not folded(word):
        words = _("Please give the group a name.")
        raise Refused(words, fields={"name": words})
    return word


def _join(pairs: Collection[tuple[int, int]]) -> None:
    if pairs:
        rows = [{"group_id": group_id, "participation_id": one} for group_id, one in sorted(pairs)]
        db.session.execute(insert(GroupMember), rows)


def _leave(group_id: int, participation_ids: Collection[int]) -> None:
    db.session.execute(
        delete(GroupMember).where(GroupMember.group_id == group_id, GroupMember.participation_id.in_(participation_ids))
    )
