"""Importing people: reading files, checking rows, confirming."""

import io
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
import xlsxwriter
from flask import Flask

from lms.accounts.models import Person
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.principals import Role
from lms.enrolment import actions, queries, spreadsheet
from lms.enrolment.rules.known import Known
from lms.enrolment.rules.rows import check
from lms.enrolment.spreadsheet.mending import changes_in, rows_in
from lms.places.models import Office
from lms.trainings.models import Capacity, Participation, ParticipationFact, TrainingState
from tests import factories as make

HEAD = ["Nama Lengkap", "L/P", "No. HP", "NIP", "Instansi", "Kab/Kota", "Sebagai"]


def xlsx(*rows: Any, merge: str = "", formula: tuple[str, str] | None = None) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)
    if merge:
        sheet.merge_range(merge, "Dinas A")
    if formula:
        sheet.write_formula(*formula, value="")
    book.close()
    return target.getvalue()


def table(*rows: Any, head: Any = HEAD) -> bytes:
    return xlsx(head, *rows)


@pytest.fixture
def place(app: Flask) -> Any:
    """A training in a tree with Lampung, Tulang Bawang and both Magelang, an office, and who runs it."""
    tree = make.make_tree()
    lampung = make.make_region("18", tree=tree, name="Lampung")
    bawang = make.make_region("18.05", parent=lampung, name="Kabupaten Tulang Bawang")
    jateng = make.make_region("33", tree=tree, name="Jawa Tengah")
    make.make_region("33.08", parent=jateng, name="Kabupaten Magelang")
    make.make_region("33.71", parent=jateng, name="Kota Magelang")
    office = make.make_office(region=bawang, name="Dinas Perpustakaan Tulang Bawang")
    training = make.make_training(programme=make.make_programme(tree=tree), region=lampung)
    by = make.principal_of(make.make_staff(Role.ADMINISTRATOR))
    return type("Place", (), {"tree": tree, "office": office, "training": training, "by": by, "kind": office.kind_id})


def draft(place: Any, *rows: Any, head: Any = HEAD) -> Any:
    return actions.make_draft(place.training.uid, table(*rows, head=head), name="a.xlsx", by=place.by, now=clock.now())


def problems(place: Any, *rows: Any, head: Any = HEAD) -> list[dict[str, str]]:
    return [row.problems for row in queries.preview(draft(place, *rows, head=head)).rows]


def confirm(place: Any, made: Any, **facts: Any) -> Any:
    return actions.confirm(made.uid, by=place.by, now=clock.now(), **facts)


def test_people_come_in_and_a_second_run_adds_nobody(place: Any) -> None:
    rows = (
        ["Siti Aminah", "P", "0812 3456 7890", "", "Dinas Perpustakaan Tulang Bawang", "18.05", "peserta"],
        [
            "Ma'ruf",
            "L",
            "",
            "196608011988031001",
            "Dinas Perpustakaan Tulang Bawang",
            "Kab. Tulang Bawang",
            "Narasumber",
        ],
    )
    first = confirm(place, draft(place, *rows))
    assert (first.result["new_people"], first.result["added"], first.result["already_in"]) == (2, 2, 0)
    again = confirm(place, draft(place, *rows))
    assert (again.result["new_people"], again.result["added"], again.result["already_in"]) == (0, 0, 2)
    person = db.session.scalar(db.select(Person).where(Person.full_name == "Siti Aminah"))
    assert (person.phone, person.sex, person.office_id) == ("+6281234567890", "P", place.office.id)
    shown = dict(db.session.execute(db.select(Participation.name_shown, Participation.capacity)).all())
    assert shown == {"Siti Aminah": Capacity.PARTICIPANT, "Ma'ruf": Capacity.TRAINER}


def test_a_confirmed_import_confirmed_again_changes_nothing(place: Any) -> None:
    made = draft(place, ["Budi", "L", "", "", "", "", ""])
    first = confirm(place, made)
    assert confirm(place, made).result == first.result
    assert db.session.scalar(db.select(db.func.count(ParticipationFact.id))) == 1


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (["", "P", "081234567890", "", "", "", ""], "name"),
        (["Budi", "X", "", "", "", "", ""], "sex"),
        (["Budi", "L", "12", "", "", "", ""], "phone"),
        (["Budi", "L", "", "12345", "", "", ""], "nip"),
        (["Budi", "L", "", 196608011988031001, "", "", ""], "nip"),
        (["Budi", "L", "", "1,96608E+17", "", "", ""], "nip"),
        (["Budi", "L", "", "", "Perpustakaan Baru", "", ""], "region"),
        (["Budi", "L", "", "", "", "Atlantis", ""], "region"),
        (["Budi", "L", "", "", "", "Magelang", ""], "region"),
        (["Budi", "L", "", "", "", "", "raja"], "capacity"),
        (["=1+1", "L", "", "", "", "", ""], "name"),
        (["#REF!", "L", "", "", "", "", ""], "name"),
        (["x" * 121, "L", "", "", "", "", ""], "name"),
        (["Budi 😀", "L", "", "", "", "", ""], "name"),
    ],
)
def test_a_wrong_cell_is_named(place: Any, row: list[Any], field: str) -> None:
    assert list(problems(place, row)[0]) == [field]


