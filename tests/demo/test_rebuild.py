"""What is derived can be rebuilt by one command, and comes out the same."""

from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from lms.accounts.models import Person
from lms.attendance.models import AttendanceState, Mark, Status
from lms.core.db import Base, db, transaction
from lms.enrolment.models import Nomination, NominationState
from lms.places.models import Office
from lms.progress.models import Completion, LedgerEntry
from lms.trainings.models import Participation

pytestmark = pytest.mark.slow
DERIVED = {
    "person": (), "office": (), "region": (), "training": (), "module": (), "participation": (),
    "attendance_state": ("id",), "attempt_item": (), "completion": ("id",),
    "ledger_entry": ("id", "uid", "at"), "nomination": (),
}  # fmt: skip


def digests() -> dict[str, str]:
    db.session.expire_all()
    return {name: _digest(Base.metadata.tables[name], left_out) for name, left_out in DERIVED.items()}


def _digest(table: Any, left_out: tuple[str, ...]) -> str:
    columns = [column for column in table.c if column.name not in left_out]
    rows = sorted(repr(tuple(row)) for row in db.session.execute(select(*columns)))
    return sha256("\n".join(rows).encode()).hexdigest()


def rebuilt(app: Flask) -> list[int]:
    answer = app.test_cli_runner().invoke(args=["rebuild"])
    assert answer.exit_code == 0, answer.output
    return [int(line.split()[0]) for line in answer.output.splitlines()]


def test_what_was_lost_or_spoiled_comes_back_as_it_was(demo: Flask) -> None:
    before = digests()
    with transaction():
        db.session.execute(update(Person).where(Person.id % 7 == 0).values(sort_name="x"))
        db.session.execute(update(Office).where(Office.id % 11 == 0).values(sort_name="y"))
        db.session.execute(update(Participation).where(Participation.id % 5 == 0).values(arrived_at=None))
        db.session.execute(delete(AttendanceState).where(AttendanceState.id % 3 == 0))
        spoiled = AttendanceState.id % 3 == 1
        db.session.execute(update(AttendanceState).where(spoiled).values(status=Status.SICK, in_conflict=True))
        db.session.execute(delete(Completion).where(Completion.id % 2 == 0))
        db.session.execute(delete(LedgerEntry).where(LedgerEntry.id % 2 == 0))
        db.session.execute(update(Nomination).values(state=NominationState.REFUSED))
    assert digests() != before
    counts = rebuilt(demo)
    assert {name: digest == before[name] for name, digest in digests().items()} == dict.fromkeys(before, True)
    assert [count > 0 for count in counts] == [True, True, True, False, True, True, True]
    assert rebuilt(demo) == [0] * len(counts), "a rebuild of what is whole changes nothing"
    assert digests() == before


def test_a_status_that_no_mark_says_is_taken_away(demo: Flask) -> None:
    state = db.session.scalars(select(AttendanceState).limit(1)).one()
    session_id, participation_id, kept = state.session_id, state.participation_id, state.id
    with transaction():
        said = (Mark.session_id == session_id, Mark.participation_id == participation_id)
        other = db.session.scalars(select(Mark.id).where(Mark.participation_id != participation_id).limit(1)).one()
        db.session.execute(update(AttendanceState).where(AttendanceState.id == kept).values(mark_id=other))
        db.session.execute(delete(Mark).where(*said))
    assert rebuilt(demo)[2] == 1
    assert db.session.get(AttendanceState, kept, populate_existing=True) is None
