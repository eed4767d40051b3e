"""Importing 1,000 people from a spreadsheet: reading, checking and showing it, then adding them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from lms.core import clock, jobs
from lms.core.db import db, transaction
from lms.enrolment import actions, queries
from lms.enrolment.rules.columns import COLUMNS
from lms.places.models import Office, OfficeKind
from lms.trainings.models import Participation, Training, TrainingState
from lms.web import tables
from tests.bench import alone
from tests.bench.ground import Ground, open_app, principal_of
from tests.bench.rows import Row

PEOPLE = 1000


def measure(ground: Ground) -> Iterator[Row]:
    """Import into a copy of the demonstration, in a process of its own."""
    spent = alone.measure(import_people, ground.copy("enrolment"))
    yield Row(name="import.people", value=spent.seconds, unit=f"s ({spent.count:,})")
    yield Row(name="import.people.processor", value=spent.processor, unit=f"s of processor ({spent.count:,})")
    yield Row(name="import.people.peak", value=spent.peak, unit="MiB of memory")


def import_people(data: Path) -> Callable[[], int]:
    """Make the file and the ground; what is returned does the import."""
    app = open_app(data)
    app.app_context().push()
    app.test_request_context().push()
    by = principal_of("manajer")
    training = _open_training()
    file = tables.xlsx([tables.Column(c.indonesian) for c in COLUMNS], _rows())

    def run() -> int:
        draft = actions.make_draft(training.uid, file, name="seribu.xlsx", by=by, now=clock.now())
        queries.preview(draft)
        kind = db.session.scalars(select(OfficeKind.id).order_by(OfficeKind.id)).first()
        confirmed = actions.confirm(draft.uid, by=by, now=clock.now(), office_kind_id=kind)
        jobs.run(confirmed.job_id or 0)
        return len(db.session.scalars(select(Participation.id).where(Participation.training_id == training.id)).all())

    return run


def _open_training() -> Training:
    """Take the draft training of the demonstration, empty and without a limit."""
    draft = select(Training).where(Training.state == TrainingState.DRAFT, ~Training.is_template)
    training: Training = db.session.scalars(draft.order_by(Training.id)).first()  # type: ignore[assignment]
    with transaction():
        db.session.execute(update(Training).where(Training.id == training.id).values(capacity=None))
    return training


def _rows() -> list[list[Any]]:
    offices = db.session.scalars(select(Office).order_by(Office.id).limit(200)).all()
    return [[_cell(column.field, number, offices[number % len(offices)]) for column in COLUMNS]
            for number in range(PEOPLE)]  # fmt: skip


def _cell(field: str, number: int, office: Any) -> str:
    facts = {"name": f"Siti Bangku {_letters(number)}", "sex": "P", "phone": f"0813{number:08d}",
             "position": "Pustakawan", "office": office.name, "region": office.region.code,
             "capacity": "peserta"}  # fmt: skip
    return facts.get(field, "")


def _letters(number: int) -> str:
    return "".join(chr(97 + number // 26**place % 26) for place in range(3)).capitalize()
