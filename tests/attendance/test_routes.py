"""The doors of attendance."""

from io import BytesIO
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from lms.accounts.models import Person
from lms.trainings.models import TrainingSession
from tests import factories as make


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
    make.make_participation(training=session.training, name_shown="<b>Ma'ruf</b>")
    page = staff.get(f"/staff/sessions/{session.uid}/roll").text
    assert "&lt;b&gt;Ma&#39;ruf&lt;/b&gt;" in page


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


def test_the_whole_roll_is_saved_without_javascript(staff: FlaskClient, session: TrainingSession) -> None:
    first, second = (make.make_participation(training=session.training) for _ in range(2))
    answer = staff.post(
        f"/staff/sessions/{session.uid}/marks",
        data={f"s-{first.uid.hex}": "H", f"was-{first.uid.hex}": "", f"s-{second.uid.hex}": "S"},
        follow_redirects=True,
    )
    assert 'data-count="H">1<' in answer.text
    assert 'data-count="S">1<' in answer.text


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
    page = staff.post(address, data={"numbers": "1-3 kecuali 2", "status": "H"}, follow_redirects=True).text
    assert 'data-count="H">2<' in page
    wrong = staff.post(address, data={"numbers": "1-99", "status": "H"})
    assert wrong.status_code == 422
    assert "1-99" in wrong.text


def test_who_marked_when_and_why_is_shown(staff: FlaskClient, session: TrainingSession) -> None:
    someone = make.make_participation(training=session.training)
    address = f"/staff/sessions/{session.uid}/people/{someone.uid}"
    assert staff.post(f"{address}/marks", data={"status": "I", "reason": "Rapat desa", "after": ""}).status_code == 302
    assert "Rapat desa" in staff.get(address).text


def test_the_sign_in_sheet_is_read_back(staff: FlaskClient, session: TrainingSession) -> None:
    for index in range(40):
        make.make_participation(training=session.training, person=make.make_person(f"Peserta Nomor{index:02d}"))
    document = PdfReader(BytesIO(staff.get(f"/staff/sessions/{session.uid}/sheet.pdf").data))
    texts = [page.extract_text() for page in document.pages]
    whole = "\n".join(texts)
    assert len(texts) >= 2
    assert all(whole.count(f"Nomor{index:02d}") == 1 for index in range(40))
    assert f"{len(texts)}" in texts[-1]


def test_the_export_has_a_column_for_each_session(staff: FlaskClient, session: TrainingSession) -> None:
    make.make_participation(training=session.training, name_shown="=1+1")
    uid = session.training.uid
    csv = staff.get(f"/staff/trainings/{uid}/attendance.csv").data.decode("utf-8-sig")
    assert "Marketing" in csv.splitlines()[0]
    assert csv.splitlines()[1].startswith("'=1+1")
    assert staff.get(f"/staff/trainings/{uid}/attendance.xlsx").data[:2] == b"PK"


def test_attendance_of_a_training_lists_its_sessions(staff: FlaskClient, session: TrainingSession) -> None:
    page = staff.get(f"/staff/trainings/{session.training.uid}/attendance")
    assert page.status_code == 200
    assert "Marketing" in page.text


def test_how_lateness_counts_is_kept_and_wrong_shares_are_refused(staff: FlaskClient, session: TrainingSession) -> None:
    address = f"/staff/trainings/{session.training.uid}/attendance/policy"
    assert staff.get(address).status_code == 200
    assert staff.post(address, data={"late_percent": "50"}).status_code == 302
    assert staff.post(address, data={"late_percent": "150"}).status_code == 422


def test_a_session_in_another_region_does_not_exist(client: FlaskClient, session: TrainingSession) -> None:
    from lms.core.principals import Role

    elsewhere: Person = make.make_staff(Role.COORDINATOR, region=make.make_region("73"))
    signed_in = client.sign_in(elsewhere)  # type: ignore[attr-defined]
    assert signed_in.get(f"/staff/sessions/{session.uid}/roll").status_code == 404
    assert signed_in.post(f"/staff/sessions/{session.uid}/presence").status_code == 404
