"""The doors of attendance."""

import re
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from lms.accounts.models import Appointment, Person, Sex
from lms.attendance import actions, queries
from lms.core import clock
from lms.trainings.models import Capacity, TrainingSession
from tests import factories as make

COUNTING = {"late_percent": "100", "late_after": "15", "one_mark_percent": "50"}


@pytest.fixture
def session(app: object) -> TrainingSession:
    return make.make_session(training=make.make_training(title="Penguatan Kapasitas"), title="Marketing")


@pytest.fixture
def staff(client: FlaskClient) -> FlaskClient:
    return client.sign_in(make.make_staff())  # type: ignore[attr-defined, no-any-return]


def test_a_visitor_is_sent_to_sign_in(client: FlaskClient, session: TrainingSession) -> None:
    answer = client.get(f"/staff/sessions/{session.uid}/roll")
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_a_participant_cannot_see_the_roll(client: FlaskClient, session: TrainingSession) -> None:
    someone = make.make_participation(training=session.training)
    assert client.sign_in(someone.person).get(f"/staff/sessions/{session.uid}/roll").status_code == 404  # type: ignore[attr-defined]


def test_the_roll_shows_everyone_and_escapes_their_names(staff: FlaskClient, session: TrainingSession) -> None:
    for name in ("<b>Ma'ruf</b>", "{0} {uid} %s"):
        make.make_participation(training=session.training, name_shown=name)
    page = staff.get(f"/staff/sessions/{session.uid}/roll").text
    assert "&lt;b&gt;Ma&#39;ruf&lt;/b&gt;</a>" in page
    assert "{0} {uid} %s</a>" in page


def test_each_row_of_the_roll_is_one_group_of_radios_so_that_keys_mark_as_well_as_taps(
    staff: FlaskClient, session: TrainingSession
) -> None:
    people = {str(make.make_participation(training=session.training).uid) for _ in range(2)}
    page = staff.get(f"/staff/sessions/{session.uid}/roll").text
    radios = re.findall(r'<input type="radio" name="s(\d+)" value="([HTISA])" aria-label="[^"]+">', page)
    assert radios == [(number, status) for number in "12" for status in "HTISA"]
    assert {person for _number, person in fields(page)} == people


def fields(page: str) -> list[tuple[str, str]]:
    """Return the number and the uid of each row that the roll's form sends."""
    return re.findall(r'name="p(\d+)" value="([0-9a-f-]{36}) ', page)


def test_the_roll_takes_as_many_queries_for_thirty_as_for_one(
    staff: FlaskClient, session: TrainingSession, count_queries: object
) -> None:
    def statements(size: int) -> int:
        for _ in range(size):
            make.make_participation(training=session.training)
        uid = session.uid
        with count_queries() as seen:  # type: ignore[operator]
            assert staff.get(f"/staff/sessions/{uid}/roll").status_code == 200
        return len(seen)

    assert statements(1) == statements(30)


def test_rolls_and_exports_of_an_event_take_as_many_queries_with_many_sessions_and_marks_as_with_one(
    staff: FlaskClient, session: TrainingSession, count_queries: Any
) -> None:
    training, by = session.training, make.principal_of(make.make_staff())
    addresses = [f"/staff/trainings/{training.uid}/{path}" for path in ("attendance", "attendance.xlsx", "conflicts")]

    def statements(sessions: int, people: int) -> list[int]:
        for _ in range(people):
            make.make_participation(training=training)
        for _ in range(sessions):
            actions.mark_all_present(make.make_session(training=training).uid, by=by, now=clock.now())
        seen = []
        for address in addresses:
            staff.get(address)
            with count_queries() as asked:
                assert staff.get(address).status_code == 200
            seen.append(len(asked))
        return seen

    assert statements(1, 1) == statements(4, 10)


