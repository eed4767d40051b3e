"""After a restore: the register is brought up to its journal, and its series are open again."""

from lms.certificates import permissions, queries
from lms.certificates.actions import numbering
from lms.certificates.actions.journal import note_key_later, note_later
from lms.certificates.actions.keys import start_key
from lms.certificates.actions.replaying import replay, replay_key
from lms.core import clock, trail
from lms.core.db import transaction
from lms.core.errors import Missing
from lms.core.principals import Principal


@transaction()
def reconcile(*, by: Principal) -> int:
    """Bring a restored register up to the journal: numbers given since are kept, endings hold; how many facts.

    Keys come back without their private halves, which the journal does not have; another one signs from then on.
    """
    if not permissions.may_reconcile(by):
        raise Missing
    lines, keys = queries.lost_lines(), queries.lost_key_lines()
    for key in keys:
        replay_key(key, now=clock.now())
    series = queries.known_series({line["series"] for line in lines})
    for line in lines:
        replay(line, series[line["series"]])
    for (uid, year), serial in queries.highest_serials(lines).items():
        numbering.raise_counter(series[uid], year, serial + 1)
    note_later()
    note_key_later()
    if keys:
        start_key(now=clock.now())
    facts = len(lines) + len(keys)
    trail.record("certificates.reconciled", by=by.id, subject="register", facts=facts, keys=len(keys))
    return facts
