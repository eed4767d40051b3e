"""A certificate is the same bytes for ever, whatever happens to the person, the design, the folders, or its worth."""

import shutil
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from lms.accounts import actions as accounts
from lms.certificates import actions, queries
from lms.certificates.models import Certificate, CertificateEvent, Credential
from lms.core import clock
from lms.core.db import db
from lms.core.files import StoredFile
from tests.certificates import factories as certs
from tests.certificates.factories import NOW, as_principal, make_eligible, make_training
from tests.certificates.test_keys import administrator

TABLES = (Certificate, CertificateEvent, Credential, StoredFile)


@pytest.fixture
def upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What replaces every design on the disk by one that says so."""
    folders = sys.modules["lms.certificates.pdf.folders"]
    real = folders.ROOT

    def upgrade() -> None:
        copied = shutil.copytree(real, tmp_path / "designs")
        for page in copied.glob("*/*.html"):
            page.write_text(page.read_text().replace("<h1", "<p>TEMPLAT BARU</p><h1", 1))
        for theme in copied.glob("*/theme.css"):
            theme.write_text(theme.read_text() + "\nh1 { color: red }\n")
        monkeypatch.setattr(folders, "ROOT", copied)
        monkeypatch.setattr(folders, "BASE", copied / "base")
        folders.load.cache_clear()

    yield upgrade
    folders.load.cache_clear()


def texts(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def counts() -> list[int]:
    return [db.session.scalar(db.select(db.func.count()).select_from(table)) or 0 for table in TABLES]


def test_the_download_stays_the_same_bytes_and_nothing_is_ever_deleted(app: Flask, client: Any, upgraded: Any) -> None:
    admin, training = administrator(), make_training()
    by = as_principal(admin)
    part = make_eligible(training, "Siti Aminah")
    series, design = certs.make_series(training, admin), certs.make_design(training, admin)
    batch = certs.issue(training, admin, series=series, design_uid=design.uid)
    certs.render_waiting(app)
    make_eligible(training, "Budi Menunggu")
    certs.issue(training, admin, series=series, design_uid=design.uid)  # numbered, its paper is made after the upgrade
    first, waiting = rows()
    address = f"/verify/{first.code}/certificate.pdf"
    names = ("certificate.pdf", "credential.json", "credential.jwt", "badge.png", "badge.svg")
    given = {name: client.get(f"/verify/{first.code}/{name}").data for name in names}
    assert sha256(given["certificate.pdf"]).hexdigest() == first.sha256

    accounts.change_person(part.person_id, by=by, full_name="Nama Lain Sekali")
    actions.change_design(design.uid, name="Resmi", settings={"title": "Piagam", "accent": "#ff0000"}, by=by, now=NOW)
    upgraded()
    certs.render_waiting(app)
    assert {path: client.get(f"/verify/{first.code}/{path}").data for path in given} == given
    for content in (client.get(address).data, client.get(f"/verify/{waiting.code}/certificate.pdf").data):
        assert "TEMPLAT BARU" not in texts(content)
        assert "SERTIFIKAT" in texts(content).replace(" ", "")

    made = actions.replace(first.uid, name="Siti Aminah, S.IP.", reason="Gelar", by=by, now=clock.now())
    certs.render_waiting(app)
    assert made.design_version_id == batch.design_version_id
    assert "TEMPLAT BARU" not in texts(client.get(f"/verify/{made.code}/certificate.pdf").data)
    assert client.get(address).data == given["certificate.pdf"]

    version = actions.keep_version(design.id, by=by, now=NOW)  # only what is issued from now on sees the new folders
    assert "TEMPLAT BARU" in str(queries.paper_of(version.id).files.files)

    before = counts()
    actions.revoke(waiting.uid, reason="Salah orang", by=by, now=clock.now())
    assert "DICABUT" in client.get(f"/verify/{waiting.code}").get_data(as_text=True)
    assert queries.ended_indexes(waiting.status_list_id) == sorted([first.status_index, waiting.status_index])
    assert client.get(f"/verify/{waiting.code}/certificate.pdf").status_code == 200
    certificates, events, credentials, files = before
    assert counts() == [certificates, events + 1, credentials, files]


def rows() -> list[Certificate]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.serial)))
