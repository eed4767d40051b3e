"""Certificates that expire, and batches that are paused and go on."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from lms.certificates import actions, queries
from lms.certificates.models import Certificate, IssueBatch, State
from lms.certificates.rules import numbers
from lms.certificates.rules.standing import Standing
from lms.core import clock, files
from lms.core.db import db
from tests.certificates import factories as certs
from tests.certificates.factories import as_principal, keeper, make_eligible, make_training

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("on", "months", "last"),
    [(date(2019, 11, 4), 36, date(2022, 11, 4)), (date(2019, 8, 31), 6, date(2020, 2, 29)),
     (date(2019, 12, 31), 12, date(2020, 12, 31)), (date(2019, 1, 1), None, None)],
)  # fmt: skip
def test_the_last_day_is_counted_in_months(on: date, months: int | None, last: date | None) -> None:
    assert numbers.expiry_of(on, months) == last


def test_a_certificate_of_a_series_with_a_term_expires_and_says_so(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    make_eligible(training)
    certs.issue(training, by, series=certs.make_series(training, by, valid_months=36))
    certs.render_waiting(app)
    db.session.expire_all()
    (made,) = db.session.scalars(db.select(Certificate)).all()
    assert made.expires_on == date(2022, 11, 4)
    assert queries.standing_of(made, today=date(2022, 11, 4)) == Standing.VALID
    assert queries.standing_of(made, today=date(2022, 11, 5)) == Standing.EXPIRED
    signed = queries.find_credential(made.id)
    assert signed is not None
    assert '"validUntil": "2022-11-04T23:59:59Z"' in signed.document
    assert made.file is not None
    text = " ".join(PdfReader(BytesIO(files.read(made.file))).pages[0].extract_text().split())
    assert "4 November 2022" in text
    assert "KEDALUWARSA" in client.get(f"/verify/{made.code}").get_data(as_text=True)


def test_a_paused_batch_makes_no_more_files_until_somebody_goes_on(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    for index in range(12):
        make_eligible(training, f"Peserta {index:02d}")
    batch = certs.issue(training, by)
    actions.pause(batch.uid, by=as_principal(by), now=clock.now())
    certs.render_waiting(app)
    db.session.expire_all()
    states = list(db.session.scalars(db.select(Certificate.state)))
    assert states.count(State.ISSUED) < 12
    client.sign_in(by)
    assert "Dijeda" in client.get(f"/staff/certificate-batches/{batch.uid}").get_data(as_text=True)
    client.post(f"/staff/certificate-batches/{batch.uid}/retry")
    certs.render_waiting(app)
    db.session.expire_all()
    assert set(db.session.scalars(db.select(Certificate.state))) == {State.ISSUED}
    assert db.session.scalars(db.select(IssueBatch)).one().paused_at is None
