"""Reminders of organisers to a group of a training."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import clean_text
from lms.core.principals import Principal
from lms.notifications import queries, rules
from lms.notifications.actions.telling import tell
from lms.notifications.models import Group, Notice, Reminder
from lms.notifications.rules import reminders
from lms.trainings import actions as trainings
from lms.trainings import queries as training_queries
from lms.trainings.models import Training


@transaction()
def remind(
    training_uid: UUID, group: Group, words: str, *, by: Principal, now: datetime, again: bool = False
) -> Reminder:
    """Write to everybody who is in a group of a training now; within a day once more only with a clear yes.

    The training is locked, so that two who press at once do not both write.
    """
    training = _locked(training_uid, by)
    text = clean_text(words)
    if not 0 < len(text) <= reminders.LONGEST:
        message = _("Write between 1 and %(n)s characters.", n=reminders.LONGEST)
        raise Refused(message, fields={"words": message})
    last = queries.last_reminder(training.id, group)
    if rules.is_too_soon(last.at if last else None, now) and not again:
        message = _("This group was reminded within the last 24 hours. Say that it should be reminded again.")
        raise Refused(message, fields={"again": message})
    people = db.session.execute(queries.people_in(training.id, group, now=now)).all()
    if not people:
        raise Refused(_("Nobody is in this group now."))
    made = Reminder(training_id=training.id, group=group, words=text, count=len({one.person_id for one in people}),
                    by=by.id, at=now)  # fmt: skip
    db.session.add(made)
    db.session.flush()
    facts = {"training": training.title, "words": text, "to": reminders.LEADS[group]}
    tell(Notice.REMINDER, [one.person_id for one in people], key=f"reminder:{made.uid}", facts=facts, now=now,
         training=training, about=_about(training, group, people), reminder_id=made.id)  # fmt: skip
    trail.record("reminder.sent", by=by.id, subject="training", subject_uid=training.uid, group=group.value,
                 count=made.count)  # fmt: skip
    return made


def _locked(uid: UUID, by: Principal) -> Training:
    training = training_queries.get_training_within(by, uid)
    if not training_queries.may_run(by, training.id):
        raise Missing
    return trainings.lock_training(training.id)


def _about(training: Training, group: Group, people: Sequence[Any]) -> Any:
    if group in reminders.OF_PARTICIPATION:
        return {one.person_id: one.uid for one in people}
    return training.uid if group in reminders.OF_TRAINING else None