def test_the_whole_roll_is_saved_without_javascript(staff: FlaskClient, session: TrainingSession) -> None:
    for _ in range(3):
        make.make_participation(training=session.training)
    address, page = f"/staff/sessions/{session.uid}/marks", staff.get(f"/staff/sessions/{session.uid}/roll").text
    sent = {f"p{number}": value for number, value in re.findall(r'name="p(\d+)" value="([^"]*)"', page)}
    page = staff.post(address, data={**sent, "s1": "H", "s2": "S"}, follow_redirects=True).text
    assert [f'data-count="{status}">1<' in page for status in "HS-"] == [True, True, True]
    shown = {f"p{number}": value for number, value in re.findall(r'name="p(\d+)" value="([^"]*)"', page)}
    page = staff.post(address, data={**shown, "s1": "T", "s2": "S"}, follow_redirects=True).text
    assert [f'data-count="{status}">1<' in page for status in "TS-"] == [True, True, True]
    assert "1 orang ditandai" in page  # the second says what the page showed
    assert "Bertentangan" not in page  # the first had seen the mark before


def test_a_batch_from_a_phone_is_answered_and_may_be_repeated(staff: FlaskClient, session: TrainingSession) -> None:
    someone = make.make_participation(training=session.training)
    batch = {"marks": [{"uid": str(uuid4()), "participation": someone.uid.hex, "status": "T"}]}
    address = f"/staff/sessions/{session.uid}/marks"
    assert staff.post(address, json=batch).json["added"] == 1  # type: ignore[index]
    again = staff.post(address, json=batch).json
    assert (again["added"], again["repeated"]) == (0, 1)  # type: ignore[index]


@pytest.mark.parametrize(
    "body", [[], {"marks": 1}, {"marks": [{}]}, {"marks": [{"status": "X", "participation": "?"}]}]
)
def test_a_broken_batch_is_refused_in_words(staff: FlaskClient, session: TrainingSession, body: object) -> None:
    answer = staff.post(f"/staff/sessions/{session.uid}/marks", json=body, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json["refused"]  # type: ignore[index]


def test_all_present_can_be_undone(staff: FlaskClient, session: TrainingSession) -> None:
    make.make_participation(training=session.training)
    marked = staff.post(f"/staff/sessions/{session.uid}/presence")
    batch = marked.location.split("marked=")[1]
    roll = f"/staff/sessions/{session.uid}/roll"
    assert 'data-count="H">1<' in staff.get(roll).text
    staff.post(f"/staff/mark-batches/{batch}/undoing", data={"next": roll})
    assert 'data-count="H">0<' in staff.get(roll).text


def test_row_numbers_from_paper_mark_those_rows(staff: FlaskClient, session: TrainingSession) -> None:
    for name in ("Ana", "Budi", "Citra"):
        make.make_participation(training=session.training, person=make.make_person(name))
    address = f"/staff/sessions/{session.uid}/paper"
    data = {"numbers": "1-3 kecuali 2", "status": "H", "group": "everyone"}
    page = staff.post(address, data=data, follow_redirects=True).text
    assert 'data-count="H">2<' in page
    assert "2 orang ditandai: 1 Ana, 3 Citra. Dilewati: 2 Budi." in page
    make.make_participation(training=session.training, person=make.make_person("Aan"), capacity=Capacity.TRAINER)
    page = staff.post(f"{address}?at=end", data={**data, "numbers": "1"}, follow_redirects=True).text
    assert "1 orang ditandai: 1 Aan." in page
    data |= {"numbers": "1", "group": "participants"}
    page = staff.post(f"{address}?at=end", data=data, follow_redirects=True).text
    assert "1 orang ditandai: 1 Ana." in page
    assert queries.counts([session.id])[session.id] == {"H": 2}
    wrong = staff.post(address, data={"numbers": "1-99", "status": "H"})
    assert wrong.status_code == 422
    assert "1-99" in wrong.text


def test_who_marked_when_and_why_is_shown(staff: FlaskClient, session: TrainingSession) -> None:
    someone = make.make_participation(training=session.training)
    address = f"/staff/sessions/{session.uid}/people/{someone.uid}"
    assert staff.post(f"{address}/marks", data={"status": "I", "reason": "Rapat desa", "after": ""}).status_code == 302
    assert "Rapat desa" in staff.get(address).text


def sheet(staff: FlaskClient, session: TrainingSession) -> tuple[PdfReader, list[str]]:
    document = PdfReader(BytesIO(staff.paper(f"/staff/sessions/{session.uid}/sheet.pdf")))
    return document, [page.extract_text() for page in document.pages]


def signatures(path: Path) -> dict[int, float]:
    """Return how far from the left, in points, the number before each signature stands."""
    words = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True).stdout
    return {int(n): float(x) for x, n in re.findall(r'<word xMin="([\d.]+)"[^>]*>(\d+)\.</word>', words)}


