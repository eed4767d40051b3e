"""Between closing and certificates: a numbered, verifiable statement of attendance from a series of its own."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from pypdf import PdfReader

from lms.certificates import actions, queries
from lms.certificates.models import Certificate, Kind, Series
from lms.core import files
from lms.core.db import db
from lms.core.errors import Refused
from tests.certificates import factories as certs
from tests.certificates.factories import NOW, as_principal, keeper, make_eligible, make_training

pytestmark = pytest.mark.database


def all_papers() -> list[Certificate]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.id)))


def statement_series(training: Any, by: Any) -> Series:
    return certs.make_series(training, by, name="Surat Keterangan", kind=Kind.STATEMENT,
                             pattern="SK-{serial:03d}/{year}")  # fmt: skip


def test_a_statement_has_its_own_number_is_verified_and_a_certificate_may_follow(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    make_eligible(training, "Siti Aminah", confirmed=False)
    series = statement_series(training, by)
    design, signer = certs.make_design(training, by), certs.make_signer(training, by)
    chosen = {"design_uid": design.uid, "signer_uid": signer.uid}
    certs.issue(training, by, series=series, **chosen)
    certs.render_waiting(app)
    (paper,) = all_papers()
    assert (paper.kind, paper.number, paper.status_index) == (Kind.STATEMENT, "SK-001/2019", None)
    assert paper.file is not None
    text = PdfReader(BytesIO(files.read(paper.file))).pages[0].extract_text()
    assert "SURATKETERANGAN" in "".join(text.split())
    assert "telah mengikuti" in " ".join(text.split())
    assert "Keaslian surat keterangan ini" in " ".join(text.split())
    page = client.get(f"/verify/{paper.code}").get_data(as_text=True)
    assert "SAH" in page
    assert "Sertifikatnya sudah terbit" not in page
    assert queries.find_credential(paper.id) is None
    with pytest.raises(Refused):
        certs.issue(training, by, series=series, **chosen)
    owner = paper.participation.person if paper.participation else None
    actions.confirm_listed(training.uid, {paper.participation.uid: ""}, by=as_principal(by), now=NOW)  # type: ignore[union-attr]
    certs.issue(training, by, **chosen)
    certs.render_waiting(app)
    assert "Sertifikatnya sudah terbit" in client.get(f"/verify/{paper.code}").get_data(as_text=True)
    client.sign_in(owner)
    assert len(ZipFile(BytesIO(client.get("/my/certificates.zip").data)).namelist()) == 2


def test_a_training_offers_statements_where_the_office_has_a_series_for_them(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    make_eligible(training, "Siti Aminah", confirmed=False)
    signer, design = certs.make_signer(training, by), certs.make_design(training, by)
    client.sign_in(by)
    address = f"/staff/trainings/{training.uid}/certificates"
    assert "/certificates/issue?series=" not in client.get(address).get_data(as_text=True)
    series = statement_series(training, by)
    assert f"/certificates/issue?series={series.uid}" in client.get(address).get_data(as_text=True)
    page = client.get(f"{address}/issue?series={series.uid}").get_data(as_text=True)
    assert "SK-001/" in page
    assert "Terbitkan 1 surat keterangan" in page
    typed = {"series": str(series.uid), "signer": str(signer.uid), "design": str(design.uid)}
    other = client.post(f"{address}/issue", data={**typed, "seen": "another"})
    assert (other.status_code, "Seri lain dipilih" in other.text, all_papers()) == (200, True, [])
    shown = re.search('name="seen" value="([^"]*)"', client.get(f"{address}/issue").text)
    assert shown
    assert client.post(f"{address}/issue", data={**typed, "seen": shown[1]}).status_code == 302
    assert len(all_papers()) == 1


def test_a_series_for_statements_is_made_from_the_page(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    client.sign_in(by)
    made = client.post("/staff/certificate-series/new", data={
        "office": str(training.office.uid), "name": "Surat Keterangan", "kind": "statement",
        "pattern": "SK-{serial:03d}/{year}", "unit": "", "classification": "", "programme": "",
    })  # fmt: skip
    assert made.status_code == 302
    assert db.session.scalars(db.select(Series)).one().kind == Kind.STATEMENT
