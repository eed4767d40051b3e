"""The worker's rounds: mail that is due goes out, and people are told what begins or ends soon."""

import structlog
from flask_babel import force_locale
from flask_babel import gettext as _

from lms.core import addresses, clock, mail
from lms.notifications import actions, queries, rules
from lms.notifications.actions import Ready
from lms.notifications.models import Step
from lms.notifications.rules.targets import target
from lms.notifications.rules.words import words_of
from lms.places import queries as places

AT_ONCE = 20  # so that a slow mail server does not keep the worker from its jobs
log = structlog.get_logger(__name__)


def post_due() -> int:
    """Send the mail that is due, over one line; the number sent. Without a server nothing is ever due."""
    if not mail.is_set():
        return 0
    due = queries.due_ids(clock.now(), most=AT_ONCE)
    if not due:
        return 0
    try:
        with mail.line() as line:
            return sum(_post(line, message_id) for message_id in due)
    except mail.NoLine as problem:
        log.warning("mail server away", problem=str(problem))
        actions.put_off(due, now=clock.now(), by=rules.WAITS[0])
        return 0


def tell_dates() -> int:
    """Tell what begins, opens or ends soon; the number of people told."""
    now = clock.now()
    return sum(tell(now) for tell in (actions.told_soon, actions.told_evaluations, actions.told_mentors,
                                      actions.told_expiring))  # fmt: skip


def letter_of(ready: Ready) -> mail.Letter:
    """Return a message as a mail, in the reader's language."""
    with force_locale(ready.locale):
        words = words_of(ready.kind, ready.facts)
        found = target(ready.kind, ready.about, ready.facts)
        site = places.site()
        link = f"{addresses.public_url()}{addresses.path_to(found[0], **found[1])}" if found else ""
        choices = f"{addresses.public_url()}{addresses.path_to('notifications_learner.choices')}"
        foot = _("%(site)s sends you this. Choose what you get by mail: %(link)s", site=site.name, link=choices)
    text = "\n\n".join(part for part in (words.text, link, f"-- \n{foot}") if part)
    return mail.Letter(to=ready.email, subject=words.subject, text=text + "\n", key=ready.uid.hex, at=ready.at,
                       language=ready.locale)  # fmt: skip


def _post(line: mail.Line, message_id: int) -> int:
    ready = actions.begin(message_id, now=clock.now())
    if ready is None:
        return 0
    try:
        line.give(letter_of(ready))
    except mail.NotTaken as problem:
        actions.end(ready, Step.FAILED, now=clock.now(), problem=str(problem.code), is_final=problem.is_final)
        return 0
    except mail.Uncertain as problem:
        actions.end(ready, Step.UNCERTAIN, now=clock.now(), problem=str(problem))
        raise mail.NoLine(str(problem)) from problem
    except mail.NoLine as problem:
        actions.end(ready, Step.FAILED, now=clock.now(), problem=str(problem), is_final=False)
        raise
    actions.end(ready, Step.SENT, now=clock.now())
    return 1