def test_the_sign_in_sheet_is_read_back(staff: FlaskClient, session: TrainingSession, tmp_path: Path) -> None:
    for index in range(60):
        make.make_participation(training=session.training, person=make.make_person(f"Peserta Nomor{index:02d}"))
    (tmp_path / "sheet.pdf").write_bytes(staff.paper(f"/staff/sessions/{session.uid}/sheet.pdf"))
    texts = [page.extract_text() for page in PdfReader(tmp_path / "sheet.pdf").pages]
    whole = "\n".join(texts)
    assert len(texts) >= 3
    assert all(whole.count(f"Nomor{index:02d}") == 1 for index in range(60))
    assert [f"{n} dari {len(texts)}" in text for n, text in enumerate(texts, 1)] == [True] * len(texts)
    stand = signatures(tmp_path / "sheet.pdf")
    assert 65 <= max(stand) <= 70  # five to ten blank rows for who comes without a registration
    left, right = ({round(x) for n, x in stand.items() if n % 2 == rest} for rest in (1, 0))
    assert max(left) + 30 < min(right)  # they zig-zag: odd ones left, even ones right
    signed = [len(re.findall(r"Nomor\d\d", text)) for text in texts]
    assert all(20 <= count <= 25 for count in signed[:2])


def test_every_page_of_the_sheet_has_its_head_and_its_code(staff: FlaskClient, session: TrainingSession) -> None:
    for _index in range(50):
        make.make_participation(training=session.training)
    _document, texts = sheet(staff, session)
    for text in texts:
        assert all(word in text for word in ("DAFTAR HADIR", "PENGUATAN KAPASITAS", "Senin, 28 Oktober 2019"))
        assert all(word in text for word in ("Waktu", "Tempat", "Marketing", "WIB"))
        assert all(word in text for word in ("Nama", "NIP", "Kabupaten/", "L/P", "Tanda tangan"))


def test_the_sheet_tells_who_signs_and_who_has_seen_it(staff: FlaskClient, session: TrainingSession) -> None:
    lampung = make.make_region("18", name="Lampung")
    bawang = make.make_region("18.05", parent=lampung, name="Kabupaten Tulang Bawang")
    office = make.make_office(region=bawang, name="Dinas Tulang Bawang")
    guest = make.make_person("Ma'ruf", nip="196608011988031001", sex=Sex.MALE, office=office)
    make.make_participation(training=session.training, person=guest)
    chief = make.make_person("Ratna Dewi", degree_after="M.Hum.", nip="197001011995032001")
    make.save(
        Appointment(person_id=chief.id, office_id=session.training.office_id, position="Kepala Dinas",
                    is_in_charge=True, since=date(2018, 1, 1))
    )  # fmt: skip
    _document, texts = sheet(staff, session)
    flat = " ".join("".join(texts).split())
    for word in ("Ma'ruf", "19660801 198803 1 001", "Lampung – Kabupaten Tulang Bawang", "Dinas Tulang Bawang",
                 "Mengetahui", "Kepala Dinas", "Ratna Dewi, M.Hum.", "19700101 199503 2 001"):  # fmt: skip
        assert word in flat, word
    assert [f"{number}." in flat for number in range(1, 10)] == [True] * 9