def test_a_contract_staff_number_is_taken_and_an_odd_month_is_doubted(place: Any) -> None:
    rows = queries.preview(
        draft(
            place, ["Budi", "", "", "199001012021211001", "", "", ""], ["Ani", "", "", "199001012021151001", "", "", ""]
        )
    ).rows
    assert [(row.problems, list(row.doubts)) for row in rows] == [({}, []), ({}, ["nip"])]


def test_two_rows_with_one_phone_are_told_unless_they_are_one_person(place: Any) -> None:
    found = problems(
        place,
        ["Budi", "", "081234567890", "", "", "", ""],
        ["Ani", "", "+62 812 3456 7890", "", "", "", ""],
        ["Budi", "", "6281234567890", "", "", "", "pengajar"],
        ["Budi", "", "081234567890", "", "", "", ""],
    )
    assert [list(row) for row in found] == [[], ["phone"], [], ["name"]]


def test_a_phone_of_another_person_is_told_with_the_name(place: Any) -> None:
    make.make_person("Ratna", phone="+6281234567890")
    assert "Ratna" in problems(place, ["Budi", "", "081234567890", "", "", "", ""])[0]["phone"]


def test_regions_are_known_by_name_and_by_code_with_or_without_dots(place: Any) -> None:
    office = "Dinas Perpustakaan Tulang Bawang"
    texts = ["18.05", "1805", "Tulang Bawang", "Kab Tulang Bawang", "KABUPATEN TULANG BAWANG", "Lampung", "18"]
    rows = queries.preview(
        draft(place, *([f"Orang {n}", "", "", "", office, text, ""] for n, text in enumerate(texts)))
    )
    assert [row.facts.get("office_id") for row in rows.rows] == [place.office.id] * len(texts)


def test_a_new_office_is_made_only_when_it_is_allowed(place: Any) -> None:
    rows = [["Budi", "", "", "", "Perpustakaan Desa Sukamaju", "Tulang Bawang", ""]]
    rows.append(["Ani", "", "", "", "perpustakaan desa sukamaju", "18.05", ""])
    made = draft(place, *rows)
    with pytest.raises(Refused) as refusal:
        confirm(place, made)
    assert "office_kind_id" in refusal.value.fields
    assert confirm(place, made, office_kind_id=place.kind).result["new_offices"] == 1
    assert db.session.scalar(db.select(db.func.count()).where(Office.name == "Perpustakaan Desa Sukamaju")) == 1


def test_bad_rows_are_mended_or_left_out(place: Any) -> None:
    made = draft(place, ["Budi", "X", "", 196608011988031001, "", "", ""], ["Ani", "?", "", "", "", "", ""])
    with pytest.raises(Refused):
        confirm(place, made)
    changed = actions.change_rows(made.uid, {2: {"sex": "L", "nip": "19660801 198803 1 001"}}, by=place.by, version=1)
    assert [row.outcome for row in queries.preview(changed).rows] == ["new", "bad"]
    with pytest.raises(Refused):
        actions.change_rows(made.uid, {2: {"sex": "P"}}, by=place.by, version=1)
    assert actions.leave_out_bad(made.uid, by=place.by) == 1
    assert confirm(place, made).result["rows"] == 1


def test_titles_above_merged_offices_and_control_characters_are_no_trouble(place: Any) -> None:
    data = xlsx(
        ["DAFTAR PESERTA"], [], ["No", "NAMA (tanpa gelar)", "Instansi", "Kota/Kabupaten"],
        [1, "Siti\u202e\u0007 Aminah", "", "18.05"], [2, "Budi", "", "18.05"], merge="C4:C5",
    )  # fmt: skip
    read = spreadsheet.read(data, "x.xlsx")
    assert [row["cells"]["name"] for row in read.rows] == ["Siti Aminah", "Budi"]
    assert [row["cells"]["office"] for row in read.rows] == ["Dinas A", "Dinas A"]
    assert read.rows[0]["n"] == 4


