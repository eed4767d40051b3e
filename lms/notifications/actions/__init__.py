"""Writes of messages."""

from lms.notifications.actions.inbox import choose_mail, mark_all_read, mark_read, mark_unread
from lms.notifications.actions.joining import move_person
from lms.notifications.actions.papers import (
    told_correction,
    told_failed,
    told_issued,
    told_lost,
    told_marked,
    told_names,
    told_passphrase,
    told_revoked,
)
from lms.notifications.actions.people import told_expiring, told_role, told_sign_in
from lms.notifications.actions.posting import Ready, begin, end, put_off
from lms.notifications.actions.reminders import remind
from lms.notifications.actions.telling import tell
from lms.notifications.actions.trainings import (
    told_assigned,
    told_called_off,
    told_cancelled,
    told_decided,
    told_evaluations,
    told_mentors,
    told_moved,
    told_opened,
    told_promoted,
    told_put_off,
    told_reopened,
    told_restored,
    told_soon,
)

__all__ = [
    "Ready",
    "begin",
    "choose_mail",
    "end",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "move_person",
    "put_off",
    "remind",
    "tell",
    "told_assigned",
    "told_called_off",
    "told_cancelled",
    "told_correction",
    "told_decided",
    "told_evaluations",
    "told_expiring",
    "told_failed",
    "told_issued",
    "told_lost",
    "told_marked",
    "told_mentors",
    "told_moved",
    "told_names",
    "told_opened",
    "told_passphrase",
    "told_promoted",
    "told_put_off",
    "told_reopened",
    "told_restored",
    "told_revoked",
    "told_role",
    "told_sign_in",
    "told_soon",
]
