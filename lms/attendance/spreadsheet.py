"""Attendance as a table: a row a person, a column a session."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from lms.attendance import queries
from lms.core.clock import local
from lms.trainings.models import Training
from lms.trainings.rules.labels import capacities
from lms.web.tables import Column

Table = tuple[list[Column], Iterable[tuple[Any, list[Any]]]]


def table(training: Training) -> Table:
    """Return the columns, and each expected person with their row: who, the status of each session, lesson hours."""
    sessions = [session for session, _counts in queries.sessions_with_counts(training.id) if not session.cancelled_at]
    shares, states = queries.attended_jp(training.id), queries.states_of(training.id)
    columns = [Column(_("No."), 5), Column(_("Name"), 32), Column(_("Office"), 36), Column(_("Region"), 24),
               Column(_("Capacity"), 12)]  # fmt: skip
    columns += [Column(_told(session, training.zone), 11) for session in sessions]
    columns += [Column(_("JP attended"), 9), Column(_("JP required"), 9)]
    return columns, _rows(training, [session.id for session in sessions], shares, states)


def _told(session: Any, zone: str) -> str:
    return f"{session.title} ({local(session.starts_at, zone):%d/%m})"


def _rows(training: Training, sessions: Sequence[int], shares: Any, states: Any) -> Iterable[tuple[Any, list[Any]]]:
    words = capacities()
    for number, person in enumerate(queries.expected(training.id), 1):
        who = [number, person.name, person.office, person.regency or person.province, words[person.capacity]]
        was = [states.get((session, person.id), "") for session in sessions]
        share = shares[person.id]
        yield person, [*who, *was, share.attended / 100, share.required / 100]
