"""Reads of messages."""

from lms.notifications.queries.facts import (
    account_of,
    expected_in,
    expiring_grants,
    history_of,
    mentor_surveys,
    open_surveys,
    soon_trainings,
    taught_in,
    trained_by,
)
from lms.notifications.queries.inbox import choices_of, count_unread, get_own, inbox_of, zone_of
from lms.notifications.queries.log import Told, log_of, posted
from lms.notifications.queries.posting import Reader, due_ids, newest_step, readers, wants_mail
from lms.notifications.queries.reminders import (
    counts_in,
    find_own_participation,
    get_reminder_within,
    last_reminder,
    people_in,
    reminders_of,
    writer_of,
    written_to,
)

__all__ = [
    "Reader",
    "Told",
    "account_of",
    "choices_of",
    "count_unread",
    "counts_in",
    "due_ids",
    "expected_in",
    "expiring_grants",
    "find_own_participation",
    "get_own",
    "get_reminder_within",
    "history_of",
    "inbox_of",
    "last_reminder",
    "log_of",
    "mentor_surveys",
    "newest_step",
    "open_surveys",
    "people_in",
    "posted",
    "readers",
    "reminders_of",
    "soon_trainings",
    "taught_in",
    "trained_by",
    "wants_mail",
    "writer_of",
    "written_to",
    "zone_of",
]
