"""The doors: the organiser's path, the learner's, and everybody who verifies."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from pypdf import PdfReader

from lms.certificates import actions
from lms.certificates.models import Certificate, NameConfirmation, Series
from lms.core.db import db
from lms.core.principals import Role
from tests import factories as make
from tests.certificates import factories as certs
from tests.certificates.factories import NOW, as_principal, keeper, make_eligible, make_training

pytestmark = pytest.mark.database


def issued(app: Flask, *names: str, **facts: Any) -> list[Certificate]:
    training, by = make_training(), keeper()
    for name in names or ("Siti Aminah",):
        make_eligible(training, name, **facts)
    certs.issue(training, by)
    certs.render_waiting(app)
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.serial)))


def test_an_organiser_issues_from_the_page_and_sees_how_far_it_is(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    make_eligible(training, "Ma'ruf")
    series, signer = certs.make_series(training, by), certs.make_signer(training, by)
    design = certs.make_design(training, by)
    client.sign_in(by)
    page = client.get(f"/staff/trainings/{training.uid}/certificates/issue")
    assert b"0001/2/PRC.04.00/" in page.data
    chosen = {"series": series.uid, "signer": signer.uid, "design": design.uid, "place": "Jakarta"}
    sent = client.post(f"/staff/trainings/{training.uid}/certificates/issue", data=chosen)
    assert sent.status_code == 302
    assert b"every 2s" in client.get(sent.location).data
    certs.render_waiting(app)
    done = client.get(sent.location)
    assert b"every 2s" not in done.data
    archive = ZipFile(BytesIO(client.get(f"/staff/trainings/{training.uid}/certificates.zip").data))
    assert len(archive.namelist()) == 1


def test_a_sample_takes_no_number_and_says_that_it_is_one(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    make_eligible(training, "Nama Yang Sangat Panjang Sekali")
    certs.make_series(training, by)
    certs.make_signer(training, by)
    certs.make_design(training, by)
    client.sign_in(by)
    answer = client.get(f"/staff/trainings/{training.uid}/certificates/preview.pdf")
    text = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    assert "Nama Yang Sangat Panjang Sekali" in text
    assert "CONTOH" in text.replace(" ", "")
    assert db.session.scalar(db.select(db.func.count(Certificate.id))) == 0


def test_the_tab_says_who_is_not_eligible_and_why_and_takes_an_exception(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    part = make.make_participation(training=training, person=make.make_person("Joko Prasetyo"))
    inputs = {"attended": 1200, "required": 3200, "least_percent": 80}
    make.save(certs.Decision(training_id=training.id, participation_id=part.id, is_eligible=False, rule_version=1,
                             at=NOW, reasons=["attendance"], inputs=inputs))  # fmt: skip
    client.sign_in(by)
    page = client.get(f"/staff/trainings/{training.uid}/certificates").get_data(as_text=True)
    assert "Hadir 12 dari 32 JP" in page
    assert client.post(f"/staff/participations/{part.uid}/exception", data={"reason": ""}).status_code == 422
    sent = client.post(f"/staff/participations/{part.uid}/exception", data={"reason": "Bertugas di posko"})
    assert sent.status_code == 302
    page = client.get(f"/staff/trainings/{training.uid}/certificates").get_data(as_text=True)
    assert "Bertugas di posko" in page


def test_lists_take_the_same_number_of_queries_for_one_and_for_three_rows(
    app: Flask, client: Any, count_queries: Any
) -> None:
    training, by = make_training(), keeper()
    client.sign_in(by)
    addresses = [f"/staff/trainings/{training.uid}/certificates", f"/staff/trainings/{training.uid}/names",
                 f"/staff/trainings/{training.uid}/names/list", "/staff/certificates"]  # fmt: skip
    series = certs.make_series(training, by)

    def count(address: str) -> int:
        with count_queries() as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    make_eligible(training, "Satu")
    certs.issue(training, by, series=series)
    one = [count(address) for address in addresses]
    for name in ("Dua", "Tiga"):
        make_eligible(training, name)
    certs.issue(training, by, series=series)
    assert [count(address) for address in addresses] == one


def test_names_are_ticked_from_the_signed_list(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    part = make_eligible(training, "Maruf", confirmed=False)
    client.sign_in(by)
    assert client.get(f"/staff/trainings/{training.uid}/names/list").status_code == 200
    client.post(f"/staff/trainings/{training.uid}/names", data={"uid": str(part.uid), f"name-{part.uid}": "Ma'ruf"})
    assert db.session.scalar(db.select(NameConfirmation.name)) == "Ma'ruf"


def test_a_learner_confirms_the_name_and_downloads_only_the_own_certificate(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    part = make_eligible(training, "Siti Aminah", confirmed=False)
    client.sign_in(part.person)
    assert "Siti Aminah" in client.get(f"/my/participations/{part.uid}/name").get_data(as_text=True)
    assert client.post(f"/my/participations/{part.uid}/name", data={"name": "Orang Lain"}).status_code == 422
    assert client.post(f"/my/participations/{part.uid}/name", data={"name": "Siti Aminah"}).status_code == 302
    certs.issue(training, by)
    certs.render_waiting(app)
    certificate = db.session.scalar(db.select(Certificate))
    assert certificate.number in client.get("/my/certificates").get_data(as_text=True)
    first = client.get(f"/my/certificates/{certificate.uid}.pdf").data
    assert first == client.get(f"/my/certificates/{certificate.uid}.pdf").data
    stranger = app.test_client().sign_in(make.make_person("Orang Lain"))
    assert stranger.get(f"/my/certificates/{certificate.uid}.pdf").status_code == 404


def test_anybody_verifies_and_reads_neither_nip_nor_phone(app: Flask, client: Any) -> None:
    (certificate,) = issued(app, nip="196608011988031001")
    make.make_site()
    page = client.get(f"/verify/{certificate.code}")
    text = page.get_data(as_text=True)
    assert all(
        word in text for word in ("SAH", "Siti Aminah", certificate.number, "Pelatihan Contoh", "28–31 Oktober 2019")
    )
    assert "19660801" not in text
    assert certificate.data["nip"] == "196608011988031001"
    assert len(page.data) <= 30 * 1024
    typed = client.get("/verify", query_string={"code": certificate.code.lower()[:4] + "-" + certificate.code[4:]})
    assert typed.location.endswith(certificate.code)


def test_a_revoked_certificate_says_so_and_why(app: Flask, client: Any) -> None:
    (certificate,) = issued(app)
    actions.revoke(certificate.uid, reason="Data kehadiran keliru", by=as_principal(keeper()), now=NOW)
    text = client.get(f"/verify/{certificate.code}").get_data(as_text=True)
    assert "DICABUT" in text
    assert "Data kehadiran keliru" in text
    assert ">SAH<" not in text


def test_a_replaced_certificate_leads_to_its_successor(app: Flask, client: Any) -> None:
    (old,) = issued(app)
    new = actions.replace(old.uid, name="Siti Aminah, S.IP.", reason="Gelar", by=as_principal(keeper()), now=NOW)
    text = client.get(f"/verify/{old.code}").get_data(as_text=True)
    assert "DIGANTI" in text
    assert new.number in text
    assert f"/verify/{new.code}" in text


def test_a_file_is_compared_by_its_hash(app: Flask, client: Any) -> None:
    first, second = issued(app, "Ani", "Budi")
    bytes_of = client.get(f"/verify/{first.code}/certificate.pdf").data
    same = client.post("/verify", data={"file": (BytesIO(bytes_of), "a.pdf")}, follow_redirects=True).get_data(
        as_text=True
    )
    assert "sama persis" in same
    changed = bytes_of[:-1] + b"x"
    told = client.post("/verify", data={"file": (BytesIO(changed), "a.pdf")})
    assert told.status_code == 422
    assert "TIDAK ASLI" in told.get_data(as_text=True)
    wrong = client.post(
        "/verify", data={"file": (BytesIO(bytes_of), "a.pdf"), "code": second.code}, follow_redirects=True
    )
    assert "bukan yang diterbitkan" in wrong.get_data(as_text=True)
    assert client.post("/verify", data={}).status_code == 422


@pytest.mark.parametrize(("code", "status"), [("0000000000000", 404), ("x" * 300, 404), ("<script>", 404)])
def test_a_code_that_was_never_given_is_answered_in_words(app: Flask, client: Any, code: str, status: int) -> None:
    answer = client.get(f"/verify/{code}")
    assert answer.status_code == status
    assert b"<script>" not in answer.data.replace(b"<script src", b"")


def test_a_certificate_of_another_region_does_not_exist(app: Flask, client: Any) -> None:
    (certificate,) = issued(app)
    stranger = make.make_staff(Role.COORDINATOR, region=make.make_region("91"))
    client.sign_in(stranger)
    assert client.get(f"/staff/certificates/{certificate.uid}").status_code == 404
    assert certificate.number not in client.get("/staff/certificates").get_data(as_text=True)
    assert (
        client.post(f"/staff/certificates/{certificate.uid}/revocation", data={"revoke-reason": "x"}).status_code == 404
    )


def test_the_register_finds_filters_and_exports(app: Flask, client: Any) -> None:
    issued(app, "Ma'ruf", "Dewi Lestari")
    client.sign_in(keeper())
    found = client.get("/staff/certificates?q=maruf").get_data(as_text=True)
    assert "Ma&#39;ruf" in found
    assert "Dewi" not in found
    assert client.get("/staff/certificates?export=xlsx").data.startswith(b"PK")
    assert "Dewi Lestari" in client.get("/staff/certificates?export=csv").get_data(as_text=True)


def test_staff_keep_series_signers_and_designs(app: Flask, client: Any) -> None:
    by, office = keeper(), make.make_office()
    client.sign_in(by)
    wrong = client.post(
        "/staff/certificate-series/new", data={"office": office.uid, "name": "A", "pattern": "{serial}"}
    )
    assert wrong.status_code == 422
    right = {
        "office": office.uid,
        "name": "A",
        "pattern": certs.PATTERN,
        "unit": "2",
        "classification": "X",
        "programme": "",
    }
    assert client.post("/staff/certificate-series/new", data=right).status_code == 302
    assert client.post("/staff/certificate-series/new", data=right).status_code == 422
    series = db.session.scalar(db.select(Series))
    assert client.post(f"/staff/certificate-series/{series.uid}", data=right | {"unit": "3"}).status_code == 302
    assert client.post(f"/staff/certificate-series/{series.uid}/closing", data={"reason": "Selesai"}).status_code == 302
    signer = {"office": office.uid, "full_name": "Dra. Ratna", "title": "Kepala", "nip": "123", "in_stead": "a.n.",
              "valid_from": "2019-01-01", "valid_until": "2018-01-01"}  # fmt: skip
    assert client.post("/staff/signers/new", data=signer).status_code == 422
    good = signer | {"nip": "19660801 198803 2 001", "valid_until": ""}
    assert client.post("/staff/signers/new", data=good).status_code == 302
    design = {"office": office.uid, "folder": "resmi-mendatar", "name": "Resmi", "accent": "#0b5d66"}
    made = client.post("/staff/designs/new", data=design)
    assert made.status_code == 302
    assert client.get(made.location + "/sample.pdf").data.startswith(b"%PDF")
    bad = client.post(made.location, data=design | {"logo": (BytesIO(b"GIF89a"), "x.gif")})
    assert bad.status_code == 422
    for address in ("/staff/certificate-series", "/staff/signers", "/staff/designs"):
        assert office.name in client.get(address).get_data(as_text=True)
