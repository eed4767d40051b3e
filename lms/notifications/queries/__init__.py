"""Reads of messages."""

from lms.notifications.queries.facts import (
    account_of,
    expected_in,
    expiring_grants,
    open_surveys,
    soon_trainings,
    taught_in,
    trained_by,
)
from lms.notifications.queries.inbox import choices_of, count_unread, get_own, inbox_of, zone_of
from lms.notifications.queries.log import Told, log_of, posted
from lms.notifications.queries.posting import Reader, due_ids, newest_step, readers, wants_mail

__all__ = [
    "Reader",
    "Told",
    "account_of",
    "choices_of",
    "count_unread",
    "due_ids",
    "expected_in",
    "expiring_grants",
    "get_own",
    "inbox_of",
    "log_of",
    "newest_step",
    "open_surveys",
    "posted",
    "readers",
    "soon_trainings",
    "taught_in",
    "trained_by",
    "wants_mail",
    "zone_of",
]
