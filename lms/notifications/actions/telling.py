"""Writing messages: once per person and key, in the transaction of the fact that they tell."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite

from lms.core import mail
from lms.core.db import db, transaction
from lms.core.wordings import keep_all
from lms.notifications import queries, rules
from lms.notifications.models import Message, Notice
from lms.places import queries as places
from lms.trainings.models import Training

AT_ONCE = 500


@transaction()
def tell(
    kind: Notice, person_ids: Collection[int], *, key: str, facts: Mapping[str, Any], now: datetime,
    training: Training | None = None, about: UUID | Mapping[int, UUID] | None = None, hold: timedelta = timedelta(0),
    reminder_id: int | None = None,
) -> int:  # fmt: skip
    """Tell people of a fact, who was told by this key before is not told again; the number of people written to.

    `about` is the uid of what the message leads to, or one for each person. Mail waits for `hold`, and then for the
    end of the reader's night.
    """
    zone = training.zone if training else places.site().zone
    common = {"kind": kind, "key": key, "facts": keep_all(facts), "training_id": training.id if training else None,
              "reminder_id": reminder_id, "at": now}  # fmt: skip
    abouts = about if isinstance(about, Mapping) else dict.fromkeys(person_ids, about)
    rows = [
        {**common, "uid": uuid4(), "person_id": reader.id, "about": abouts.get(reader.id),
         "mail_at": _mail_at(reader, zone, now + hold)}
        for part in _parts(dict.fromkeys(person_ids))
        for reader in queries.readers(part, kind)
    ]  # fmt: skip
    return sum(_add(part) for part in _parts(rows))


def _mail_at(reader: queries.Reader, zone: str, at: datetime) -> datetime | None:
    """Return when mail goes to a reader; None where no server is set, so that a later one sends nothing old."""
    if not reader.takes_mail or not mail.is_set():
        return None
    return rules.awake(at, reader.zone or zone)


def _add(rows: list[dict[str, Any]]) -> int:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    add = dialect.insert(Message.__table__).values(rows)
    new = add.on_conflict_do_nothing(index_elements=["person_id", "key"]).returning(Message.__table__.c.id)
    return len(db.session.execute(new).all())


def _parts(found: Iterable[Any]) -> Iterable[list[Any]]:
    left = iter(found)
    while part := list(islice(left, AT_ONCE)):
        yield part
