"""Certificates for the event: numbers taken, two pages drawn for each, stored."""

from collections.abc import Callable, Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import delete, func, select, update

from lms.certificates import actions, queries
from lms.certificates.models import Certificate, CertificateEvent, Credential, Kind, State
from lms.core import clock, jobs
from lms.core.db import db, transaction
from lms.progress.models import Decision
from lms.trainings.models import Participation, Training
from tests.bench import alone
from tests.bench.ground import Ground, open_app, principal_of
from tests.bench.rows import Row

PEOPLE = 210


def measure(ground: Ground) -> Iterator[Row]:
    """Issue in a copy of the demonstration where everybody earned one, in a process of its own."""
    spent = alone.measure(issue, ground.copy("certificates"))
    yield Row(name="certificates", value=spent.seconds, unit=f"s ({spent.count:,})")
    yield Row(name="certificates.processor", value=spent.processor, unit=f"s of processor ({spent.count:,})")
    yield Row(name="certificates.each", value=spent.processor / spent.count, unit="s of processor")
    yield Row(name="certificates.peak", value=spent.peak, unit="MiB of memory")


def issue(data: Path) -> Callable[[], int]:
    """Confirm every name; what is returned takes the numbers and makes the files."""
    app = open_app(data)
    app.app_context().push()
    app.test_request_context().push()
    by, now = principal_of("manajer"), clock.now()
    training = largest()
    with transaction():
        let_all_be_ready(training.id)
    rows = queries.as_rows(db.session.execute(queries.rows_of(training.id)))
    actions.confirm_listed(training.uid, {row.participation.uid: row.name for row in rows}, by=by, now=now)
    series = next(one for one in queries.usable_series(by, training) if one.kind == Kind.CERTIFICATE)
    ready = queries.as_rows(db.session.execute(queries.rows_of(training.id, status="ready")))
    chosen = [row.participation.uid for row in ready][:PEOPLE]

    def run() -> int:
        batch = actions.issue_all(
            training.uid, series_uid=series.uid, design_uid=queries.usable_designs(by, training)[0].uid,
            signer_uid=queries.usable_signers(by, training, today=now.date())[0].uid, by=by, now=now, only=chosen,
        )  # fmt: skip
        jobs.run(batch.job_id or 0)
        made = select(func.count()).where(Certificate.batch_id == batch.id, Certificate.state == State.ISSUED)
        return db.session.scalar(made) or 0

    return run


def largest() -> Training:
    """Return the training in which most was decided."""
    held = select(Participation.training_id).join(Decision, Decision.participation_id == Participation.id)
    most = held.group_by(Participation.training_id).order_by(func.count().desc()).limit(1)
    return db.session.scalars(select(Training).where(Training.id.in_(most))).one()


def let_all_be_ready(training_id: int) -> None:
    """Forget every certificate, and let everyone of a training have earned one."""
    db.session.execute(delete(Credential))
    db.session.execute(delete(CertificateEvent))
    db.session.execute(delete(Certificate))
    current_app.config["SETTINGS"].journal.unlink(missing_ok=True)  # it would say that the register was restored
    whole = update(Decision).where(Decision.training_id == training_id, Decision.is_current)
    db.session.execute(whole.values(is_eligible=True))