def test_the_code_on_every_page_leads_to_the_roll(staff: FlaskClient, session: TrainingSession, tmp_path: Path) -> None:
    for _index in range(30):
        make.make_participation(training=session.training)
    (tmp_path / "sheet.pdf").write_bytes(staff.paper(f"/staff/sessions/{session.uid}/sheet.pdf"))
    subprocess.run(["pdftoppm", "-r", "200", "-png", tmp_path / "sheet.pdf", tmp_path / "page"], check=True)
    pages = sorted(tmp_path.glob("page-*.png"))
    read = [subprocess.run(["zbarimg", "-q", "--raw", page], capture_output=True, text=True).stdout for page in pages]
    assert len(pages) >= 2
    ends = [f"/staff/sessions/{session.uid}/roll?page={number}" for number in range(1, len(pages) + 1)]
    assert [address.strip()[-len(end) :] for address, end in zip(read, ends, strict=True)] == ends


def test_the_export_has_a_column_for_each_session(staff: FlaskClient, session: TrainingSession) -> None:
    make.make_participation(training=session.training, name_shown="=1+1")
    uid = session.training.uid
    csv = staff.get(f"/staff/trainings/{uid}/attendance.csv").data.decode("utf-8-sig")
    assert "Marketing" in csv.splitlines()[0]
    assert csv.splitlines()[1].startswith("1,'=1+1")
    assert staff.get(f"/staff/trainings/{uid}/attendance.xlsx").data[:2] == b"PK"


def test_attendance_of_a_training_lists_its_sessions_and_tells_people_apart(
    staff: FlaskClient, session: TrainingSession
) -> None:
    for capacity in (Capacity.PARTICIPANT, Capacity.PARTICIPANT, Capacity.TRAINER):
        make.make_participation(training=session.training, capacity=capacity)
    page = staff.get(f"/staff/trainings/{session.training.uid}/attendance")
    assert page.status_code == 200
    assert "Marketing" in page.text
    assert "Yang dihitung adalah 2 peserta. Di daftar setiap sesi ada juga: Pengajar: 1." in page.text
    assert "Peserta: 2 · Pengajar: 1" in staff.get(f"/staff/sessions/{session.uid}/roll").text


@pytest.mark.parametrize(
    "data", [{}, {"status": "X"}, {"status": "H", "after": "no uid,\u202e"}, {"after": "x" * 9000}]
)
def test_a_decision_that_cannot_be_is_answered_in_words(
    staff: FlaskClient, session: TrainingSession, data: dict[str, str]
) -> None:
    someone = make.make_participation(training=session.training)
    address = f"/staff/sessions/{session.uid}/people/{someone.uid}/marks"
    assert staff.post(address, data=data).status_code == (302 if data.get("status") == "H" else 422)


def test_how_lateness_counts_is_kept_and_wrong_shares_are_refused(staff: FlaskClient, session: TrainingSession) -> None:
    address = f"/staff/trainings/{session.training.uid}/attendance/policy"
    assert staff.get(address).status_code == 200
    assert staff.post(address, data={**COUNTING, "late_percent": "50"}).status_code == 302
    assert staff.post(address, data={**COUNTING, "late_percent": "150"}).status_code == 422


def test_a_session_in_another_region_does_not_exist(client: FlaskClient, session: TrainingSession) -> None:
    from lms.core.principals import Role

    elsewhere: Person = make.make_staff(Role.COORDINATOR, region=make.make_region("73"))
    signed_in = client.sign_in(elsewhere)  # type: ignore[attr-defined]
    assert signed_in.get(f"/staff/sessions/{session.uid}/roll").status_code == 404
    assert signed_in.post(f"/staff/sessions/{session.uid}/presence").status_code == 404
