"""Numbers that were given before this register: read from a list, mended, entered once, and found again."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask

from lms.certificates import actions, queries
from lms.certificates.models import Certificate, RegisterImport, Series
from lms.certificates.rules import historic as rules
from lms.certificates.rules.days import read_day, read_jp
from lms.certificates.rules.historic import Entry, Known
from lms.certificates.rules.numbers import Written
from lms.core import files, journal
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.principals import Role
from lms.web.tables import Column, csv_text, xlsx
from tests import factories as make
from tests.certificates import factories as certs
from tests.certificates.factories import NOW, PATTERN, as_principal, keeper, make_eligible, make_training

HEADS = ("Nomor sertifikat", "Tanggal sertifikat", "Nama", "NIP", "Pelatihan", "JP", "Instansi", "Nama berkas pindaian")
FIRST = ("0007/2/PRC.04.00/VIII.2017", "25 Agustus 2017", "Siti Aminah, A.Md.", "196608011988032001", "Bimtek 2017",
         "32,5", "Perpustakaan Desa Sukamaju", "satu.pdf")  # fmt: skip
OTHER = ("17/PUSBANG/2016", "14/03/2016", "Yohanes Wenda", "", "Pelatihan TIK", "", "", "")
SCAN = b"%PDF-1.4 a scan"


def sheet(*rows: tuple[str, ...]) -> bytes:
    return xlsx([Column(head) for head in HEADS], rows)


def scans(**named: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in named.items():
            archive.writestr(f"pindaian/{name}.PDF", content)
    return target.getvalue()


def checked(*numbers: str, on: str = "2017-08-25", known: Known | None = None, **cells: str) -> list[rules.Checked]:
    rows = [{"n": n, "cells": {"number": number, "date": on, "name": "Siti Aminah", "training": "Bimtek", **cells}}
            for n, number in enumerate(numbers, 2)]  # fmt: skip
    return rules.check(rows, known or Known(Written(PATTERN, "2", "PRC.04.00"), date(2019, 11, 4)))


def test_days_and_hours_are_read_as_people_write_them() -> None:
    days = ("2017-08-25", "2017-08-25T00:00:00", "25/8/2017", "25-08-2017", "25 Agustus 2017", "25 Agt 2017")
    assert {read_day(text) for text in days} == {date(2017, 8, 25)}
    assert [read_day(text) for text in ("", "31/02/2017", "Agustus 2017", "2017", "25 Brumaire 2017")] == [None] * 5
    assert [read_jp(text) for text in ("32", "32,5", "32.25 JP", "nan", "-1", "1e9", "x")] == [
        3200, 3250, 3225, None, None, None, None]  # fmt: skip


def test_a_series_reads_the_numbers_that_it_would_write_and_no_others() -> None:
    written = Written(PATTERN, "2", "PRC.04.00")
    read = written.read("0421/2/PRC.04.00/VIII.2017")
    assert read is not None
    assert (read.serial, read.month, read.year) == (421, 8, 2017)
    for other in ("0421/3/PRC.04.00/VIII.2017", "0421/2/PRC-04.00/VIII.2017", "421/2/PRC.04.00/XIII.2017", "17/2016"):
        assert written.read(other) is None


def test_each_bad_row_is_named_with_its_reason() -> None:
    known = Known(
        Written(PATTERN, "2", "PRC.04.00"), date(2019, 11, 4), serials={(2017, 9): "0009/2/PRC.04.00/I.2017"},
        numbers={"0001/2/PRC.04.00/VIII.2017": Entry("Budi", is_historic=False),
                 "0002/2/PRC.04.00/VIII.2017": Entry("Orang Lain", is_historic=True),
                 "0003/2/PRC.04.00/VIII.2017": Entry("Siti Aminah, S.IP.", is_historic=True)},
    )  # fmt: skip
    given, others, same, rival, year, first, twice = checked(
        *(f"000{n}/2/PRC.04.00/VIII.2017" for n in (1, 2, 3, 9)), "0004/2/PRC.04.00/VIII.2018",
        "0005/2/PRC.04.00/VIII.2017", "5/2/PRC.04.00/IX.2017", known=known,
    )  # fmt: skip
    assert [bool(row.problems) for row in (given, others, same, rival, year, first, twice)] == [
        True, True, False, True, True, False, True]  # fmt: skip
    assert "number" in given.problems
    assert "number" in rival.problems
    assert "date" in year.problems
    assert (same.outcome, first.outcome) == ("in", "new")
    bad = checked("1/2/PRC.04.00/I.2020", on="2020-01-01", nip="12", jp="banyak", capacity="tamu", scan="tiada.pdf")[0]
    assert set(bad.problems) == {"date", "nip", "jp", "capacity", "scan"}


def test_counting_goes_on_behind_the_list_and_other_numbers_move_nothing() -> None:
    rows = checked("0421/2/PRC.04.00/VIII.2017", "0400/2/PRC.04.00/VIII.2017", "9999/PUSBANG/2017")
    assert rules.last_serials(rows) == {2017: 421}
    assert rows[2].doubts


@pytest.mark.database
def test_a_list_is_mended_on_screen_entered_once_and_found_by_number_and_code(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    series = certs.make_series(training, by)
    owner = make.make_person("Siti Aminah", nip="196608011988032001")
    client.sign_in(by)
    page = client.get(f"/staff/certificate-series/{series.uid}/list").get_data(as_text=True)
    assert "/staff/certificate-lists/template.xlsx" in page
    sent = send(client, series, sheet(FIRST, (*OTHER[:1], "kapan-kapan", *OTHER[2:])), scans(satu=SCAN))
    page = client.get(sent).get_data(as_text=True)
    assert "Ini bukan tanggal" in page
    assert "Masukkan 2 nomor" not in page
    assert client.post(f"{sent}/entry").status_code == 422
    client.post(f"{sent}/rows", data={"3-date": "14/03/2016", "version": "1"})
    assert "Masukkan 2 nomor" in client.get(sent).get_data(as_text=True)
    client.post(f"{sent}/entry")
    assert "Nomor sudah ada di register" in client.get(sent).get_data(as_text=True)
    first, other = entered()
    assert (first.number, first.serial, first.year, first.person_id) == (FIRST[0], 7, 2017, owner.id)
    assert (other.serial, other.year, first.data["jp"], first.sha256) == (None, 2016, 3250, None)
    assert first.scan is not None
    assert files.read(first.scan) == SCAN
    again = send(client, series, sheet(FIRST, OTHER, (*FIRST[:2], "Orang Lain", *FIRST[3:])), scans(satu=SCAN))
    assert "Register mencatat nomor ini atas nama Siti Aminah" in client.get(again).get_data(as_text=True)
    client.post(f"{again}/leaving-out")
    client.post(f"{again}/entry")
    assert [row.id for row in entered()] == [first.id, other.id]
    found = client.get("/verify", query_string={"code": FIRST[0], "name": "siti aminah"})
    assert found.location.endswith(f"/verify/{first.code}")
    assert client.get("/verify", query_string={"code": FIRST[0], "name": "Siti"}).status_code == 404
    assert "tuliskan juga nama" in client.get("/verify", query_string={"code": FIRST[0]}).get_data(as_text=True)
    page = client.get(f"/verify/{first.code}").get_data(as_text=True)
    assert "TERCATAT" in page
    assert "bukan berkas terbitan kami" in page
    assert "196608011988032001" not in page
    assert "scan.pdf" not in page
    assert "Unduh sertifikat" not in page
    listed = client.get("/staff/certificates?status=recorded").get_data(as_text=True)
    assert "Historis, terbit sebelum" in listed
    assert client.get("/staff/certificates?export=xlsx").status_code == 200
    shown = client.get(f"/staff/certificates/{first.uid}").get_data(as_text=True)
    assert "25 Agustus 2017" in shown
    assert "Ganti dengan nama" not in shown
    client.post(f"/staff/certificates/{first.uid}/revocation", data={"revoke-reason": "Palsu"})
    assert "DICABUT" in client.get(f"/verify/{first.code}").get_data(as_text=True)


@pytest.mark.database
def test_a_person_sees_the_own_entry_and_its_scan_and_a_foreign_keeper_neither(app: Flask, client: Any) -> None:
    training, by = make_training(), keeper()
    series = certs.make_series(training, by)
    owner = make.make_person("Siti Aminah", nip="196608011988032001")
    made = actions.read_list(series.uid, sheet(FIRST), name="a.xlsx", scans=scans(satu=SCAN), by=as_principal(by),
                             now=NOW)  # fmt: skip
    actions.enter_list(made.uid, by=as_principal(by), now=NOW)
    (row,) = entered()
    client.sign_in(owner)
    assert "Kertasnya ada pada Anda" in client.get("/my/certificates").get_data(as_text=True)
    assert client.get(f"/my/certificates/{row.uid}/scan.pdf").data == SCAN
    elsewhere = make.make_office(region=make.make_region(code="91"))
    stranger = make.make_staff(Role.COORDINATOR, name="Lain", region=elsewhere.region)
    client.sign_in(stranger)
    for address in (f"/staff/certificate-lists/{made.uid}", f"/staff/certificate-series/{series.uid}/list",
                    f"/staff/certificates/{row.uid}/scan.pdf"):  # fmt: skip
        assert client.get(address).status_code == 404


@pytest.mark.database
def test_numbers_go_on_behind_a_list_and_behind_a_pattern_that_would_write_its_numbers(app: Flask) -> None:
    training, by = make_training(), keeper()
    series, who = certs.make_series(training, by), as_principal(keeper())
    this_year = ("0040/2/PRC.04.00/XI.2019", "2019-11-01", "Budi", "", "Bimtek", "", "", "")
    enter(series, sheet(this_year, ("K-60-2019", "2019-11-01", "Ani", "", "Bimtek", "", "", "")), by)
    make_eligible(training, "Joko")
    certs.issue(training, by, series=series)
    assert [row.serial for row in all_rows() if not row.is_historic] == [41]
    actions.change_series(series.uid, name="Bimtek", pattern="K-{serial}-{year}", unit="", classification="",
                          capacities=(), by=who)  # fmt: skip
    assert queries.next_serial(series.id, 2019) == 61


@pytest.mark.database
def test_after_a_restore_the_same_list_gives_the_facts_back(app: Flask) -> None:
    training, by = make_training(), keeper()
    series = certs.make_series(training, by)
    enter(series, sheet(FIRST), by)
    line = journal.read()[-1]
    assert line["historic"] is True
    assert "Siti" not in str(line)
    with db.engine.begin() as connection:  # what a restored backup has forgotten
        for table in ("certificate_event", "certificate", "register_import"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    db.session.expire_all()
    with pytest.raises(Refused, match=r"backup|cadangan"):
        enter(series, sheet(OTHER), by)
    actions.reconcile(by=as_principal(make.make_staff(Role.ADMINISTRATOR, name="Admin")))
    (row,) = entered()
    assert (row.name, row.number) == ("", FIRST[0])
    enter(series, sheet(FIRST), by)
    (row,) = entered()
    assert (row.name, row.code, row.data["jp"]) == ("Siti Aminah, A.Md.", line["code"], 3250)


@pytest.mark.database
@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"no zip"])
def test_a_zip_that_is_none_and_a_scan_that_is_no_pdf_are_refused(app: Flask, content: bytes) -> None:
    training, by = make_training(), keeper()
    series = certs.make_series(training, by)
    facts: dict[str, Any] = {"name": "a.xlsx", "by": as_principal(by), "now": datetime(2019, 11, 4, tzinfo=UTC)}
    with pytest.raises(Refused):
        actions.read_list(series.uid, sheet(FIRST), scans=content, **facts)
    made = actions.read_list(series.uid, sheet(FIRST), scans=scans(satu=b"<html>"), **facts)
    with pytest.raises(Refused, match=r"satu\.pdf"):
        actions.enter_list(made.uid, by=as_principal(by), now=NOW)
    assert entered() == []


@pytest.mark.database
def test_a_long_list_is_entered_by_a_job_that_may_run_twice(app: Flask) -> None:
    training, by = make_training(), keeper()
    series = certs.make_series(training, by)
    rows = [(f"{n:04d}/2/PRC.04.00/I.2017", "2017-01-09", f"Peserta {n}", "", "Bimtek", "8", "", "")
            for n in range(1, 402)]  # fmt: skip
    content = csv_text([Column(head) for head in HEADS], rows).encode()
    made = actions.read_list(series.uid, content, name="a.csv", by=as_principal(by), now=NOW)
    actions.enter_list(made.uid, by=as_principal(by), now=NOW)
    assert entered() == []
    certs.render_waiting(app)
    assert len(entered()) == 401
    again = actions.enter_waiting(made.id, by_id=as_principal(by).id, now=NOW, tell=lambda _n, _of: None)
    assert (again["entered"], len(entered())) == (401, 401)
    assert queries.next_serial(series.id, 2017) == 402


def send(client: Any, series: Series, content: bytes, zipped: bytes) -> str:
    files_ = {"file": (BytesIO(content), "daftar.xlsx"), "scans": (BytesIO(zipped), "pindaian.zip")}
    answer = client.post(f"/staff/certificate-series/{series.uid}/list", data=files_)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location)


def enter(series: Series, content: bytes, by: Any) -> RegisterImport:
    made = actions.read_list(series.uid, content, name="a.xlsx", by=as_principal(by), now=NOW)
    if any(row.facts["scan"] for row in queries.preview_list(queries.get_list(as_principal(by), made.uid)).rows):
        actions.mend_list(made.uid, {row["n"]: {"scan": ""} for row in made.rows}, by=as_principal(by))
    return actions.enter_list(made.uid, by=as_principal(by), now=NOW)


def all_rows() -> list[Certificate]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.id)))


def entered() -> list[Certificate]:
    return [row for row in all_rows() if row.is_historic]