def test_a_formula_without_a_value_is_told(place: Any) -> None:
    data = xlsx(HEAD, ["Budi"], formula=("C2", "=A1&B1"))
    made = actions.make_draft(place.training.uid, data, name="x.xlsx", by=place.by, now=clock.now())
    assert list(queries.preview(made).rows[0].problems) == ["phone"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.xlsx"),
        (b"%PDF-1.7 ...", "a.pdf"),
        (b"PK\x03\x04garbage", "a.xlsx"),
        (b"\xd0\xcf\x11\xe0garbage", "a.xls"),
        (b"\x00\x01\x02", "a.csv"),
        (b"a,b\n1,2\n", "a.csv"),
        (b"Nama,HP\n", "a.csv"),
        (b"\n\n", "a.csv"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(app: Flask, data: bytes, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        spreadsheet.read(data, name)
    assert "\n" not in str(refusal.value.message)


def test_fifty_thousand_rows_are_refused_with_their_number(app: Flask) -> None:
    data = ("Nama,HP\n" + "Budi,\n" * 50_000).encode()
    with pytest.raises(Refused) as refusal:
        spreadsheet.read(data, "a.csv")
    assert "50" in str(refusal.value.message)
    with pytest.raises(Refused):
        spreadsheet.read(table(*(["Budi"] for _ in range(6000))), "a.xlsx")


@pytest.mark.parametrize("corner", ["XFD1048576", "XFD4000", "AAA900000"])
def test_a_small_file_that_asks_for_a_huge_sheet_costs_nothing_but_itself(app: Flask, corner: str) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write("A2", "Budi")
    sheet.write(corner, "x")
    book.close()
    assert len(target.getvalue()) < 10_000
    with pytest.raises(Refused) as refusal:
        spreadsheet.read(target.getvalue(), "a.xlsx")
    assert "\n" not in str(refusal.value.message)


def test_an_empty_workbook_and_one_with_dates_are_read(app: Flask) -> None:
    with pytest.raises(Refused):
        spreadsheet.read(xlsx(), "a.xlsx")
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Nama", "Jabatan"])
    sheet.write(1, 0, "Budi")
    sheet.write_datetime(1, 1, datetime(2019, 10, 28, tzinfo=UTC).replace(tzinfo=None))
    book.close()
    assert spreadsheet.read(target.getvalue(), "a.xlsx").rows[0]["cells"]["position"].startswith("2019-10-28")


def test_csv_with_semicolons_and_guarded_phones_is_read(app: Flask) -> None:
    data = "\ufeffNama;Nomor HP\nBudi;'+62812345678\n".encode()
    assert spreadsheet.read(data, "a.csv").rows[0]["cells"] == {"name": "Budi", "phone": "+62812345678"}


def test_in_csv_a_formula_is_told_and_a_guarded_text_is_none(app: Flask) -> None:
    rows = spreadsheet.read(b"Nama,Jabatan\nBudi,=A1\nSiti,'=A1\n", "a.csv").rows
    assert [(row["cells"]["position"], row["formula"]) for row in rows] == [("=A1", ["position"]), ("=A1", [])]


def test_a_closed_training_takes_no_import(place: Any) -> None:
    closed = make.make_training(programme=place.training.programme, state=TrainingState.CLOSED)
    with pytest.raises(Refused):
        actions.make_draft(closed.uid, table(["Budi"]), name="a.xlsx", by=place.by, now=clock.now())


def test_a_thousand_people_take_few_statements(place: Any, count_queries: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(sys.modules["lms.enrolment.actions.confirm"], "AT_ONCE", 5000)

    def rows(size: int, base: int) -> list[list[str]]:
        office = "Dinas Perpustakaan Tulang Bawang"
        return [[f"Orang {base + n}", "L", f"0812{base + n:08d}", "", office, "18.05", ""] for n in range(size)]

    made = draft(place, *rows(1, 5_000_000))
    with count_queries() as one:
        confirm(place, made)
    made = draft(place, *rows(1000, 6_000_000))
    with count_queries() as many:
        assert confirm(place, made).result["added"] == 1000
    assert len(many) <= len(one) + 40


def test_a_large_import_is_a_job_with_progress(app: Flask, place: Any) -> None:
    from lms import worker

    made = draft(place, *([f"Orang {n}"] for n in range(301)))
    waiting = confirm(place, made)
    assert (waiting.state, db.session.scalar(db.select(db.func.count(Participation.id)))) == ("waiting", 0)
    worker.run_waiting(app)
    done = queries.get_draft(place.by, made.uid)
    assert (done.state, done.result["added"]) == ("done", 301)


def test_a_check_is_pure(app: Flask) -> None:
    assert check([], Known()) == []


def test_numbers_of_rows_that_no_file_has_are_passed_over() -> None:
    assert rows_in(["3", "9" * 5000, "x"]) == [3]
    assert changes_in([("4-name", "Siti"), (f"{'9' * 5000}-name", "Budi")], ["name"]) == {4: {"name": "Siti"}}


def test_a_row_names_no_more_groups_than_its_cell_holds(app: Flask) -> None:
    cells = [{"name": "Siti Aminah", "group": "; ".join(f"Regu {n}" for n in range(many))} for many in (16, 17)]
    rows = check([{"n": n, "cells": one} for n, one in enumerate(cells)], Known())
    assert [row.problems.get("group") for row in rows] == [None, "Paling banyak 16 kelompok."]
